package email_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/logtoctl/logtoctl/internal/email"
)

func TestPlainText(t *testing.T) {
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
		{"space inside an inline element", "a<b> b </b>c", "a b c"},
		{"table", "<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a b\nc"},
		{"head and style", "<html><head><title>T</title><style>p{}</style></head><body>x<style>y</style></body></html>", "x"},
		{"script", "a<script>alert(123456)</script>b", "ab"},
		{"comment", "a<!-- b -->c", "ac"},
		{"conditional comment", "<!--[if mso]><p>x</p><![endif]-->text", "text"},
		{"comment for all but Outlook", "<!--[if !mso]><!--><p>text</p><!--<![endif]-->", "text"},
		{"chinese", "<p>您的验证码是<strong>123456</strong>，请勿泄露。</p>", "您的验证码是123456，请勿泄露。"},
		{"not HTML in Chinese", "验证码 123456\n10 分钟内有效", "验证码 123456 10 分钟内有效"},
		{"nested too deeply", strings.Repeat("<div>", 600) + "x", ""},
		{"empty", "", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(test.want, email.PlainText(test.source)); diff != "" {
				t.Errorf("PlainText(%q) (-want +got):\n%s", test.source, diff)
			}
		})
	}
}

func TestPlainText_lists(t *testing.T) {
	t.Parallel()
	for source, want := range map[string]string{
		"one<ul><li>a</li><li>b</li></ul>two":              "one\n\n- a\n- b\n\ntwo",
		"<ol><li>a</li><li><p>b</p></li></ol>":             "1. a\n\n2. b",
		"<ol><li>a</li></ol><ol><li>b</li></ol>":           "1. a\n\n1. b",
		"<ul><li>a<ol><li>b</li></ol></li><li>c</li></ul>": "- a\n1. b\n- c",
		"<ul><li></li><li> </li></ul>x":                    "x",
		"<ul><li><b>a</b> b</li></ul>":                     "- a b",
		"<li>a":                                            "- a",
		`<ol><li hidden>a</li><li>b</li></ol>`:             "1. b",
	} {
		if diff := cmp.Diff(want, email.PlainText(source)); diff != "" {
			t.Errorf("PlainText(%q) (-want +got):\n%s", source, diff)
		}
	}
}

func TestPlainText_links(t *testing.T) {
	t.Parallel()
	for source, want := range map[string]string{
		`<a href="https://example.com/join">Join</a>.`:                               "Join (https://example.com/join).",
		`<a href="https://example.com">https://example.com</a>`:                      "https://example.com",
		`<a href="https://example.com/">example.com</a>`:                             "example.com",
		`<a href="http://example.com/a"><b>example</b>.com/a</a>`:                    "example.com/a",
		`<a href="https://example.com/b">example.com/a</a>`:                          "example.com/a (https://example.com/b)",
		`<a href="{{link}}">Join</a>`:                                                "Join ({{link}})",
		`<a href="{{link}}">{{link}}</a>`:                                            "{{link}}",
		`<a href="mailto:help@example.com?subject=Hi">help@example.com</a>`:          "help@example.com",
		`<a href="MAILTO:help@example.com">Help</a>`:                                 "Help (help@example.com)",
		`<a href="tel:+4930123">Call</a>`:                                            "Call (+4930123)",
		`<a href="#top">Up</a> <a href="">x</a> <a>y</a> <a href="javascript:a()">z`: "Up x y z",
		`<a href="https://example.com"> </a>x`:                                       "x",
		`<a href="https://example.com"><img src="x"></a>x`:                           "x",
		`<a href="https://example.com/1"><img alt="Bookstore"></a>`:                  "Bookstore (https://example.com/1)",
		`<a href="https://a.example"><div>Join</div></a><div>x</div>`:                "Join (https://a.example)\nx",
		`a <a href="https://a.example"> b </a> c`:                                    "a b (https://a.example) c",
		`<ul><li><a href="https://a.example">a.example</a></ul>`:                     "- a.example",
		`<ul><li><a href="https://a.example">Go</a></ul>`:                            "- Go (https://a.example)",
		"<a href=\"\n https://a.example/x\ty \">Go</a>":                              "Go (https://a.example/x y)",
		`<a href="https://a.example">Go</a> <a href="https://a.example">again</a>`:   "Go (https://a.example) again",
		`<p><a href="https://a.example">one</p><p>two</p>`:                           "one (https://a.example)\n\ntwo",
	} {
		if diff := cmp.Diff(want, email.PlainText(source)); diff != "" {
			t.Errorf("PlainText(%q) (-want +got):\n%s", source, diff)
		}
	}
}

func TestPlainText_whatIsNotSeen(t *testing.T) {
	t.Parallel()
	for source, want := range map[string]string{
		`<div style="display:none;max-height:0">123456 preview</div><p>text</p>`:  "text",
		`<div style="DISPLAY : none !important">x</div>text`:                      "text",
		`<span style="color:#fff; mso-hide:all">x</span>text`:                     "text",
		`<div style="max-height: 0px; overflow: hidden">x</div>text`:              "text",
		`<div style="visibility:hidden">x</div><div style="opacity:0.0">y</div>z`: "z",
		`<p hidden>x</p>text`: "text",
		`<p style="display:block;font-size:10px;opacity:0.5;max-height:.">x</p>`:                       "x",
		`<div style="font-size:0px;line-height:0">x<img alt="logo"></div>text`:                         "logo\ntext",
		`<table><tr><td style="font-size:0"> x <div style="font-size: 16px">column</div></td></table>`: "column",
		`<div style="display:none"><a href="https://a.example">x</a></div>text`:                        "text",
		"&#847;&zwnj;&nbsp;&#8199;&#65279;&shy;&#847; text&#847;":                                      "text\u034f",
		"a&zwnj; &nbsp;&zwnj; b":                         "a\u200c b",
		"12&#8203;34&shy;56":                             "123456",
		"👩\u200d💻 می\u200cخواهم":                         "👩\u200d💻 می\u200cخواهم",
		`<img alt=""><img src="x"><img alt="a &amp; b">`: "a & b",
		`Hi <img alt="Bookstore">!`:                      "Hi Bookstore!",
	} {
		if diff := cmp.Diff(want, email.PlainText(source)); diff != "" {
			t.Errorf("PlainText(%q) (-want +got):\n%s", source, diff)
		}
	}
}

// A link that is not closed goes on in every paragraph behind it, each with a
// copy of the target.
func TestPlainText_isBounded(t *testing.T) {
	t.Parallel()
	source := `<p><a href="https://example.com/` + strings.Repeat("x", 1000) + `">` + strings.Repeat("<p>a</p>", 1000)
	if got := email.PlainText(source); len(got) > 2*len(source) {
		t.Errorf("%d bytes became %d", len(source), len(got))
	}
}

// FuzzPlainText holds that any source has a text, that the text has no space
// at its ends or ends of lines, never more than one empty line, and no length
// that the source does not explain.
func FuzzPlainText(f *testing.F) {
	f.Add("<p>Your code is <b>123456</b></p>")
	f.Add("<table><tr><td>a<td>b<p>c<br><br><br>d")
	f.Add("<div style=display:none>x</div>\u00a0y\x00\xff")
	f.Add("<ol><li><a href=' mailto:a b'>x&shy;<ul><li>&zwnj;<img alt=' y '>")
	f.Add("<td style=font-size:0>x<b style='font-size:1em'>y<a href=https://a.example>https://a.example")
	f.Fuzz(func(t *testing.T, source string) {
		text := email.PlainText(source)
		if utf8.ValidString(source) && !utf8.ValidString(text) {
			t.Errorf("text %q is not UTF-8", text)
		}
		if strings.TrimSpace(text) != text || strings.Contains(text, "\n\n\n") ||
			strings.Contains(text, " \n") || strings.Contains(text, "\n ") {
			t.Errorf("PlainText(%q) = %q", source, text)
		}
		if len(text) > 16*(len(source)+1) {
			t.Errorf("%d bytes became %d: %q", len(source), len(text), source)
		}
	})
}
