package manifest_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/logtoctl/logtoctl/internal/manifest"
)

// emails writes templates into a folder and opens it.
func emails(t *testing.T, files fstest.MapFS) (string, fs.FS) {
	t.Helper()
	folder := t.TempDir()
	if err := os.CopyFS(folder, files); err != nil {
		t.Fatal(err)
	}
	return folder, os.DirFS(folder)
}

// A language folder may be elsewhere. One that leads nowhere is not passed over.
func TestDecodeTemplateFolder_symlinks(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("symbolic links need a privilege")
	}
	elsewhere, _ := emails(t, complete(""))
	files := complete("en/")
	files["README.md"] = &fstest.MapFile{}
	folder, fsys := emails(t, files)
	for name, target := range map[string]string{"ja": elsewhere, "ko": "nowhere", "old": "nowhere", "docs": "README.md"} {
		if err := os.Symlink(target, filepath.Join(folder, name)); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Symlink(filepath.Join(elsewhere, "Generic.html"), filepath.Join(folder, "en", "BindMfa.html")); err != nil {
		t.Fatal(err)
	}
	templates, findings := manifest.DecodeTemplateFolder("dir", "x", fsys, options())
	if diff := cmp.Diff("dir/ko:1:1: cannot read the folder: no such file or directory", lines(findings)); diff != "" {
		t.Error(diff)
	}
	if got := told(templates); len(templates) != 9 || strings.Count(got, " ja ") != 4 || !strings.Contains(got, "dir/en/BindMfa.html en") {
		t.Errorf("got\n%s", got)
	}
}

// denied is a folder with a language that may not be read.
type denied struct{ fstest.MapFS }

func (f denied) ReadDir(name string) ([]fs.DirEntry, error) {
	if name == "ja" || name == "private" {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrPermission}
	}
	return f.MapFS.ReadDir(name)
}

func (f denied) Open(name string) (fs.File, error) {
	if name == "ja" || name == "private" {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrPermission}
	}
	return f.MapFS.Open(name)
}

func TestDecodeTemplateFolder_unreadable(t *testing.T) {
	t.Parallel()
	files := complete("en/")
	files["ja/SignIn.html"], files["private/SignIn.html"] = templateFile("s", "{{code}}"), templateFile("s", "{{code}}")
	templates, findings := manifest.DecodeTemplateFolder("dir", "x", denied{files}, options())
	if want := "dir/ja:1:1: cannot read the folder: permission denied"; lines(findings) != want || len(templates) != 4 {
		t.Errorf("got %d templates, %s", len(templates), lines(findings))
	}
	sub, err := fs.Sub(struct{ fs.FS }{denied{files}}, "ja")
	if err != nil {
		t.Fatal(err)
	}
	o := manifestOptions()
	o.OpenDir = func(string) (fs.FS, error) { return sub, nil }
	_, found := decodeManifest(t, o, "version: 1\nemailTemplates: emails\n")
	if want := `dir/file.yaml:2:17: cannot open the folder of templates "emails": permission denied`; !strings.HasPrefix(found, want) {
		t.Errorf("got %s", found)
	}
}

// pipes is a folder in which nothing but a regular file may be opened.
type pipes struct {
	fstest.MapFS

	t *testing.T
}

func (f pipes) Open(name string) (fs.File, error) {
	if file := f.MapFS[name]; file != nil && file.Mode&fs.ModeNamedPipe != 0 {
		f.t.Errorf("%s is opened", name)
	}
	return f.MapFS.Open(name)
}

func (f pipes) ReadDir(name string) ([]fs.DirEntry, error) { return f.MapFS.ReadDir(name) }

func (f pipes) ReadFile(name string) ([]byte, error) { return fs.ReadFile(struct{ fs.FS }{f}, name) }

func (f pipes) Stat(name string) (fs.FileInfo, error) { return f.MapFS.Stat(name) }

// A pipe would be waited for without end, wherever it is.
func TestDecodeTemplates_pipe(t *testing.T) {
	t.Parallel()
	files := complete("ja/")
	files["ja/BindMfa.html"] = &fstest.MapFile{Mode: fs.ModeNamedPipe}
	files["SignIn.html"] = &fstest.MapFile{Mode: fs.ModeNamedPipe}
	const want = "BindMfa.html:1:1: cannot be read: it is not a regular file"
	if _, findings := manifest.DecodeTemplateFolder("dir", "x", pipes{files, t}, options()); !strings.Contains(lines(findings), "dir/ja/"+want) {
		t.Errorf("got %s", lines(findings))
	}
	_, findings := manifest.DecodeTemplateFile("dir", "x", "SignIn.html", pipes{files, t}, options())
	if want := "dir/SignIn.html:1:1: cannot be read: it is not a regular file"; lines(findings) != want {
		t.Errorf("got %s", lines(findings))
	}
}

// A file that somebody names is a template, or an error.
func TestDecodeTemplateFile_noTemplate(t *testing.T) {
	t.Parallel()
	files := fstest.MapFS{"page.html": {Data: []byte("<p>")}, "_SignIn.html": templateFile("s", "{{code}}")}
	for name := range files {
		_, findings := manifest.DecodeTemplateFile("dir", "x", name, files, options())
		want := "dir/" + name + ":1:1: this is no template: it has no front matter, and its name is no usage type " +
			"(a template has a name such as SignIn.html; begin that of another file with _)"
		if lines(findings) != want {
			t.Errorf("got %s", lines(findings))
		}
	}
}

// The connector does not know text/plain.
func TestDecodeManifest_plainText(t *testing.T) {
	t.Parallel()
	o := manifestOptions()
	o.OpenDir = func(string) (fs.FS, error) { return fstest.MapFS{"SignIn.txt": templateFile("s", "{{code}}")}, nil }
	m, findings := decodeManifest(t, o, `version: 1
emailTemplates:
  ja: emails
  ko: [{usageType: SignIn, subject: s, content: "{{code}}", contentType: text/plain}]
`)
	const message = ": warning: Logto's Aliyun connector sends plain text as HTML: line breaks are lost, and < and & are markup " +
		"(write HTML, in a folder as .html, with <br> for a line break)"
	if diff := cmp.Diff("dir/file.yaml:4:74"+message+"\ndir/emails/SignIn.txt:1:1"+message, findings); diff != "" {
		t.Error(diff)
	}
	for _, row := range m.EmailTemplates {
		if row.ContentType != "text/plain" {
			t.Errorf("got %+v", row)
		}
	}
}

// One unknown reference does not hide the rest of the field.
func TestDecodeConnector_besideUnknownReference(t *testing.T) {
	t.Parallel()
	_, findings := decode(t, branded(t, "", "${NOWHERE}{{cod}}", "${code} {{user.nam}} ${application.name} ${NOWHERE}"), options())
	const unset = "(set it, or write ${NOWHERE:-default}, or $${ for a literal ${)"
	want := strings.Join([]string{
		"connector.json:8:43: the environment variable NOWHERE is not set " + unset,
		`connector.json:8:53: unknown placeholder {{cod}}, which the end user would see as written (did you mean "code"?)`,
		"connector.json:8:75: the environment variable code is not set (did you mean {{code}}?)",
		"connector.json:8:96: ${application.name} refers to nothing: no environment variable has a dot in its name (did you mean {{application.name}}?)",
		"connector.json:8:116: the environment variable NOWHERE is not set " + unset,
		`connector.json:8:83: warning: unknown placeholder {{user.nam}}, which would become empty (did you mean "user.name"?)`,
	}, "\n")
	if diff := cmp.Diff(want, findings); diff != "" {
		t.Error(diff)
	}
}
