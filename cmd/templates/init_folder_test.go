package templates

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/logtoctl/logtoctl/internal/exitcode"
	"github.com/logtoctl/logtoctl/internal/output"
	"github.com/logtoctl/logtoctl/internal/plan"
)

func TestOpenFolder(t *testing.T) {
	t.Parallel()
	base := t.TempDir()
	if err := os.WriteFile(filepath.Join(base, "file"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for link, target := range map[string]string{"dangling": "nowhere", "link": "."} {
		if err := os.Symlink(target, filepath.Join(base, link)); err != nil {
			t.Skip(err) // not every Windows lets people make links
		}
	}
	for name, want := range map[string]string{
		"": "", "link": "", "new/new": "", "link/new": "",
		"file": "file is not a folder", "file/a/b": "file is not a folder", "dangling": "dangling is not a folder", "dangling/a": "dangling is not a folder",
	} {
		root, err := openFolder(filepath.Join(base, name))
		if root != nil {
			_ = root.Close()
		}
		if (root != nil) != (name == "" || name == "link") {
			t.Errorf("%q: opened %t", name, root != nil)
		}
		if (err == nil) != (want == "") || err != nil && (!strings.HasSuffix(err.Error(), want) || exitcode.Of(err) != exitcode.Usage) {
			t.Errorf("%q: %v, want %s", name, err, want)
		}
	}
	if _, err := openFolder(""); exitcode.Of(err) != exitcode.Usage {
		t.Errorf("no name: %v", err)
	}
}

// What a link leads to out of the folder is neither read nor written.
func TestWrite_links(t *testing.T) {
	t.Parallel()
	base := t.TempDir()
	folder, outside := filepath.Join(base, "emails"), filepath.Join(base, "outside")
	for _, dir := range []string{filepath.Join(folder, "en"), outside} {
		if err := os.MkdirAll(dir, 0o700); err != nil {
			t.Fatal(err)
		}
	}
	mine := filepath.Join(outside, "SignIn.html")
	if err := os.WriteFile(mine, []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	for link, target := range map[string]string{"ja": outside, "en/SignIn.html": mine} {
		if err := os.Symlink(target, filepath.Join(folder, link)); err != nil {
			t.Skip(err)
		}
	}
	root, err := openFolder(folder)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = root.Close() }()
	for _, name := range []string{"ja/SignIn.html", "en/SignIn.html"} {
		if status, err := compare(root, name, []byte("text")); status != "" || exitcode.Of(err) != exitcode.Usage {
			t.Errorf("%s: %s, %v", name, status, err)
		}
	}
	escaping := draft{output.TemplateFile{File: "ja/SignIn.html", Status: plan.Updated}, "ja/SignIn.html", []byte("text")}
	if err := write(t.Context(), folder, []draft{escaping}); err == nil {
		t.Error("it was written through the link")
	}
	if text, err := os.ReadFile(mine); err != nil || string(text) != "mine" {
		t.Errorf("it is %q, %v", text, err)
	}
}
