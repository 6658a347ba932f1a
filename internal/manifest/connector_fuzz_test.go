package manifest_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/logtoctl/logtoctl/internal/email"
	"github.com/logtoctl/logtoctl/internal/manifest"
	"github.com/logtoctl/logtoctl/internal/printable"
	"github.com/logtoctl/logtoctl/pkg/secret"
)

// What is written is read back: with the secret, or with the environment that
// has it.
func FuzzEncodeConnector(f *testing.F) {
	f.Add("LTAI5t", secretText, "Books", "Your code is {{code}}", "<p>${x} $${y} {{code}}</p>\u2028")
	f.Add("\x1b[2J", "\u202e", "\u009b", "\x7f", "\u2069{{code}}")
	f.Add("a", "b$${", "", "$", "{{code}}\x00\"\\")
	f.Fuzz(func(t *testing.T, id, key, alias, subject, content string) {
		want := manifest.Connector{
			AccessKeyID: id, AccessKeySecret: secret.Text(key), AccountName: "a@example.com", FromAlias: alias,
		}
		for _, usageType := range email.Required() {
			want.Templates = append(want.Templates, email.Template{UsageType: usageType, Subject: subject, Content: content})
		}
		o := options()
		o.Lookup = environment(map[string]string{"ALIBABA_CLOUD_ACCESS_KEY_SECRET": key})
		for _, reveal := range []bool{true, false} {
			data, err := manifest.EncodeConnector(want, reveal)
			if err != nil {
				t.Fatal(err)
			}
			if !printable.Clean(string(data)) {
				t.Errorf("it plays with a terminal: %q", data)
			}
			got, _, err := manifest.DecodeConnector("connector.json", data, o)
			if err != nil {
				continue // not a good connector, or not UTF-8
			}
			if alias != strings.TrimSpace(alias) && strings.TrimSpace(alias) == "" {
				continue // a blank alias is left out
			}
			if diff := cmp.Diff(want, got); diff != "" && json.Valid(data) && !strings.Contains(string(data), `\ufffd`) {
				t.Errorf("%s: %s", data, diff)
			}
		}
	})
}

func FuzzDecodeConnector(f *testing.F) {
	f.Add(whole)
	f.Add("// c\n{\"accountName\": \"é\\n\\ud83d{{cod}}${X}\",}")
	f.Add(`{"accessKeySecret": "` + secretText + `\q"}`)
	f.Add(`{"templates": [{"usageType": "SignIn", "subject": "${SECRET}", "content": "{{${TEXT}}}"}]}`)
	f.Add(`{"brand": {"name": "${SECRET}"}, "templates": [{"usageType": "SignIn", "subject": "${brand.name}", "content": "${brand.logo}${brand.{{x}}"}]}`)
	f.Fuzz(func(t *testing.T, data string) {
		lines := strings.Split(data, "\n")
		_, warnings, err := manifest.DecodeConnector("connector.json", []byte(data), options())
		failures, _ := errors.AsType[manifest.Findings](err)
		for _, finding := range append(failures, warnings...) {
			if finding.Line < 1 || finding.Line > len(lines) || finding.Column < 1 || finding.Column > len([]rune(lines[finding.Line-1]))+1 {
				t.Errorf("%q: no such place: %s", data, finding)
			}
			if strings.Contains(finding.String(), secretText) && !strings.Contains(data, secretText) {
				t.Errorf("%q: the secret of the environment is in %s", data, finding)
			}
		}
	})
}

// A finding points at the very characters in the file that it is about,
// whatever stands before them in the same JSON string.
func FuzzDecodeConnector_place(f *testing.F) {
	f.Add("<p>\n\"\\\t\u2028\x00", `"`)
	f.Add("コード \U0001f600 ${ALIAS}$${x} {{code}}", `\ud83d\ude00\ud83d\u0041\u00e9`)
	f.Fuzz(func(t *testing.T, text, escapes string) {
		quoted, err := json.Marshal(text + "{{cod}}")
		if err != nil || !utf8.ValidString(text) || !utf8.ValidString(escapes) {
			return
		}
		content := `"` + escapes + string(quoted[1:])
		if !json.Valid([]byte(content)) {
			return
		}
		data := whole[:strings.Index(whole, "[")] + "[\n" + `{"usageType": "SignIn", "subject": "s", "content": ` + content + "}]}"
		before := data[strings.LastIndexByte(data, '\n')+1 : strings.LastIndex(data, "{{cod}}")]
		_, _, err = manifest.DecodeConnector("connector.json", []byte(data), options())
		findings, _ := errors.AsType[manifest.Findings](err)
		var columns []int
		for _, finding := range findings {
			switch {
			case strings.Contains(finding.Message, "unknown placeholder {{cod}}"):
				columns = append(columns, finding.Column)
			case strings.Contains(finding.Message, "${") || strings.Contains(finding.Message, "is not set"):
				return // a text that cannot be expanded is not looked into
			case strings.Contains(finding.Message, "placeholder that nobody replaced"):
				return
			}
		}
		if want := utf8.RuneCountInString(before) + 1; len(columns) == 0 || columns[len(columns)-1] != want {
			t.Errorf("%s: got columns %v, want %d", content, columns, want)
		}
	})
}
