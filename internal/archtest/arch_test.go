// Package archtest holds the rules of who may import whom. The design has one
// arrow: main -> cmd -> internal -> pkg.
package archtest

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
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

// holds tells whether the rule is for a file.
func (r rule) holds(file string) bool {
	return below(file, r.folder) && (r.except == "" || !below(file, r.except))
}

// forbids tells whether the rule keeps the file from importing a package.
func (r rule) forbids(file, imported string) bool {
	return r.holds(file) && matches(imported, r.deny) && !matches(imported, r.allow)
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
		{folder: "internal/sandbox/logto/policy", why: "a tenant's rule judges what it is given", deny: pure(), allow: []string{"context"}}, // hashing waits for its turn
		{folder: "internal/partial", why: "everything that changes something needs it", deny: own()},
		{folder: "internal/dotenv", why: "a .env file is lines of text in one place", deny: own(), allow: []string{module + "internal/infile", module + "internal/printable"}},
		{folder: "internal/printable", why: "everything that shows a text needs it", deny: own()},
		{folder: "internal/infile", why: "everything that reads a file needs it", deny: own()},
		{folder: "internal/folder", why: "it writes files, whatever they are for", deny: own(), allow: []string{module + "internal/partial", module + "internal/plan"}},
		{
			folder: "internal/scaffold", why: "an app is files in a folder: it knows neither Logto nor the command line",
			deny: own(), allow: []string{module + "internal/dotenv", module + "internal/folder", module + "internal/partial", module + "internal/plan"},
		},
		{folder: "internal/apprun", why: "it runs whatever app there is in a folder", deny: own()},
		{folder: "internal/output", why: "a view is made of what has happened, not of who did it", deny: []string{module + "internal/scaffold", module + "internal/apprun", module + "internal/cli"}},
		{folder: "", except: "internal/config", why: "settings are resolved in one place", deny: []string{"github.com/spf13/viper"}},
		{folder: "", except: "internal/preview", why: "one place drives a browser and watches files", deny: []string{"github.com/mafredri/cdp/...", "github.com/fsnotify/fsnotify"}},
		{folder: "", except: "internal/browsertest", why: "only tests drive a page: the program takes pictures, for which less is enough", deny: []string{"github.com/chromedp/..."}},
		{folder: "", why: "the tests' browser is for tests", deny: []string{module + "internal/browsertest"}},
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

// own is what a package that stands by itself does not import: the rest of
// logtoctl, the command line and the clients.
func own() []string {
	return []string{module + "...", "github.com/spf13/...", "github.com/go-resty/...", "github.com/alibabacloud-go/..."}
}

func TestImports(t *testing.T) {
	t.Parallel()
	files := sources(t)
	if len(files) < 100 {
		t.Fatalf("only %d source files found: the test looks in the wrong place", len(files))
	}
	for _, r := range rules() {
		held := false
		for file, imports := range files {
			held = held || r.holds(file)
			for _, imported := range imports {
				if r.forbids(file, imported) {
					t.Errorf("%s imports %s: %s", file, imported, r.why)
				}
			}
		}
		if !held {
			t.Errorf("there is nothing in %s, of which it is said that %s", r.folder, r.why)
		}
	}
}

// TestRules makes sure of the rules themselves: one that forbids nothing looks
// like one that everybody keeps.
func TestRules(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		file, imported string
		forbidden      bool
	}{
		{"internal/partial/x.go", module + "internal/plan", true},
		{"internal/dotenv/x.go", module + "internal/folder", true},
		{"internal/sandbox/logto/policy/x.go", "net/http", true},
		{"internal/sandbox/logto/policy/x.go", "time", true},
		{"internal/sandbox/logto/policy/x.go", module + "internal/sandbox/logto/provider", true},
		{"internal/sandbox/logto/policy/x.go", "context", false},
		{"internal/sandbox/logto/x.go", "net/http", false},
		{"internal/folder/x.go", module + "internal/provision", true},
		{"internal/folder/x.go", module + "internal/plan", false},
		{"internal/folders/x.go", module + "internal/provision", false},
		{"internal/scaffold/x.go", module + "internal/provision", true},
		{"internal/scaffold/x.go", module + "pkg/logtoadmin", true},
		{"internal/scaffold/x.go", "github.com/spf13/cobra", true},
		{"internal/scaffold/x.go", module + "internal/folder", false},
		{"internal/apprun/x.go", module + "internal/provision", true},
		{"internal/apprun/x.go", module + "internal/cli", true},
		{"internal/apprun/x.go", "os/exec", false},
		{"internal/output/x.go", module + "internal/scaffold", true},
		{"internal/output/x.go", module + "internal/folder", false},
		{"cmd/demo/x.go", "github.com/chromedp/chromedp", true},
		{"cmd/demo/x.go", module + "internal/browsertest", true},
		{"internal/browsertest/x.go", "github.com/chromedp/chromedp", false},
	} {
		forbidden := slices.ContainsFunc(rules(), func(r rule) bool { return r.forbids(test.file, test.imported) })
		if forbidden != test.forbidden {
			t.Errorf("%s may not import %s: %t, want %t", test.file, test.imported, forbidden, test.forbidden)
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
