package manifest_test

import (
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/logtoctl/logtoctl/internal/manifest"
)

func manual(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "..", "docs", "manifest.md"))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// Every piece of YAML in the manual is a file without a fault; one that removes
// something is laid over the piece before it.
func TestManual_examples(t *testing.T) {
	t.Parallel()
	o := manifestOptions()
	o.Lookup = environment(map[string]string{
		"SHOP_URL": "https://shop.example.com", "ALIBABA_CLOUD_ACCESS_KEY_ID": "LTAI5tExampleKeyId", "ALIBABA_CLOUD_ACCESS_KEY_SECRET": secretText,
	})
	o.OpenDir = func(path string) (fs.FS, error) {
		switch path {
		case "emails":
			return complete("en/"), nil
		case "emails/en":
			return complete(""), nil
		default:
			return fstest.MapFS{"SignIn.html": templateFile("s", "{{code}}")}, nil
		}
	}
	o.ReadFile = func(string) ([]byte, error) { return []byte(whole), nil }
	blocks := strings.Split(manual(t), "```yaml\n")[1:]
	if len(blocks) < 6 {
		t.Fatalf("there are %d pieces of YAML", len(blocks))
	}
	before := ""
	for _, block := range blocks {
		block, _, _ = strings.Cut(block, "```")
		files := []string{"version: 1", block}
		if strings.Contains(block, "null") {
			files[0] = before
		}
		if _, findings := decodeManifest(t, o, files...); findings != "" {
			t.Errorf("%s\n%s", block, findings)
		}
		before = block
	}
}

// The manual names every key that there is.
func TestManual_keys(t *testing.T) {
	t.Parallel()
	text := manual(t)
	var root schemaNode
	if err := json.Unmarshal(schemaJSON(t), &root); err != nil {
		t.Fatal(err)
	}
	root.walk(t, "", func(path string, _ schemaNode) {
		if key := path[strings.LastIndexByte(path, '.')+1:]; !strings.Contains(text, key) {
			t.Errorf("%s is not in it", path)
		}
	})
	if _, err := manifest.DecodeVariables("production.env", []byte(variablesOf(t, text))); err != nil {
		t.Error(err)
	}
}

// variablesOf returns the file of variables that the manual shows.
func variablesOf(t *testing.T, text string) string {
	t.Helper()
	_, rest, found := strings.Cut(text, "```sh\n")
	if !found {
		t.Fatal("there is no file of variables")
	}
	variables, _, _ := strings.Cut(rest, "```")
	return variables
}
