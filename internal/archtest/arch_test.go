// Package archtest holds the rules of who may import whom. The design has one
// arrow: main -> cmd -> internal -> pkg.
package archtest

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

const module = "github.com/logtoctl/logtoctl/"

// rule says what the packages below a folder may not import. Patterns end with
// /... for a whole tree; "std" stands for the standard library.
type rule struct {
	folder string
	why    string
	deny   []string
	allow  []string // exceptions to deny
	except string   // folder that the rule does not hold for
}

func rules() []rule {
	return []rule{
		{
			folder: "pkg", why: "the clients are for everybody: they know nothing of logtoctl, its command line or its files",
			deny: []string{module + "internal/...", module + "cmd/...", "github.com/spf13/...", "os", "flag", "log"},
		},
		{
			folder: "pkg/logtoadmin", why: "resty is its one transport",
			deny: []string{"github.com/...", module + "..."}, allow: []string{"github.com/go-resty/resty/v2", "github.com/cenkalti/backoff/v5", module + "pkg/secret"},
		},
		{
			folder: "pkg/aliyundm", why: "the official SDK is its one transport",
			deny:  []string{"github.com/...", module + "..."},
			allow: []string{"github.com/alibabacloud-go/...", "github.com/aliyun/credentials-go/...", "github.com/cenkalti/backoff/v5", module + "pkg/secret"},
		},
		{folder: "internal", why: "the arrow points from cmd to internal", deny: []string{module + "cmd/..."}},
		{folder: "internal/plan", why: "a plan is pure", deny: pure()},
		{folder: "internal/manifest", why: "a file is decoded without looking around", deny: pure()},
		{folder: "internal/email", why: "a template is text", deny: pure()},
		{folder: "internal/nearest", why: "a name is text", deny: pure()},
		{folder: "internal/sandbox", why: "the sandbox must not agree with the clients by sharing their code", deny: []string{module + "pkg/logtoadmin", module + "pkg/aliyundm", module + "internal/provision", module + "internal/plan", module + "internal/cli", module + "internal/preview"}},
		{folder: "", except: "internal/config", why: "settings are resolved in one place", deny: []string{"github.com/spf13/viper"}},
		{folder: "", except: "internal/preview", why: "one place drives a browser and watches files", deny: []string{"github.com/mafredri/cdp/...", "github.com/fsnotify/fsnotify"}},
		{folder: "", why: "only tests drive a page: the program takes pictures, for which less is enough", deny: []string{"github.com/chromedp/..."}},
		{folder: "internal/preview", why: "the package cdp imports every domain of the protocol", deny: []string{"github.com/mafredri/cdp"}},
		{folder: "cmd", why: "internal/dnscheck looks records up", deny: []string{"github.com/miekg/dns"}},
		{folder: "", except: "templates/generate", why: "templates keep every exported method in the binary, 5 MB of it", deny: []string{"text/template", "html/template"}},
		{folder: "", except: "internal/sandbox/logto/provider", why: "one place is an OpenID provider", deny: []string{"github.com/zitadel/..."}},
		{folder: "", except: "internal/email/lint", why: "one place reads the styles of a mail", deny: []string{"github.com/tdewolff/...", "github.com/andybalholm/cascadia"}},
	}
}

// pure is what a package without side effects does not import.
func pure() []string {
	return []string{"context", "os", "net", "net/http", "os/exec", "time", module + "internal/sandbox/...", module + "internal/provision", module + "internal/cli", module + "cmd/..."}
}

func TestImports(t *testing.T) {
	t.Parallel()
	files := sources(t)
	if len(files) < 100 {
		t.Fatalf("only %d source files found: the test looks in the wrong place", len(files))
	}
	for _, r := range rules() {
		for file, imports := range files {
			if !below(file, r.folder) || (r.except != "" && below(file, r.except)) {
				continue
			}
			for _, imported := range imports {
				if matches(imported, r.deny) && !matches(imported, r.allow) {
					t.Errorf("%s imports %s: %s", file, imported, r.why)
				}
			}
		}
	}
}

// TestNouns keeps the packages below cmd apart: what two of them need belongs
// into internal.
func TestNouns(t *testing.T) {
	t.Parallel()
	for file, imports := range sources(t) {
		if !below(file, "cmd") || path.Dir(file) == "cmd" {
			continue
		}
		for _, imported := range imports {
			if strings.HasPrefix(imported, module+"cmd/") {
				t.Errorf("%s imports %s: commands do not import each other", file, imported)
			}
		}
	}
}

// sources returns the imports of every source file, tests aside, by its path
// from the root of the module.
func sources(t *testing.T) map[string][]string {
	t.Helper()
	root := filepath.Join("..", "..")
	files := map[string][]string{}
	err := filepath.WalkDir(root, func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && (entry.Name() == "node_modules" || entry.Name() == "testdata" || entry.Name() == "tools" || strings.HasPrefix(entry.Name(), "_")):
			return filepath.SkipDir // not packages of this module
		case entry.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go"):
			return nil
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		relative, err := filepath.Rel(root, name)
		if err != nil {
			return err
		}
		imports := []string{}
		for _, spec := range parsed.Imports {
			imported, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return err
			}
			imports = append(imports, imported)
		}
		files[filepath.ToSlash(relative)] = imports
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func below(file, folder string) bool { return folder == "" || strings.HasPrefix(file, folder+"/") }

func matches(imported string, patterns []string) bool {
	for _, pattern := range patterns {
		tree, whole := strings.CutSuffix(pattern, "/...")
		if imported == pattern || (whole && (imported == tree || strings.HasPrefix(imported, tree+"/"))) {
			return true
		}
	}
	return false
}
