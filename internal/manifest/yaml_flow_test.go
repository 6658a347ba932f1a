package manifest_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/logtoctl/logtoctl/internal/manifest"
)

// A port is no value: YAML wants white space after the colon of a pair, and the
// parser does not inside lists inside braces.
func TestDecodeManifest_flowStyle(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"list in braces":         "version: 1\napplications:\n  - {key: a, name: A, redirectUris: [http://localhost:3000/callback, \"http://localhost:1/b\"]}\n",
		"object in braces":       "version: 1\napplications: {a: {name: A, redirectUris: [http://localhost:3000/callback, http://localhost:1/b]}}\n",
		"list outside of braces": "version: 1\napplications:\n  - key: a\n    name: A\n    redirectUris: [http://localhost:3000/callback, http://localhost:1/b]\n",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m, _, err := manifest.DecodeManifest([]manifest.Source{{Name: "logtoctl.yaml", Data: []byte(text)}}, manifest.Options{})
			if err != nil {
				t.Fatal(err)
			}
			want := []string{"http://localhost:3000/callback", "http://localhost:1/b"}
			if diff := cmp.Diff(want, m.Applications[0].RedirectURIs); diff != "" {
				t.Errorf("redirect URIs (-want +got):\n%s", diff)
			}
		})
	}
	_, _, err := manifest.DecodeManifest([]manifest.Source{{Name: "logtoctl.yaml", Data: []byte("version: 1\napplications: [{name: A, redirectUris: [{a: b}]}]\n")}}, manifest.Options{})
	if err == nil {
		t.Error("an object was taken for a URI")
	}
}
