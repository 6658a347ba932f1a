package cli_test

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/logtoctl/logtoctl/internal/cli"
	"github.com/logtoctl/logtoctl/internal/email"
	"github.com/logtoctl/logtoctl/internal/exitcode"
)

func TestEnv_WithBrandOf(t *testing.T) {
	t.Parallel()
	folder := mails(t, map[string]string{
		"connector.json":  `{"templates": "nowhere", "fromAlias": "Alias", "brand": {"color": "${COLOR}", "logoUrl": "https://example.com/a.png"}}`,
		"plain.json":      `{"accountName": "noreply@mail.example.com"}`,
		"logtoctl.yaml":   "version: 1\nbrand: {name: YAML}\nconnector: {file: connector.json}\n",
		"nameless.yml":    "version: 1\nbrand: {color: '#123456'}\nemailTemplates:\n  ja: [{usageType: SignIn, subject: s, content: '{{code}}'}]\n",
		"emails/a/x.html": "",
	})
	type values = map[string]string
	tests := []struct {
		path       string
		vars, want values
	}{
		{"connector.json", values{"code": "1"}, values{"code": "1", "brand.name": "Alias", "brand.color": "#aabbcc", "brand.logoUrl": "https://example.com/a.png"}},
		{"connector.json", values{"brand.name": "Given", "brand.color": "#fff"}, values{"brand.name": "Given", "brand.color": "#ffffff", "brand.logoUrl": "https://example.com/a.png"}},
		{"plain.json", values{}, values{"brand.name": "mail.example.com", "brand.color": email.DefaultColor}},
		{"logtoctl.yaml", values{}, values{"brand.name": "YAML", "brand.color": "#aabbcc", "brand.logoUrl": "https://example.com/a.png"}},
		{"nameless.yml", values{}, values{"brand.color": "#123456"}},
	}
	for _, test := range tests {
		r := surroundings{env: map[string]string{"COLOR": "#abc"}}.start(t)
		got, err := r.WithBrandOf(t.Context(), filepath.Join(folder, test.path), test.vars)
		if err != nil {
			t.Errorf("%s: %v", test.path, err)
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.path, diff)
		}
	}
	if got, err := (surroundings{}).start(t).WithBrandOf(t.Context(), "", values{"code": "1"}); err != nil || len(got) != 1 {
		t.Errorf("no file: %v, %v", got, err)
	}
}

func TestEnv_WithBrandOf_errors(t *testing.T) {
	t.Parallel()
	folder := mails(t, map[string]string{
		"SignIn.html": "", "connector.json": `{"brand": {"color": "red"}}`, "ok.json": `{}`, "applications.yaml": "version: 1\nbrand: {name: A}\napplications: []\n",
	})
	tests := []struct {
		path       string
		vars       map[string]string
		text, hint string
	}{
		{"SignIn.html", nil, "SignIn.html has no brand", "name a connector.json or a logtoctl.yaml"},
		{"nowhere.json", nil, "there is no file ", ""},
		{"connector.json", nil, "connector.json:1:21: brand.color is not a colour", "templates lint " + filepath.Join(folder, "connector.json")},
		{"ok.json", map[string]string{"brand.color": "red"}, "--var: brand.color is not a colour", ""},
		{"applications.yaml", nil, "has neither a connector nor emailTemplates", "--var"},
	}
	for _, test := range tests {
		_, err := surroundings{}.start(t).WithBrandOf(t.Context(), filepath.Join(folder, test.path), test.vars)
		failure := cli.Describe(err)
		if err == nil || !strings.Contains(failure.Message, test.text) || !strings.Contains(failure.Hint, test.hint) {
			t.Errorf("%s: %+v", test.path, failure)
		}
		if code := exitcode.Of(err); code != exitcode.Usage {
			t.Errorf("%s: exit code %d", test.path, code)
		}
	}
}
