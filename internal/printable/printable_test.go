package printable_test

import (
	"encoding/json"
	"testing"
	"unicode"

	"github.com/logtoctl/logtoctl/internal/printable"
)

func TestText(t *testing.T) {
	t.Parallel()
	tests := map[string]string{
		"plain":                        "plain",
		"two\nlines\tand a tab":        "two\nlines\tand a tab",
		"back\rto the start":           "backto the start",
		"\x1b[2J\x00\x07\x7f":          "[2J",
		"\x1b]0;title\x07":             "]0;title",
		"\x1b]8;;https://evil\x1b\\x":  "]8;;https://evil\\x",
		"\u009b31m C1":                 "31m C1",
		"\u202eabc\u202c\u2066x\u2069": "abcx",
		"\xff":                         "\ufffd",
		"a\u200db":                     "a\u200db", // joins the parts of an emoji
		"עברית \u200f.":                "עברית \u200f.",
		"書店 🙂":                         "書店 🙂",
	}
	for text, want := range tests {
		got := printable.Text(text)
		if got != want {
			t.Errorf("%q became %q, want %q", text, got, want)
		}
		if printable.Clean(text) != (text == want) && text != "\xff" {
			t.Errorf("%q is clean: %t", text, printable.Clean(text))
		}
	}
}

func TestEscape(t *testing.T) {
	t.Parallel()
	tests := map[string]string{
		"{\n\t\"a\": \"書店\"\n}": "{\n\t\"a\": \"書店\"\n}",
		"\"\x7f\u009b\u202e\"":  `"\u007f\u009b\u202e"`,
		"\"\u2069🙂\x1b\"":       `"\u2069🙂\u001b"`,
	}
	for text, want := range tests {
		if got := printable.Escape(text); got != want {
			t.Errorf("%q became %q, want %q", text, got, want)
		}
	}
}

// FuzzText: no control character gets through but line breaks and tabs, doing it
// twice changes nothing, no printable character is lost; and a JSON document says
// the same after [printable.Escape], and is clean.
func FuzzText(f *testing.F) {
	for _, seed := range []string{"plain", "\x1b[31mred\x1b[0m", "\u009b2J\u202e", "a\nb\tc\r\n", "\xff\xc2\x9b", "\u2028\u2029\ufeff", "\x1b]0;x\x07", "\x1bP+q\x1b\\"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got := printable.Text(text)
		for _, r := range got {
			if unicode.IsControl(r) && r != '\n' && r != '\t' || r >= '\u202a' && r <= '\u202e' || r >= '\u2066' && r <= '\u2069' {
				t.Errorf("%q became %q with %U in it", text, got, r)
			}
		}
		if again := printable.Text(got); again != got || !printable.Clean(got) {
			t.Errorf("%q became %q and then %q", text, got, again)
		}
		if graphic(text) != graphic(got) {
			t.Errorf("%q became %q and lost characters", text, got)
		}
		document, err := json.Marshal(text)
		if err != nil {
			t.Fatal(err)
		}
		escaped := printable.Escape(string(document))
		var before, after string
		if err := json.Unmarshal(document, &before); err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal([]byte(escaped), &after); err != nil || after != before || !printable.Clean(escaped) {
			t.Errorf("%q became %q, %v", document, escaped, err)
		}
	})
}

func graphic(text string) int {
	count := 0
	for _, r := range text {
		if unicode.IsGraphic(r) {
			count++
		}
	}
	return count
}
