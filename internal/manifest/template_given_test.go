package manifest_test

import (
	"testing"
	"testing/fstest"

	"github.com/logtoctl/logtoctl/internal/email"
	"github.com/logtoctl/logtoctl/internal/manifest"
)

// A folder that the command line names wins over what the file says.
func TestDecodeConnector_givenTemplates(t *testing.T) {
	t.Parallel()
	text := &fstest.MapFile{Data: []byte("---\nsubject: Given by ${brand.name}\n---\n{{code}}")}
	complete := make(fstest.MapFS)
	for _, usageType := range email.Required() {
		complete[string(usageType)+".html"] = text
	}
	const file = `{"accessKeyId": "LTAI1", "accessKeySecret": "s", "accountName": "a@b.example", "fromAlias": "Shop", "templates": 1}`
	connector, warnings, err := manifest.DecodeConnector("connector.json", []byte(file), manifest.ConnectorOptions{
		Templates: &manifest.TemplateFolder{Path: "mails", FS: complete},
	})
	if err != nil || len(warnings) > 0 || len(connector.Templates) != len(email.Required()) {
		t.Fatalf("read %+v, %v, %v", connector.Templates, warnings, err)
	}
	if got, want := connector.Templates[0].Subject, "Given by Shop"; got != want {
		t.Errorf("the subject is %q, want %q", got, want)
	}
	tests := map[string]struct {
		folder fstest.MapFS
		want   string
	}{
		"incomplete": {
			fstest.MapFS{"Register.html": text, "SignIn.html": text, "Generic.html": text},
			"mails:1:1: there is no template for ForgotPassword (Logto refuses a connector without it)",
		},
		"languages": {
			fstest.MapFS{"ja/SignIn.html": text, "en/SignIn.html": text},
			"mails:1:1: this is a folder of languages: en, ja (name the folder of one of them, such as mails/en)",
		},
		"a broken file": {
			fstest.MapFS{"SignIn.html": &fstest.MapFile{}},
			"mails/SignIn.html:1:1: the file has no front matter (begin it with a line ---, a line subject: and the subject, and a line --- again)",
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, _, err := manifest.DecodeConnector("connector.json", []byte(file), manifest.ConnectorOptions{
				Templates: &manifest.TemplateFolder{Path: "mails", FS: test.folder},
			})
			if err == nil || err.Error() != test.want {
				t.Errorf("got %v\nwant %s", err, test.want)
			}
		})
	}
}
