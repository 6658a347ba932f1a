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

func encode(t *testing.T, m manifest.Manifest, o manifest.EncodeOptions) string {
	t.Helper()
	data, err := manifest.EncodeManifest(m, o)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func TestEncodeManifest(t *testing.T) {
	t.Parallel()
	want := `version: 1
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
    corsAllowedOrigins:
      - https://books.example.com
    refreshToken:
      alwaysIssue: true
      rotate: false
      ttlInDays: 30
    envFile: ./books/.env
  - key: book-service
    name: Book Service
    type: MachineToMachine
directMail:
  region: ap-southeast-1
  domain: mail.example.com
  sender: noreply@mail.example.com
  replyAddress: help@example.com
  tag: sign_in
connector:
  accessKeyId: LTAI5tExampleKeyId
  accessKeySecret: ${ALIBABA_CLOUD_ACCESS_KEY_SECRET}
  accountName: noreply@mail.example.com
  fromAlias: Books
  regionId: ap-southeast-1
  templates:
    - usageType: Register
      subject: Sign up
      content: <p>{{code}}</p>
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
emailTemplates:
  ja:
    - usageType: SignIn
      subject: サインイン
      content: "{{code}}"
      contentType: text/html
      replyTo: help@example.com
      sendFrom: 書店
  zh-CN:
    - usageType: SignIn
      subject: 登录
      content: <p>{{code}}</p>
    - usageType: Generic
      subject: Books
      content: "{{code}}"
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
	got := encode(t, everything(), manifest.EncodeOptions{})
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	o := manifestOptions()
	o.Lookup = environment(map[string]string{"ALIBABA_CLOUD_ACCESS_KEY_SECRET": secretText})
	back, findings := decodeManifest(t, o, got)
	if diff := cmp.Diff(everything(), back); findings != "" || diff != "" {
		t.Error(findings, diff)
	}
}

func TestEncodeManifest_folders(t *testing.T) {
	t.Parallel()
	m := manifest.Manifest{
		Connector: &manifest.Connector{AccessKeyID: "id", Extra: map[string]any{"more": 1}},
		EmailTemplates: []email.LocalisedTemplate{
			{LanguageTag: "ja", UsageType: "SignIn"}, {LanguageTag: "ja", UsageType: "Generic"}, {LanguageTag: "ko", UsageType: "SignIn"},
		},
	}
	got := encode(t, m, manifest.EncodeOptions{ConnectorTemplates: "./emails/${x}", EmailTemplates: map[string]string{"ja": "emails/ja"}})
	want := `version: 1
connector:
  accessKeyId: id
  accessKeySecret: ${ALIBABA_CLOUD_ACCESS_KEY_SECRET}
  templates: ./emails/$${x}
emailTemplates:
  ja: emails/ja
  ko:
    - usageType: SignIn
      subject: ""
      content: ""
`
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestEncodeManifest_empty(t *testing.T) {
	t.Parallel()
	if got := encode(t, manifest.Manifest{}, manifest.EncodeOptions{}); got != "version: 1\n" {
		t.Error(got)
	}
	m := manifest.Manifest{Applications: []manifest.Application{}, EmailTemplates: []email.LocalisedTemplate{}}
	if got := encode(t, m, manifest.EncodeOptions{}); got != "version: 1\napplications: []\nemailTemplates: {}\n" {
		t.Error(got)
	}
}

func TestEncodeManifest_notUTF8(t *testing.T) {
	t.Parallel()
	if _, err := manifest.EncodeManifest(manifest.Manifest{Endpoint: "\xff"}, manifest.EncodeOptions{}); err == nil {
		t.Error("there is no such YAML")
	}
}

// A usage type comes from a server and becomes the name of a file.
func TestEncodeTemplate_usageType(t *testing.T) {
	t.Parallel()
	for _, usageType := range []email.UsageType{"", "signin", "../SignIn", "/tmp/SignIn", "a/b", `..\SignIn`, "SignIn\x00", "\x1b[2J", "CON"} {
		if data, err := manifest.EncodeTemplate(email.Template{UsageType: usageType, Subject: "s", Content: "{{code}}"}); err == nil {
			t.Errorf("%q became %s", usageType, data)
		}
	}
}

// A template comes back from its file as it was, or the file is refused.
func FuzzEncodeTemplate(f *testing.F) {
	f.Add("Your code: {{code}} # now", "<p>${x} {{code}}</p>\n")
	f.Add("true", "---\nsubject: {{code}}\n---\n")
	f.Add("サイン\u0085", "{{code}}\r\n\ufeff")
	f.Add(" a", "\xff{{code}}")
	f.Fuzz(func(t *testing.T, subject, content string) {
		data, err := manifest.EncodeTemplate(email.Template{UsageType: "SignIn", Subject: subject, Content: content})
		if err != nil {
			return
		}
		o := manifestOptions()
		o.OpenDir = func(string) (fs.FS, error) { return fstest.MapFS{"SignIn.html": {Data: data}}, nil }
		m, _, err := manifest.DecodeManifest([]manifest.Source{{Name: "file.yaml", Data: []byte("version: 1\nemailTemplates: {ja: x}\n")}}, o)
		if err != nil {
			findings, _ := errors.AsType[manifest.Findings](err)
			for _, finding := range findings {
				if strings.Contains(finding.Message, "YAML") || strings.Contains(finding.Message, "front matter") {
					t.Fatalf("%s\n%s", finding, data)
				}
			}
			return // no good template
		}
		want := []email.LocalisedTemplate{{LanguageTag: "ja", UsageType: "SignIn", Subject: subject, Content: content}}
		if diff := cmp.Diff(want, m.EmailTemplates); diff != "" {
			t.Errorf("%s\n%s", data, diff)
		}
	})
}
