package scaffold_test

import (
	"fmt"
	"io/fs"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/logtoctl/logtoctl/internal/scaffold"
	"github.com/logtoctl/logtoctl/templates"
)

func TestFiles(t *testing.T) {
	t.Parallel()
	source := fstest.MapFS{
		"common/main.go":          {Data: []byte("// webapp, not mywebapp\n")},
		"common/pages.go":         {Data: []byte("const appName = \"webapp\"\n")},
		"common/sessions.go":      {Data: []byte("const cookieName = \"webapp_session\"\n")},
		"common/pages/other.html": {Data: []byte("webapp stays")},
		"common/.env.example":     {Data: []byte("X=")},
		"gin/go.mod.txt":          {Data: []byte("module webapp\n")},
		"gin/routes.go":           {Data: []byte("gin")},
		"net-http/routes.go":      {Data: []byte("http")},
	}
	files, err := scaffold.Files(source, scaffold.Gin, "example.com/corner-shop")
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, file := range files {
		got = append(got, file.Name+": "+string(file.Text))
	}
	want := []string{".env.example: X=", "go.mod: module example.com/corner-shop\n", "main.go: // corner-shop, not mywebapp\n", "pages.go: const appName = \"Corner Shop\"\n", "pages/other.html: webapp stays", "routes.go: gin", "sessions.go: const cookieName = \"corner-shop_session\"\n"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the files (-want +got):\n%s", diff)
	}
	if _, err := scaffold.Files(fstest.MapFS{}, scaffold.Gin, "shop"); err == nil {
		t.Error("there is an app without files")
	}
}

// The apps that logtoctl brings along differ in nothing but what has to do with
// the framework, and none keeps the name that it had there.
func TestFiles_broughtAlong(t *testing.T) {
	t.Parallel()
	names := map[scaffold.Framework][]string{}
	for _, framework := range scaffold.Frameworks() {
		files, err := scaffold.Files(app(t), scaffold.Framework(framework), "example.com/bookstore")
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			names[scaffold.Framework(framework)] = append(names[scaffold.Framework(framework)], file.Name)
			if strings.Contains(string(file.Text), "webapp") {
				t.Errorf("%s: %s still says webapp", framework, file.Name)
			}
			line := map[string]string{"pages.go": `const appName = "Bookstore"`, "sessions.go": `const cookieName = "bookstore_session"`}[file.Name]
			if !strings.Contains(string(file.Text), line) {
				t.Errorf("%s: %s has no %s:\n%s", framework, file.Name, line, file.Text)
			}
		}
	}
	if diff := cmp.Diff(names[scaffold.Gin], names[scaffold.NetHTTP]); diff != "" || len(names[scaffold.Gin]) < 15 {
		t.Errorf("the files (-gin +net-http):\n%s", diff)
	}
}

func TestName(t *testing.T) {
	t.Parallel()
	for module, want := range map[string]string{
		"bookstore": "bookstore", "example.com/bookstore": "bookstore", "example.com/bookstore/v2": "bookstore", "v2": "v2", "example.com/v2x": "v2x",
	} {
		if got := scaffold.Name(module); got != want {
			t.Errorf("%s is called %q, want %q", module, got, want)
		}
	}
}

func TestTitle(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"bookstore": "Bookstore", "corner-shop": "Corner Shop", "my_app.v2": "My App V2", "élan": "Élan", "--": "", "a b": "A B",
	} {
		if got := scaffold.Title(name); got != want {
			t.Errorf("the title of %q is %q, want %q", name, got, want)
		}
	}
}

// Every module makes a cookie that browsers take: two apps on one host must not
// share it, nor may one have a name that is kept for cookies of https.
func TestFiles_cookie(t *testing.T) {
	t.Parallel()
	source := fstest.MapFS{"common/sessions.go": {Data: []byte(`"webapp_session"`)}, "gin/routes.go": {}}
	for module, want := range map[string]string{
		"shop": "shop_session", "example.com/my.shop~x-1/v2": "my.shop~x-1_session", "__Host-shop": "Host-shop_session", "_": "_session",
	} {
		files, err := scaffold.Files(source, scaffold.Gin, module)
		if err != nil {
			t.Fatal(err)
		}
		if got := string(files[1].Text); got != strconv.Quote(want) || (&http.Cookie{Name: want}).Valid() != nil {
			t.Errorf("the cookie of %s is %s, want %s", module, got, want)
		}
	}
}

func TestCheckModule(t *testing.T) {
	t.Parallel()
	for module, want := range map[string]string{
		"bookstore": "", "example.com/book-store_2/v2": "", "~me/x": "", "main": "", "gopkg.in/x.v1": "", "a~b": "", "nettle": "",
		"": "letters", "/a": "letters", "a/": "letters", "a//b": "letters", "a b": "letters", "a.": "letters", ".a": "letters", "..": "letters", "ä": "letters", "a\n": "letters",
		"a;rm": "letters", "a~1": "letters", "a\"b": "letters", "-a": "begins with a -", "net": "standard library", "net/http": "standard library", "go": "standard library", "x/con.txt": "Windows", "NUL": "Windows",
	} {
		err := scaffold.CheckModule(module)
		if (err == nil) != (want == "") || err != nil && (!strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), fmt.Sprintf("%q", module))) {
			t.Errorf("%q: %v, want %q", module, err, want)
		}
	}
}

// A path that passes can stand in every file it is put into.
func FuzzCheckModule(f *testing.F) {
	f.Add("example.com/bookstore")
	f.Add("a`b\"</h1>")
	f.Fuzz(func(t *testing.T, module string) {
		if scaffold.CheckModule(module) != nil {
			return
		}
		if strings.ContainsAny(module, " \t\r\n\"'`<>&\\$;(){}#*[]|!") || strings.Contains(module, "..") && strings.Contains(module, "/../") || scaffold.Name(module) == "" || (&http.Cookie{Name: scaffold.Name(module)}).Valid() != nil {
			t.Errorf("%q passes", module)
		}
	})
}

func app(t *testing.T) fs.FS {
	t.Helper()
	source, err := templates.App()
	if err != nil {
		t.Fatal(err)
	}
	return source
}
