package manifest_test

import (
	"errors"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/logtoctl/logtoctl/internal/email"
	"github.com/logtoctl/logtoctl/internal/manifest"
)

// wholeManifest is a file without a fault that says everything.
const wholeManifest = `# Everything that a file can say.
version: 1

logto:
  endpoint: https://auth.example.com

applications:
  - key: bookstore
    name: Bookstore
    type: Traditional
    description: ""
    redirectUris:
      - https://books.example.com/callback
      - http://localhost:3000/callback
    postSignOutRedirectUris: []
    corsAllowedOrigins: [https://books.example.com]
    refreshToken:
      alwaysIssue: true
      rotate: false
      ttlInDays: 30
    envFile: ./books/.env
  - name: Book Service
    type: MachineToMachine

directMail:
  region: ap-southeast-1
  domain: mail.example.com
  sender: noreply@mail.example.com
  replyAddress: help@example.com
  tag: sign_in

connector:
  accessKeyId: LTAI5tExampleKeyId
  accessKeySecret: ${SECRET}
  accountName: noreply@mail.example.com
  fromAlias: ${ALIAS}
  regionId: ap-southeast-1
  brand: {name: Bookstore, color: "#0a7", logoUrl: https://books.example.com/logo.png}
  templates:
    - {usageType: Register, subject: Sign up, content: "<p>{{code}}</p>"}
    - usageType: SignIn
      subject: Sign in
      content: |
        <p>{{code}}</p>
    - usageType: ForgotPassword
      subject: Reset
      content: "{{code}}"
    - usageType: Generic
      subject: Your code
      content: "{{code}}"

brand:
  name: ${ALIAS}
  color: "#a00"
  logoUrl: https://books.example.com/logo-more.png

emailTemplates:
  ja:
    - usageType: SignIn
      subject: サインイン
      content: "{{code}}"
      contentType: text/html
      replyTo: help@example.com
      sendFrom: 書店
  zh-CN: ./emails

signInExperience:
  email:
    signUp: email-or-phone
    factor: both
    passwordAtSignUp: true
    forgotPassword: false

verify:
  testEmail: you@example.com
  roundTrip: true
`

func pointer[T any](value T) *T { return &value }

func everything() manifest.Manifest {
	return manifest.Manifest{
		Endpoint: "https://auth.example.com",
		Applications: []manifest.Application{
			{
				Key: "bookstore", Name: "Bookstore", Type: "Traditional", Description: pointer(""),
				RedirectURIs:            []string{"https://books.example.com/callback", "http://localhost:3000/callback"},
				PostSignOutRedirectURIs: []string{}, CORSAllowedOrigins: []string{"https://books.example.com"},
				RefreshToken: manifest.RefreshToken{AlwaysIssue: pointer(true), Rotate: pointer(false), TTLInDays: pointer(30)},
				EnvFile:      "./books/.env",
			},
			{Key: "book-service", Name: "Book Service", Type: "MachineToMachine"},
		},
		DirectMail: &manifest.DirectMail{
			Region: "ap-southeast-1", Domain: "mail.example.com", Sender: "noreply@mail.example.com",
			ReplyAddress: "help@example.com", Tag: "sign_in",
		},
		Connector: &manifest.Connector{
			AccessKeyID: "LTAI5tExampleKeyId", AccessKeySecret: secretText, AccountName: "noreply@mail.example.com",
			FromAlias: "Books", RegionID: "ap-southeast-1",
			Templates: []email.Template{
				{UsageType: "Register", Subject: "Sign up", Content: "<p>{{code}}</p>"},
				{UsageType: "SignIn", Subject: "Sign in", Content: "<p>{{code}}</p>\n"},
				{UsageType: "ForgotPassword", Subject: "Reset", Content: "{{code}}"},
				{UsageType: "Generic", Subject: "Your code", Content: "{{code}}"},
			},
		},
		EmailTemplates: []email.LocalisedTemplate{
			{
				LanguageTag: "ja", UsageType: "SignIn", Subject: "サインイン", Content: "{{code}}",
				ContentType: "text/html", ReplyTo: "help@example.com", SendFrom: "書店",
			},
			{LanguageTag: "zh-CN", UsageType: "SignIn", Subject: "登录", Content: "<p>{{code}}</p>"},
			{LanguageTag: "zh-CN", UsageType: "Generic", Subject: "Books", Content: "{{code}}"},
		},
		SignIn: &manifest.SignIn{SignUp: "email-or-phone", Factor: "both", PasswordAtSignUp: true},
		Verify: manifest.Verify{TestEmail: "you@example.com", RoundTrip: true},
	}
}

// manifestOptions open one folder, ./emails, and one connector.json, in mail/.
func manifestOptions() manifest.Options {
	o := options()
	o.OpenDir = func(path string) (fs.FS, error) {
		if path != "./emails" && path != "mail/emails" {
			return nil, &fs.PathError{Op: "open", Path: path, Err: fs.ErrNotExist}
		}
		return fstest.MapFS{
			"SignIn.html": templateFile("登录", "<p>{{code}}</p>"), "Generic.html": templateFile("${ALIAS}", "{{code}}"),
		}, nil
	}
	return manifest.Options{ConnectorOptions: o, ReadFile: func(path string) ([]byte, error) {
		if path != "mail/connector.json" {
			return nil, &fs.PathError{Op: "open", Path: path, Err: fs.ErrNotExist}
		}
		return []byte(whole), nil
	}}
}

// decodeManifest returns what files say and all findings, one a line. The files
// are file.yaml and over.yaml.
func decodeManifest(t *testing.T, o manifest.Options, files ...string) (manifest.Manifest, string) {
	t.Helper()
	names := []string{"dir/file.yaml", "over.yaml", "last.yaml"}
	var sources []manifest.Source
	for i, data := range files {
		sources = append(sources, manifest.Source{Name: names[i], Data: []byte(data)})
	}
	m, warnings, err := manifest.DecodeManifest(sources, o)
	failures, ok := errors.AsType[manifest.Findings](err)
	if err != nil && (!ok || len(failures) == 0) {
		t.Fatalf("got the error %v", err)
	}
	var lines []string
	for _, finding := range append(failures, warnings...) {
		lines = append(lines, finding.String())
		if strings.Contains(finding.String(), secretText) {
			t.Errorf("the secret is in %s", finding)
		}
	}
	return m, strings.Join(lines, "\n")
}

func TestDecodeManifest(t *testing.T) {
	t.Parallel()
	m, findings := decodeManifest(t, manifestOptions(), wholeManifest)
	if findings != "" {
		t.Error(findings)
	}
	if diff := cmp.Diff(everything(), m); diff != "" {
		t.Error(diff)
	}
}

func TestDecodeManifest_endsOfLinesOfWindows(t *testing.T) {
	t.Parallel()
	m, findings := decodeManifest(t, manifestOptions(), "\ufeff"+strings.ReplaceAll(wholeManifest, "\n", "\r\n"))
	if diff := cmp.Diff(everything(), m); findings != "" || diff != "" {
		t.Error(findings, diff)
	}
}

func TestDecodeManifest_onlyVersion(t *testing.T) {
	t.Parallel()
	for _, file := range []string{"version: 1", "---\nversion: 1\n...\n", "{version: 1}", `{"version": 1}`} {
		m, findings := decodeManifest(t, manifest.Options{}, file)
		if diff := cmp.Diff(manifest.Manifest{}, m); findings != "" || diff != "" {
			t.Error(file, findings, diff)
		}
	}
}

func TestDecodeManifest_defaults(t *testing.T) {
	t.Parallel()
	m, findings := decodeManifest(t, manifestOptions(), `
version: 1
applications: [{name: Shop}]
emailTemplates: {}
signInExperience: {email: {}}
`)
	want := manifest.Manifest{
		Applications:   []manifest.Application{{Key: "shop", Name: "Shop", Type: "Traditional"}},
		EmailTemplates: []email.LocalisedTemplate{},
		SignIn:         &manifest.SignIn{SignUp: "email", ForgotPassword: true},
	}
	if diff := cmp.Diff(want, m); findings != "" || diff != "" {
		t.Error(findings, diff)
	}
}

func TestDecodeManifest_json(t *testing.T) {
	t.Parallel()
	file := `{
	"version": 1,
	"applications": {"shop": {"name": "Sh\u006fp \ud83d\ude00", "redirectUris": ["http:\/\/localhost/${ALIAS}"]}}
}`
	m, findings := decodeManifest(t, manifestOptions(), file)
	want := []manifest.Application{{Key: "shop", Name: "Shop \U0001f600", Type: "Traditional", RedirectURIs: []string{"http://localhost/Books"}}}
	if diff := cmp.Diff(want, m.Applications); findings != "" || diff != "" {
		t.Error(findings, diff)
	}
}

// A file that is called .json is judged by the rules of JSON.
func TestDecodeManifest_notJSON(t *testing.T) {
	t.Parallel()
	_, _, err := manifest.DecodeManifest([]manifest.Source{{Name: "x.json", Data: []byte("{\"version\": 1,}")}}, manifestOptions())
	if want := "x.json:1:14: JSON has no comma after the last value (remove the comma)"; err == nil || err.Error() != want {
		t.Errorf("got %v", err)
	}
}

func TestDecodeManifest_applicationsByKey(t *testing.T) {
	t.Parallel()
	m, findings := decodeManifest(t, manifestOptions(), "version: 1\napplications:\n  zoo: {name: Zoo}\n  aquarium: {name: Fish, type: SPA}\n")
	want := []manifest.Application{{Key: "zoo", Name: "Zoo", Type: "Traditional"}, {Key: "aquarium", Name: "Fish", Type: "SPA"}}
	if diff := cmp.Diff(want, m.Applications); findings != "" || diff != "" {
		t.Error(findings, diff)
	}
}

func TestDecodeManifest_noSource(t *testing.T) {
	t.Parallel()
	if _, _, err := manifest.DecodeManifest(nil, manifestOptions()); err == nil {
		t.Error("there is nothing to decode")
	}
}

func TestDecodeManifest_connectorFile(t *testing.T) {
	t.Parallel()
	m, findings := decodeManifest(t, manifestOptions(), "version: 1\nconnector: {file: mail/connector.json, fromAlias: null, regionId: us-east-1}\n")
	want := wholeConnector()
	want.FromAlias, want.RegionID = "", "us-east-1"
	if diff := cmp.Diff(&want, m.Connector); findings != "" || diff != "" {
		t.Error(findings, diff)
	}
}

// The paths of a connector.json count from its own folder.
func TestDecodeManifest_connectorFileFolder(t *testing.T) {
	t.Parallel()
	o := manifestOptions()
	o.ReadFile = func(string) ([]byte, error) { return []byte(inFolder("./emails")), nil }
	_, findings := decodeManifest(t, o, "version: 1\nconnector: {file: mail/connector.json}\n")
	want := strings.Join([]string{
		"dir/mail/connector.json:7:16: there is no template for Register (Logto refuses a connector without it)",
		"dir/mail/connector.json:7:16: there is no template for ForgotPassword (Logto refuses a connector without it)",
	}, "\n")
	if diff := cmp.Diff(want, findings); diff != "" {
		t.Error(diff)
	}
}

func TestDecodeManifest_connectorFileFindings(t *testing.T) {
	t.Parallel()
	const file = "version: 1\nconnector: {file: mail/connector.json}\n"
	tests := []struct {
		name, data, want string
	}{
		{"unknown key", `{"file": "x"}`, `dir/mail/connector.json:1:2: unknown key "file"`},
		{"no object", `[]`, "dir/mail/connector.json:1:1: the file must be an object, not an array"},
		{"no JSON", `{"accountName": `, "dir/mail/connector.json:1:17: the file ends too early (a bracket, a brace or a quotation mark is not closed)"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			o := manifestOptions()
			o.ReadFile = func(string) ([]byte, error) { return []byte(test.data), nil }
			_, findings := decodeManifest(t, o, file)
			if !strings.Contains(findings, test.want) {
				t.Error(findings)
			}
		})
	}
	o := manifestOptions()
	o.ReadFile = nil
	_, findings := decodeManifest(t, o, file)
	if want := "dir/file.yaml:2:19: connector.file cannot be read here (write the connector into this file)"; findings != want {
		t.Error(cmp.Diff(want, findings))
	}
}
