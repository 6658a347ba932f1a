package inbox

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestTextOf(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ name, source, want string }{
		{"plain", "Your code is 123456", "Your code is 123456"},
		{"inline", "<p>Your code is <b>123456</b>.</p>", "Your code is 123456."},
		{"entities", "Tom &amp; Jerry &lt;3&nbsp;x", "Tom & Jerry <3 x"},
		{"paragraphs", "<p>one</p><p>two</p>", "one\n\ntwo"},
		{"blocks", "<div>one</div><div>two</div>three", "one\ntwo\nthree"},
		{"nested blocks", "<div><div><p>one</p></div></div><div>two</div>", "one\n\ntwo"},
		{"line break", "one<br>two<br><br><br>three", "one\ntwo\n\nthree"},
		{"white space", " one \n\t two\u00a0 three ", "one two three"},
		{"no space between inline elements", "<b>12</b><b>34</b>", "1234"},
		{"space between inline elements", "<b>12</b> <b>34</b>", "12 34"},
		{"table", "<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a b\nc"},
		{"list", "<ul><li>a</li><li>b</li></ul>", "a\nb"},
		{"head and style", "<html><head><title>T</title><style>p{}</style></head><body>x<style>y</style></body></html>", "x"},
		{"script", "a<script>alert(123456)</script>b", "ab"},
		{"preheader", `<div style="display:none;max-height:0">123456 preview</div><p>text</p>`, "text"},
		{"preheader, other spelling", `<div style="DISPLAY : none !important">x</div>text`, "text"},
		{"preheader of outlook", `<span style="color:#fff; mso-hide:all">x</span>text`, "text"},
		{"hidden attribute", `<p hidden>x</p>text`, "text"},
		{"style that shows", `<p style="display:block;font-size:10px">x</p>`, "x"},
		{"comment", "a<!-- b -->c", "ac"},
		{"conditional comment", "<!--[if mso]><p>x</p><![endif]-->text", "text"},
		{"chinese", "<p>您的验证码是<strong>123456</strong>，请勿泄露。</p>", "您的验证码是123456，请勿泄露。"},
		{"nested too deeply", strings.Repeat("<div>", 600) + "x", ""},
		{"empty", "", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if got := textOf(test.source); got != test.want {
				t.Errorf("textOf(%q) = %q, want %q", test.source, got, test.want)
			}
		})
	}
}

// FuzzTextOf holds that any source has a text, that the text has no space at
// its ends or ends of lines, and never more than one empty line.
func FuzzTextOf(f *testing.F) {
	f.Add("<p>Your code is <b>123456</b></p>")
	f.Add("<table><tr><td>a<td>b<p>c<br><br><br>d")
	f.Add("<div style=display:none>x</div>\u00a0y\x00\xff")
	f.Fuzz(func(t *testing.T, source string) {
		text := textOf(source)
		if utf8.ValidString(source) && !utf8.ValidString(text) {
			t.Errorf("text %q is not UTF-8", text)
		}
		if strings.TrimSpace(text) != text || strings.Contains(text, "\n\n\n") ||
			strings.Contains(text, " \n") || strings.Contains(text, "\n ") {
			t.Errorf("textOf(%q) = %q", source, text)
		}
	})
}
