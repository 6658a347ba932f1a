package email_test

import (
	"errors"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/logtoctl/logtoctl/internal/email"
)

func folder(files map[string]string) fs.FS {
	fsys := fstest.MapFS{}
	for name, text := range files {
		fsys[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return fsys
}

func TestLoad(t *testing.T) {
	t.Parallel()
	got, err := load(folder(map[string]string{
		"SignIn.html":          "---\nsubject: Sign in with {{code}}\n---\n<p>{{code}}</p>\n",
		"Register.txt":         "---\n# quoted, because it begins with a brace\nsubject: \"{{code}} is your code\"\n---\n\nCode: {{code}}",
		"Generic.html":         "\ufeff---\r\nsubject: >\r\n  folded\r\n  subject\r\n---\r\na\r\nb\r\n",
		"ForgotPassword.html":  "--- \nsubject: 2024\n---\t\n---\nafter a rule\n",
		"BindMfa.html":         "---\nsubject: 'it''s'\n---\n",
		"README.md":            "not a template",
		"SignIn.html~":         "a backup",
		".DS_Store":            "\xff",
		"drafts/Generic.html":  "no",
		"_layout.html":         "---\nsubject: s\n---\n",
		"index.html":           "<!doctype html>",
		"notes.txt":            "---\nnot closed",
		"broken.html":          "\xff",
		"assets/logo.svg":      "<svg/>",
		"MfaVerification.html": "---\nsubject: \"a\\u0062c\"\n---\n{{code}}",
	}))
	if err != nil {
		t.Fatal(err)
	}
	want := []email.Template{
		{UsageType: email.Register, Subject: "{{code}} is your code", Content: "\nCode: {{code}}"},
		{UsageType: email.SignIn, Subject: "Sign in with {{code}}", Content: "<p>{{code}}</p>\n"},
		{UsageType: email.ForgotPassword, Subject: "2024", Content: "---\nafter a rule\n"},
		{UsageType: email.Generic, Subject: "folded subject", Content: "a\nb\n"},
		{UsageType: email.MfaVerification, Subject: "abc", Content: "{{code}}"},
		{UsageType: email.BindMfa, Subject: "it's", Content: ""},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestRead_position(t *testing.T) {
	t.Parallel()
	files, err := email.Read(folder(map[string]string{
		"SignIn.html":   "---\nsubject: コード {{code}}\n---\n<p>\nコード {{code}}\n",
		"Register.html": "---\n\nsubject:   \"b {{code}}\"\n---\n{{code}}",
		"Generic.html":  "---\nsubject: \"\\u0062 {{code}}\"\n---\n{{code}}",
	}))
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		usageType    email.UsageType
		field        string
		line, column int
	}{
		{email.SignIn, email.FieldSubject, 2, 14},
		{email.SignIn, email.FieldContent, 5, 5},
		{email.Register, email.FieldSubject, 3, 15},
		{email.Register, email.FieldContent, 5, 1},
		{email.Generic, email.FieldSubject, 2, 10}, // written with an escape: where it begins
		{email.Generic, email.FieldContent, 4, 1},
	}
	for _, test := range tests {
		for _, file := range files {
			if file.UsageType != test.usageType {
				continue
			}
			text := map[string]string{email.FieldSubject: file.Subject, email.FieldContent: file.Content}[test.field]
			line, column := file.Position(test.field, strings.Index(text, "{{code}}"))
			if line != test.line || column != test.column {
				t.Errorf("%s %s: got %d:%d, want %d:%d", test.usageType, test.field, line, column, test.line, test.column)
			}
		}
	}
}

func TestLoad_errors(t *testing.T) {
	t.Parallel()
	const good = "---\nsubject: s\n---\n{{code}}"
	const noFrontMatter = "the file has no front matter (begin it with a line ---, a line subject: and the subject, and a line --- again)"
	const quotes = `(put the subject in quotes, as in subject: "{{code}} is your code")`
	const types = "(use one of Register, SignIn, ForgotPassword, Generic, OrganizationInvitation, UserPermissionValidation, BindNewIdentifier, MfaVerification, BindMfa)"
	tests := []struct {
		name, file, text, want string
	}{
		{"misspelt name", "SingIn.html", "<p>", `SingIn.html:1:1: there is no usage type "SingIn" (did you mean "SignIn"?)`},
		{"no usage type", "welcome.html", good, `welcome.html:1:1: there is no usage type "welcome" ` + types},
		{"upper and lower case", "signin.html", good, "signin.html:1:1: a template file is named exactly after its usage type (rename it to SignIn.html)"},
		{"another extension", "SignIn.htm", good, "SignIn.htm:1:1: a template file is named exactly after its usage type (rename it to SignIn.html)"},
		{"no front matter", "SignIn.html", "<p>{{code}}</p>", "SignIn.html:1:1: " + noFrontMatter},
		{"front matter not closed", "SignIn.html", "---\nsubject: s\n", "SignIn.html:1:1: " + noFrontMatter},
		{"front matter without end", "SignIn.html", "---\nsubject: s\n" + strings.Repeat("x\n", 5000) + "---\n", "SignIn.html:1:1: " + noFrontMatter},
		{"empty file", "SignIn.html", "", "SignIn.html:1:1: " + noFrontMatter},
		{"no subject", "SignIn.html", "---\n# none\n---\n", "SignIn.html:1:1: the front matter has no subject (add a line subject: and the subject)"},
		{"unknown key", "SignIn.html", "---\nsubject: s\nsubjekt: t\n---\n", `SignIn.html:3:1: unknown key "subjekt" in the front matter (did you mean "subject"?)`},
		{"unquoted brace", "SignIn.html", "---\nsubject: {{code}} is it\n---\n", "SignIn.html:2:11: the front matter is not YAML: could not find flow map content " + quotes},
		{"twice the same key", "SignIn.html", "---\nsubject: a\nsubject: b\n---\n", "SignIn.html:3:1: a second subject (the first one is in line 2)"},
		{"a list", "SignIn.html", "---\n- subject\n---\n", "SignIn.html:1:1: the front matter is not one list of keys and values (write subject: and the subject)"},
		{"a list as subject", "SignIn.html", "---\nsubject: [a]\n---\n", "SignIn.html:2:10: the subject is not a text " + quotes},
		{"null as subject", "SignIn.html", "---\nsubject:\n---\n", "SignIn.html:2:10: the subject is not a text " + quotes},
		{"as the console says", "SignUp.html", "<p>", `SignUp.html:1:1: there is no usage type "SignUp" (did you mean "Register"?)`},
		{"a comment in a subject", "SignIn.html", "---\nsubject: Order #1 code {{code}}\n---\n", "SignIn.html:2:16: YAML takes # for a comment " + quotes},
		{"a comment behind a number", "SignIn.html", "---\nsubject: 2024 # x\n---\n", "SignIn.html:2:15: YAML takes # for a comment " + quotes},
		{"a comment for a subject", "SignIn.html", "---\nsubject: #1 in books\n---\n", "SignIn.html:2:10: YAML takes # for a comment " + quotes},
		{"a comment in a second line", "SignIn.html", "---\nsubject: Order\n  number #1\n---\n", "SignIn.html:3:10: YAML takes # for a comment " + quotes},
		{"not UTF-8", "SignIn.html", "---\nsubject: \xff\n---\n", "SignIn.html:1:1: the file is not UTF-8 (save it as UTF-8)"},
		{"too large", "SignIn.html", good + strings.Repeat("x", 2<<20), "SignIn.html:1:1: the file has 2048 KiB, a template at most 1024"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			templates, err := load(folder(map[string]string{test.file: test.text, "Generic.html": good}))
			if err == nil {
				t.Fatalf("got %v", templates)
			}
			if diff := cmp.Diff(test.want, err.Error()); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestLoad_allErrors(t *testing.T) {
	t.Parallel()
	_, err := load(folder(map[string]string{
		"SignIn.html": "---\nsubject: s\n---\n", "SignIn.txt": "---\nsubject: s\n---\n", "BindMfa.html": "", "BindMFA.json": "{}",
	}))
	failures, ok := errors.AsType[email.FileErrors](err)
	if !ok || len(failures) != 3 {
		t.Fatalf("got %v", err)
	}
	if want := "SignIn.txt:1:1: a second template for SignIn (the first one is SignIn.html)"; failures[2].Error() != want {
		t.Errorf("got %v", failures[2])
	}
}

// What the designer sees in the file is what people get.
func TestLoad_subject(t *testing.T) {
	t.Parallel()
	tests := map[string]string{
		"0123": "0123", "1_000": "1_000", "1.50": "1.50", "0x1F": "0x1F", "+1": "+1", "yes": "yes", "2024-01-01": "2024-01-01",
		"Order#1": "Order#1", `"Order #1" # for the shop`: "Order #1", "'#1'": "#1",
		"> # folded\n  Order #1": "Order #1", "Order\n  # a note\n": "Order",
	}
	for written, want := range tests {
		templates, err := load(folder(map[string]string{"SignIn.html": "---\nsubject: " + written + "\n---\n{{code}}"}))
		if err != nil || templates[0].Subject != want {
			t.Errorf("%q: got %+v, %v", written, templates, err)
		}
	}
}

func TestList(t *testing.T) {
	t.Parallel()
	templates, others, err := email.List(folder(map[string]string{
		"SignIn.html": "", "singin.txt": "", "Generic.htm": "", "BindMfa.png": "", "own.html": "---\nsubject: s\n---\n", "index.html": "<p>",
		"notes.txt": "", "_old.html": "", ".hidden.html": "", "en/Generic.html": "", "Generic.html~": "",
	}))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"SignIn.html", "own.html", "singin.txt"}, templates); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"index.html", "notes.txt"}, others); diff != "" {
		t.Error(diff)
	}
	if _, _, err := email.List(nowhere{}); err == nil || err.Error() != "cannot read the folder: permission denied" {
		t.Errorf("got %v", err)
	}
}

// notOpened is a folder whose pipes may be looked at only.
type notOpened struct {
	fstest.MapFS

	t *testing.T
}

func (f notOpened) Open(name string) (fs.File, error) {
	if file, ok := f.MapFS[name]; ok && !file.Mode.IsRegular() {
		f.t.Errorf("%s is opened", name)
	}
	return f.MapFS.Open(name)
}

func (f notOpened) ReadFile(name string) ([]byte, error) {
	return fs.ReadFile(struct{ fs.FS }{f}, name)
}

func (f notOpened) Stat(name string) (fs.FileInfo, error) { return f.MapFS.Stat(name) }

// Nobody may ever write to a pipe.
func TestRead_pipe(t *testing.T) {
	t.Parallel()
	good := &fstest.MapFile{Data: []byte("---\nsubject: s\n---\n{{code}}")}
	pipe := &fstest.MapFile{Mode: fs.ModeNamedPipe, Data: good.Data}
	files, err := email.Read(notOpened{fstest.MapFS{"SignIn.html": pipe, "fifo.html": pipe, "Generic.html": good}, t})
	if want := "SignIn.html:1:1: cannot be read: it is not a regular file"; err == nil || err.Error() != want || len(files) != 1 {
		t.Errorf("got %+v, %v", files, err)
	}
}

// unreadable is a folder whose entries are there and cannot be read.
type unreadable struct{ fs.FS }

func (u unreadable) Open(name string) (fs.File, error) {
	if name == "." {
		return u.FS.Open(name)
	}
	return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrPermission}
}

func TestLoad_unreadable(t *testing.T) {
	t.Parallel()
	tests := map[string]fs.FS{
		".:1:1: cannot read the folder: permission denied":    nowhere{},
		"SignIn.html:1:1: cannot be read: permission denied":  unreadable{folder(map[string]string{"SignIn.html": ""})},
		"Generic.html:1:1: cannot be read: permission denied": readFails{folder(map[string]string{"Generic.html": ""}).(fstest.MapFS)},
	}
	for want, fsys := range tests {
		if _, err := load(fsys); err == nil || err.Error() != want {
			t.Errorf("got %v, want %s", err, want)
		}
	}
}

type nowhere struct{}

func (nowhere) Open(name string) (fs.File, error) {
	return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrPermission}
}

// readFails is a folder whose files can be looked at but not read.
type readFails struct{ fstest.MapFS }

func (readFails) ReadFile(name string) ([]byte, error) {
	return nil, &fs.PathError{Op: "read", Path: name, Err: fs.ErrPermission}
}

func FuzzRead(f *testing.F) {
	f.Add("---\nsubject: Your code is {{code}}\n---\n<p>{{code}}</p>\n")
	f.Add("---\r\nsubject: \"{{code}}\"\r\n---\r\n{{code}}")
	f.Add("---\nsubject: |\n  a\n  b\n---\n")
	f.Add("---\n? [a]\n: &b *b\n---\n")
	f.Fuzz(func(t *testing.T, text string) {
		files, err := email.Read(folder(map[string]string{"SignIn.html": text}))
		if failures, ok := errors.AsType[email.FileErrors](err); ok {
			for _, failure := range failures {
				if failure.Line < 1 || failure.Column < 1 || failure.Line > 2+strings.Count(text, "\n") {
					t.Errorf("%q: %v", text, failure)
				}
			}
			return
		}
		if len(files) != 1 {
			t.Fatalf("%q: %v, %v", text, files, err)
		}
		checkPositions(t, text, files[0])
	})
}

// checkPositions holds every place of the content against the file.
func checkPositions(t *testing.T, text string, file email.File) {
	t.Helper()
	lines := strings.Split(strings.ReplaceAll(strings.TrimPrefix(text, "\ufeff"), "\r\n", "\n"), "\n")
	for offset, r := range file.Content {
		line, column := file.Position(email.FieldContent, offset)
		if r == '\n' || line > len(lines) {
			continue
		}
		if characters := []rune(lines[line-1]); column > len(characters) || characters[column-1] != r {
			t.Fatalf("%q: offset %d is not at %d:%d", text, offset, line, column)
		}
	}
	for offset := range file.Subject {
		line, column := file.Position(email.FieldSubject, offset)
		if line < 2 || line > len(lines) || column < 1 || column > 1+utf8.RuneCountInString(lines[line-1]) {
			t.Fatalf("%q: subject at %d:%d", text, line, column)
		}
	}
}

// One bad file does not hide the others.
func TestRead_besideFailures(t *testing.T) {
	t.Parallel()
	files, err := email.Read(folder(map[string]string{
		"SignIn.html": "---\nsubject: s\n---\r\n{{code}}", "Register.html": "no front matter", "Register.txt": "---\nsubject: s\n---\n", "Generic.txt": "---\nsubject: g\n---\n",
	}))
	if failures, ok := errors.AsType[email.FileErrors](err); !ok || len(failures) != 2 {
		t.Errorf("got the error %v", err)
	}
	if len(files) != 2 || files[0].UsageType != email.SignIn || files[1].UsageType != email.Generic {
		t.Fatalf("got %+v", files)
	}
	if want := "---\nsubject: s\n---\n{{code}}"; files[0].Source != want {
		t.Errorf("the source is %q", files[0].Source)
	}
}

// load returns the templates of a folder without their places.
func load(fsys fs.FS) ([]email.Template, error) {
	files, err := email.Read(fsys)
	if err != nil {
		return nil, err
	}
	templates := make([]email.Template, len(files))
	for i, file := range files {
		templates[i] = file.Template
	}
	return templates, nil
}
