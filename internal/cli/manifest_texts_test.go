package cli_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/logtoctl/logtoctl/internal/config"
)

const fleetFile = `version: 1
applications:
  - {key: shop, name: "${SHOP:-Shop}", redirectUris: ["https://${LOGTOCTL_PROFILE}.example/callback"]}
connector: {accessKeyId: LTAI5tK60XuWThVvJuc2g75M, accessKeySecret: "${KEY}", accountName: noreply@mail.example.com}
logto: {endpoint: "http://logto.example"}
`

// Each tenant has its own name and variables, below those of the environment and of
// the files; a warning is told once for all of them, and the file is read once.
func TestEnv_DecodeManifestTexts(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "logtoctl.yaml")
	if err := os.WriteFile(path, []byte(fleetFile), 0o600); err != nil {
		t.Fatal(err)
	}
	r := surroundings{env: map[string]string{"KEY": "access-key-secret", "SET": "by-the-environment"}}.start(t)
	texts, err := r.ReadManifestTexts(t.Context(), []string{path}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte("version: 2"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		settings   config.Settings
		name, host string
	}{
		{config.Settings{Profile: "shop-a", Variables: map[string]string{"SHOP": "Corner"}}, "Corner", "shop-a.example"},
		{config.Settings{Profile: "shop-a", Variables: map[string]string{"SHOP": "Corner"}}, "Corner", "shop-a.example"},
		{config.Settings{Profile: "shop-b", Variables: map[string]string{"KEY": "another-secret"}}, "Shop", "shop-b.example"},
		{config.Settings{Profile: "shop-c"}, "Shop", "shop-c.example"},
	} {
		r.Settings = test.settings
		file, err := r.DecodeManifestTexts(texts)
		if err != nil {
			t.Fatal(err)
		}
		application := file.Applications[0]
		if uris := application.RedirectURIs; application.Name != test.name || uris[0] != "https://"+test.host+"/callback" {
			t.Errorf("%s: %s %s", test.settings.Profile, application.Name, uris)
		}
		if file.Connector.AccessKeySecret.Reveal() != "access-key-secret" {
			t.Error("a profile wins over the environment")
		}
		if shown := r.Secrets.Redact("access-key-secret"); shown != "[redacted]" {
			t.Errorf("the secret is shown: %s", shown)
		}
	}
	if told := strings.Count(r.err.String(), "would travel in clear"); told != 1 {
		t.Errorf("the warning is told %d times:\n%s", told, r.err)
	}
}
