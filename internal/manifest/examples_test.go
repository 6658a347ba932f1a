package manifest_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/logtoctl/logtoctl/internal/manifest"
)

// TestExamples decodes every combination of the examples that their comments
// name, as somebody would who set nothing but what they ask for.
func TestExamples(t *testing.T) {
	t.Parallel()
	tests := []struct {
		files, keys string
	}{
		{"bookstore.yaml", "bookstore"},
		{"from-nothing.yaml", "bookstore"},
		{"shop.yaml", "shop-web shop-back-office shop-mobile shop-orders"},
		{"base.yaml", "shop back-office"},
		{"base.yaml staging.yaml", "shop back-office"},
		{"base.yaml production.yaml", "shop back-office"},
	}
	tried := make(map[string]bool)
	for _, test := range tests {
		m := example(t, strings.Fields(test.files))
		var keys []string
		for _, application := range m.Applications {
			keys = append(keys, application.Key)
		}
		if got := strings.Join(keys, " "); got != test.keys {
			t.Errorf("%s has the applications %s", test.files, got)
		}
		for _, file := range strings.Fields(test.files) {
			tried[file] = true
		}
	}
	files, err := filepath.Glob(filepath.Join("..", "..", "examples", "*.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		if name := filepath.Base(file); !tried[name] && name != "compose.yaml" { // Docker's
			t.Errorf("%s is never tried", file)
		}
	}
}

func example(t *testing.T, files []string) manifest.Manifest {
	t.Helper()
	read := func(name string) []byte {
		data, err := os.ReadFile(filepath.Join("..", "..", "examples", name))
		if err != nil {
			t.Fatal(err)
		}
		return data
	}
	variables, err := manifest.DecodeVariables("production.env", read("production.env"))
	if err != nil {
		t.Fatal(err)
	}
	variables["ALIBABA_CLOUD_ACCESS_KEY_ID"], variables["ALIBABA_CLOUD_ACCESS_KEY_SECRET"] = "LTAI5tExampleKeyId", secretText
	o := options()
	o.Lookup = environment(variables)
	var sources []manifest.Source
	for _, name := range files {
		sources = append(sources, manifest.Source{Name: name, Data: read(name)})
	}
	m, warnings, err := manifest.DecodeManifest(sources, manifest.Options{ConnectorOptions: o})
	if err != nil || len(warnings) > 0 {
		t.Errorf("%s: %v %v", files, err, warnings)
	}
	return m
}

// What the overlays are there to show.
func TestExamples_overlays(t *testing.T) {
	t.Parallel()
	staging, production := example(t, []string{"base.yaml", "staging.yaml"}), example(t, []string{"base.yaml", "production.yaml"})
	got := []any{
		staging.Applications[0].Name, staging.Applications[0].EnvFile, *staging.Applications[0].RefreshToken.TTLInDays, staging.Verify,
		production.Applications[0].Name, production.Applications[0].EnvFile, *production.Applications[0].RefreshToken.TTLInDays, production.Verify,
		production.Applications[0].RedirectURIs, production.Connector.FromAlias,
	}
	want := []any{
		"Shop (staging)", "shop.env", 14,
		manifest.Verify{TestEmail: "you@example.com", RoundTrip: true},
		"Shop", "", 30,
		manifest.Verify{},
		[]string{"https://shop.example.com/callback"},
		"Shop",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
