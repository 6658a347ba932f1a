package templates_test

import (
	"io/fs"
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/logtoctl/logtoctl/templates"
)

// Each framework has what the common folder lacks, and nothing that would come
// from a trial run gets into the binary.
func TestApp(t *testing.T) {
	t.Parallel()
	source, err := templates.App()
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	err = fs.WalkDir(source, ".", func(name string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			names = append(names, name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"common/main.go", "common/.env.example", "common/.gitignore", "common/pages/layout.html",
		"gin/routes.go", "gin/go.mod.txt", "gin/go.sum.txt", "net-http/routes.go", "net-http/go.mod.txt", "net-http/go.sum.txt",
	} {
		if !slices.Contains(names, want) {
			t.Errorf("there is no %s among %q", want, names)
		}
	}
	for _, name := range names {
		if base := path.Base(name); base == ".env" || !strings.Contains(base, ".") {
			t.Errorf("%s is embedded", name)
		}
	}
}
