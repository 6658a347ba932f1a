package manifest_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/logtoctl/logtoctl/internal/email"
	"github.com/logtoctl/logtoctl/internal/manifest"
)

// secretText is the AccessKey secret of all tests. It must not be in any
// finding.
const secretText = "wJalrXUtnFEMIexample"

// whole is a file without a fault.
const whole = `{
  "accessKeyId": "LTAI5tExampleKeyId",
  "accessKeySecret": "wJalrXUtnFEMIexample",
  "accountName": "noreply@mail.example.com",
  "fromAlias": "Bookstore",
  "regionId": "ap-southeast-1",
  "templates": [
    {"usageType": "Register", "subject": "Sign up", "content": "<p>{{code}}</p>"},
    {"usageType": "SignIn", "subject": "Sign in", "content": "<p>{{code}}</p>"},
    {"usageType": "ForgotPassword", "subject": "Reset", "content": "<p>{{code}}</p>"},
    {"usageType": "Generic", "subject": "Your code", "content": "<p>{{code}}</p>"}
  ]
}
`

func wholeConnector() manifest.Connector {
	return manifest.Connector{
		AccessKeyID: "LTAI5tExampleKeyId", AccessKeySecret: secretText,
		AccountName: "noreply@mail.example.com", FromAlias: "Bookstore", RegionID: "ap-southeast-1",
		Templates: []email.Template{
			{UsageType: "Register", Subject: "Sign up", Content: "<p>{{code}}</p>"},
			{UsageType: "SignIn", Subject: "Sign in", Content: "<p>{{code}}</p>"},
			{UsageType: "ForgotPassword", Subject: "Reset", Content: "<p>{{code}}</p>"},
			{UsageType: "Generic", Subject: "Your code", Content: "<p>{{code}}</p>"},
		},
	}
}

// with returns the file without a fault after some replacements, in pairs.
func with(t *testing.T, replacements ...string) string {
	t.Helper()
	file := whole
	for i := 0; i < len(replacements); i += 2 {
		if !strings.Contains(file, replacements[i]) {
			t.Fatalf("the file has no %s", replacements[i])
		}
		file = strings.Replace(file, replacements[i], replacements[i+1], 1)
	}
	return file
}

func environment(pairs map[string]string) func(string) (string, bool) {
	return func(name string) (string, bool) {
		value, found := pairs[name]
		return value, found
	}
}

func options() manifest.ConnectorOptions {
	return manifest.ConnectorOptions{
		Lookup: environment(map[string]string{
			"ALIAS": "Books", "EMPTY": "", "SECRET": secretText, "TEXT": "${ALIAS} {{code}} {{cod}}", "BIG": strings.Repeat("x", 20),
		}),
		Builtin: manifest.Builtin{Language: "en", Files: []email.File{
			{Name: "Generic.html", Template: email.Template{UsageType: "Generic", Subject: "built in", Content: "{{code}}"}},
		}},
		Regions: []string{"cn-hangzhou", "ap-southeast-1", "ap-southeast-2", "eu-central-1", "us-east-1"},
	}
}

// decode returns the connector and all findings, one a line. It checks what
// holds for every finding.
func decode(t *testing.T, data string, o manifest.ConnectorOptions) (manifest.Connector, string) {
	t.Helper()
	c, warnings, err := manifest.DecodeConnector("connector.json", []byte(data), o)
	failures, ok := errors.AsType[manifest.Findings](err)
	if err != nil && (!ok || len(failures) == 0) {
		t.Fatalf("got the error %v", err)
	}
	var lines []string
	for _, finding := range append(failures, warnings...) {
		lines = append(lines, finding.String())
		if finding.Line < 1 || finding.Column < 1 || finding.Message == "" {
			t.Errorf("got %+v", finding)
		}
		if strings.Contains(finding.String(), secretText) {
			t.Errorf("the secret is in %s", finding)
		}
	}
	return c, strings.Join(lines, "\n")
}

func TestDecodeConnector(t *testing.T) {
	t.Parallel()
	c, findings := decode(t, whole, options())
	if findings != "" {
		t.Error(findings)
	}
	if diff := cmp.Diff(wholeConnector(), c); diff != "" {
		t.Error(diff)
	}
}

func TestDecodeConnector_withoutOptions(t *testing.T) {
	t.Parallel()
	c, findings := decode(t, with(t, "ap-southeast-1", "${REGION:-somewhere}"), manifest.ConnectorOptions{})
	want := wholeConnector()
	want.RegionID = "somewhere"
	if findings != "" || !cmp.Equal(want, c) {
		t.Error(findings, cmp.Diff(want, c))
	}
}

func TestDecodeConnector_environment(t *testing.T) {
	t.Parallel()
	o := options()
	o.Lookup = environment(map[string]string{
		"ALIBABA_CLOUD_ACCESS_KEY_ID": "LTAI5tExampleKeyId", "ALIBABA_CLOUD_ACCESS_KEY_SECRET": secretText,
		"ALIBABA_CLOUD_REGION_ID": "us-east-1",
	})
	c, findings := decode(t, `{"accountName": "noreply@mail.example.com"}`, o)
	if findings != "" {
		t.Error(findings)
	}
	want := manifest.Connector{
		AccessKeyID: "LTAI5tExampleKeyId", AccessKeySecret: secretText, AccountName: "noreply@mail.example.com",
		RegionID: "us-east-1", Templates: []email.Template{o.Builtin.Files[0].Template},
	}
	if diff := cmp.Diff(want, c); diff != "" {
		t.Error(diff)
	}
}

func TestDecodeConnector_fileBeforeEnvironment(t *testing.T) {
	t.Parallel()
	o := options()
	o.Lookup = environment(map[string]string{
		"ALIBABA_CLOUD_ACCESS_KEY_ID": "other", "ALIBABA_CLOUD_ACCESS_KEY_SECRET": "other", "ALIBABA_CLOUD_REGION_ID": "us-east-1",
	})
	c, findings := decode(t, whole, o)
	if findings != "" || !cmp.Equal(wholeConnector(), c) {
		t.Error(findings, cmp.Diff(wholeConnector(), c))
	}
}

func TestDecodeConnector_references(t *testing.T) {
	t.Parallel()
	c, findings := decode(t, with(t,
		secretText, "${SECRET}", `"Bookstore"`, `"${ALIAS}"`, "ap-southeast-1", "${REGION:-eu-central-1}",
		"Sign up", "$${code} costs 5$ at ${ALIAS}", "<p>{{code}}</p>", "${BODY:-<b>{{code}}</b>}",
	), options())
	if findings != "" {
		t.Error(findings)
	}
	want := wholeConnector()
	want.FromAlias, want.RegionID = "Books", "eu-central-1"
	want.Templates[0].Subject, want.Templates[0].Content = "${code} costs 5$ at Books", "<b>{{code}}</b>"
	if diff := cmp.Diff(want, c); diff != "" {
		t.Error(diff)
	}
}

func templateFile(subject, content string) *fstest.MapFile {
	return &fstest.MapFile{Data: []byte("---\nsubject: " + subject + "\n---\n" + content)}
}

// folderOptions opens one folder, emails.
func folderOptions(files fstest.MapFS) manifest.ConnectorOptions {
	o := options()
	o.OpenDir = func(path string) (fs.FS, error) {
		if path != "./emails" && path != "/emails" {
			return nil, &fs.PathError{Op: "open", Path: path, Err: fs.ErrNotExist}
		}
		return files, nil
	}
	return o
}

// inFolder is the file without a fault, its templates in a folder.
func inFolder(path string) string {
	return whole[:strings.Index(whole, "[")] + `"` + path + `"}`
}

func TestDecodeConnector_folder(t *testing.T) {
	t.Parallel()
	o := folderOptions(fstest.MapFS{
		"Register.html": templateFile("Sign up", "<p>{{code}}</p>"), "SignIn.html": templateFile("Sign in at ${ALIAS}", "<p>{{code}}</p>"),
		"ForgotPassword.html": templateFile("Reset", "{{code}}"), "Generic.html": templateFile("Your code", "{{code}} $${x}"),
		"README.md": {Data: []byte("${UNDEFINED}")},
	})
	c, findings := decode(t, inFolder("./emails"), o)
	if findings != "" {
		t.Error(findings)
	}
	want := []email.Template{
		{UsageType: "Register", Subject: "Sign up", Content: "<p>{{code}}</p>"},
		{UsageType: "SignIn", Subject: "Sign in at Books", Content: "<p>{{code}}</p>"},
		{UsageType: "ForgotPassword", Subject: "Reset", Content: "{{code}}"},
		{UsageType: "Generic", Subject: "Your code", Content: "{{code}} ${x}"},
	}
	if diff := cmp.Diff(want, c.Templates); diff != "" {
		t.Error(diff)
	}
}

func TestDecodeConnector_folderFindings(t *testing.T) {
	t.Parallel()
	files := fstest.MapFS{
		"Register.html": templateFile("${NOWHERE}", "<p>{{code}}</p>"), "SignIn.html": templateFile("Sign in", "<p>\n {{cod}}</p>"),
		"ForgotPassword.html": templateFile("<forgot-password-template-subject>", "{{code}}"),
	}
	hint := "(set it, or write ${NOWHERE:-default}, or $${ for a literal ${)"
	want := strings.Join([]string{
		"connector.json:7:16: there is no template for Generic (Logto refuses a connector without it)",
		"emails/ForgotPassword.html:2:10: the subject is a placeholder that nobody replaced (write the real subject)",
		"emails/Register.html:2:10: the environment variable NOWHERE is not set " + hint,
		"emails/SignIn.html:4:1: the content of a template for SignIn has no {{code}} (the end user would get no verification code)",
		`emails/SignIn.html:5:2: unknown placeholder {{cod}}, which the end user would see as written (did you mean "code"?)`,
	}, "\n")
	if _, findings := decode(t, inFolder("./emails"), folderOptions(files)); findings != want {
		t.Error(cmp.Diff(want, findings))
	}
	if _, findings := decode(t, inFolder("/emails"), folderOptions(files)); findings != strings.ReplaceAll(want, "emails/", "/emails/") {
		t.Error(findings)
	}
}

// os.DirFS opens a folder that is not there, and fails when it is read.
func TestDecodeConnector_noFolder(t *testing.T) {
	t.Parallel()
	o := options()
	o.OpenDir = func(path string) (fs.FS, error) { return os.DirFS(filepath.Join(t.TempDir(), path)), nil }
	_, findings := decode(t, inFolder("${NONE:-./emails}"), o)
	want := "connector.json:7:16: cannot open the folder of templates: no such file or directory (the path counts from the folder of this file)"
	if findings != want {
		t.Errorf("got %s", findings)
	}
}

func TestDecodeConnector_folderErrors(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, path, want string }{
		{"not there", "./mails", "connector.json:7:16: cannot open the folder of templates \"./mails\": file does not exist (the path counts from the folder of this file)"},
		{"empty path", "", "connector.json:7:16: templates is empty (leave it out for the built-in templates)"},
		{"undefined", "${NOWHERE}", "connector.json:7:17: the environment variable NOWHERE is not set (set it, or write ${NOWHERE:-default}, or $${ for a literal ${)"},
		{"misspelt file", "./emails", `emails/SingIn.html:1:1: there is no usage type "SingIn" (did you mean "SignIn"?)`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			_, findings := decode(t, inFolder(test.path), folderOptions(fstest.MapFS{"SingIn.html": templateFile("s", "{{code}}")}))
			if diff := cmp.Diff(test.want, findings); diff != "" {
				t.Error(diff)
			}
		})
	}
}
