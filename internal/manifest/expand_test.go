package manifest_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/logtoctl/logtoctl/internal/manifest"
)

func TestExpand(t *testing.T) {
	t.Parallel()
	lookup := environment(map[string]string{"A": "1", "_b2": "two", "EMPTY": "", "AGAIN": "${A} $${A}", "CODE": "{{code}}"})
	tests := []struct {
		text, want string
		problems   []int
	}{
		{text: "", want: ""},
		{text: "plain", want: "plain"},
		{text: "${A}", want: "1"},
		{text: "a${A}b${_b2}c", want: "a1btwoc"},
		{text: "${EMPTY}", want: ""},
		{text: "${EMPTY:-x}${NONE:-y}${A:-z}", want: "xy1"},
		{text: "${NONE:-}", want: ""},
		{text: "${NONE:-a b:-c$}", want: "a b:-c$"},
		{text: "${NONE:-Your code is {{code}}}!", want: "Your code is {{code}}!"},
		{text: "${NONE:-{}}", want: "{}"},
		{text: "${AGAIN}", want: "${A} $${A}"},
		{text: "{{${A}}}", want: "{{1}}"},
		{text: "{{code}} {{ user.name }}", want: "{{code}} {{ user.name }}"},
		{text: "$${A}", want: "${A}"},
		{text: "$$${A}", want: "$${A}"},
		{text: "$${A${A}", want: "${A1"},
		{text: "$ $$ $A 5$ $}", want: "$ $$ $A 5$ $}"},
		{text: "x$", want: "x$"},
		{text: "é${NONE}", want: "é", problems: []int{2}},
		{text: "${NONE}${OTHER}", want: "", problems: []int{0, 7}},
		{text: "${", problems: []int{0}},
		{text: "${}", want: "}", problems: []int{0}},
		{text: "${1A}", want: "1A}", problems: []int{0}},
		{text: "${A B}", want: "A B}", problems: []int{0}},
		{text: "${A", want: "A", problems: []int{0}},
		{text: "${A-x}", want: "A-x}", problems: []int{0}},
		{text: "${A:-x", want: "A:-x", problems: []int{0}},
		{text: "${A:-{x}", want: "A:-{x}", problems: []int{0}},
		{text: "${NONE:-${A}}", want: "NONE:-1}", problems: []int{0}},
		{text: "${{{code}}}", want: "{{code}}}", problems: []int{0}},
		{text: "${brand.name:-x}", problems: []int{0}},
		{text: "${brand}", problems: []int{0}},
		{text: "${brands.name:-x}", problems: []int{0}},
		{text: "${É}", want: "É}", problems: []int{0}},
	}
	for _, test := range tests {
		got, problems, _ := manifest.Expand(test.text, lookup)
		if got != test.want {
			t.Errorf("%q: got %q, want %q", test.text, got, test.want)
		}
		if diff := cmp.Diff(test.problems, problems); diff != "" {
			t.Errorf("%q: problems %s", test.text, diff)
		}
	}
}

func TestExpand_source(t *testing.T) {
	t.Parallel()
	lookup := environment(map[string]string{"LONG": "0123456789", "SHORT": ""})
	text := "a${LONG}b$${c${SHORT}d"
	expanded, _, source := manifest.Expand(text, lookup)
	tests := []struct {
		in string
		at int
	}{{"a", 0}, {"0", 1}, {"9", 1}, {"b", 8}, {"${", 10}, {"c", 12}, {"d", 21}}
	for _, test := range tests {
		if got := source(strings.Index(expanded, test.in)); got != test.at {
			t.Errorf("%s of %s is from %d, want %d", test.in, expanded, got, test.at)
		}
	}
}

func FuzzExpand(f *testing.F) {
	f.Add("${A:-{{code}}} {{ user.name }} $${A} ${", "value")
	f.Add("$$${A}${B}", "${A}")
	f.Fuzz(func(t *testing.T, text, value string) {
		lookup := func(name string) (string, bool) { return value, name == "A" }
		expanded, problems, source := manifest.Expand(text, lookup)
		for _, offset := range problems {
			if !strings.HasPrefix(text[offset:], "${") {
				t.Errorf("%q: a problem at %d", text, offset)
			}
		}
		for offset := range len(expanded) + 1 {
			if at := source(offset); at < 0 || at > len(text) {
				t.Fatalf("%q: %d is from %d", text, offset, at)
			}
		}
		if !strings.Contains(text, "${") && expanded != text {
			t.Errorf("%q became %q", text, expanded)
		}
		// Whatever a text holds, a way to write it down leads back to it.
		if back, problems, _ := manifest.Expand(manifest.Escape(text), lookup); back != text || problems != nil {
			t.Errorf("%q came back as %q, %v", text, back, problems)
		}
	})
}

func TestLeftover(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"<access-key-id>", "<access-key-secret>", "<account-name>", "<from-alias>", "<sign-in-template-subject>",
		"<user-permission-validation-template-subject>", " undefined ", "null", "None", "[redacted]", "[Redacted]", "***", "xxxx",
		"##ALIYUN_SECRET##", "key-##X##", "your-access-key", "YOUR_ACCESS_KEY_ID", "your access key secret", "<your access key>",
		"TODO", "to-do", "changeme", "change-me", "%ACCESS_KEY%", "@@SECRET@@", "[object Object]", "insert-your-key-here",
	} {
		if !manifest.Leftover(text) {
			t.Errorf("%q passes", text)
		}
	}
	for _, text := range []string{
		"LTAI5tExampleKeyId", "noreply@mail.example.com", "Bookstore", "<p>{{code}}</p>", "<b>", "Your code is {{code}}",
		"None of your business", "Todo list", "cn-hangzhou", "Xx", "Redacted Books", "## heading", "50%", "your account",
		"{{code}}", "Null Island", "<p>\n</p>",
	} {
		if manifest.Leftover(text) {
			t.Errorf("%q does not pass", text)
		}
	}
}
