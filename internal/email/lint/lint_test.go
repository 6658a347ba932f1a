package lint_test

import (
	"cmp"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/logtoctl/logtoctl/internal/email"
	"github.com/logtoctl/logtoctl/internal/email/lint"
)

// check lints HTML and returns the messages with their severity.
func check(content, locale string) []string {
	issues := lint.Template(email.Template{UsageType: email.SignIn, Content: content}, locale)
	messages := make([]string, len(issues))
	for i, issue := range issues {
		messages[i] = string(issue.Severity) + " " + issue.Message
	}
	return messages
}

// ruleTest is a piece of HTML and the one finding about it, empty for none.
type ruleTest struct {
	name, content, want string
}

func testRules(t *testing.T, tests []ruleTest) {
	t.Helper()
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if got := strings.Join(check(test.content, ""), "\n"); got != test.want {
				t.Errorf("%s\n got %s\nwant %s", test.content, got, test.want)
			}
		})
	}
}

func TestTemplate_order(t *testing.T) {
	t.Parallel()
	issues := lint.Template(email.Template{
		Subject: "認証コードです", Content: `<p><img src="a.png"></p><script></script><p onclick="f()">Text</p><noscript><iframe></iframe></noscript>`,
	}, "en")
	var got []string
	for _, issue := range issues {
		got = append(got, fmt.Sprintf("%s %d", issue.Field, issue.Offset))
	}
	want := []string{"subject 0", "content 3", "content 3", "content 24", "content 41", "content 76"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// The parser writes a formatting element that was left open again: <b> is there
// twice, and told once.
func TestTemplate_repeatedElement(t *testing.T) {
	t.Parallel()
	want := []string{"error <b> has a script in onclick"}
	if got := check(`<p><b onclick="f()">One</p><p>two</p>`, ""); !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
}

// A zero byte is a replacement character for the parser, which is longer.
func TestTemplate_zeroByte(t *testing.T) {
	t.Parallel()
	want := []string{"error the picture has no address", "error the picture has no alt text"}
	if got := check("<p\x00><img>", ""); !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
}

func TestTemplate_tooLargeForColours(t *testing.T) {
	t.Parallel()
	content := "<style>" + strings.Repeat("p { color: white }", 1200) + "</style>" + strings.Repeat("<p>Text</p>", 1200)
	want := []string{"warning too many elements and style rules to check colours and inlining"}
	if got := check(content, ""); !slices.Equal(got, want) {
		t.Errorf("got %.300q", got)
	}
}

// Inputs that make bad parsers slow: what grows with the square of the input
// would take longer than the limit, all of them take a fraction of a second.
func TestTemplate_large(t *testing.T) {
	t.Parallel()
	const size = 1 << 15
	test := func(name, content string) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			check(content, "en")
		})
	}
	for _, piece := range []string{
		"<p>", "<b>", "<a href=x>", "<div><p>", "<table><a>", "<tr><td>", "<svg>", "<style>", "<style>@media{", "</p>", "<!--", "&", "<p class=a ",
		"<p style='color:#fff'>x</p>", "您", "the and ", "{{code}}",
	} {
		test(piece, strings.Repeat(piece, size/len(piece)))
	}
	for _, piece := range []string{"a{", "@media{", "a,", "a ", "a>", "(", "a{b:c}", "@import;", "}", "/*", "a{b:", "url(", "'", "u i i i b{c:d}"} {
		test("style "+piece, "<style>"+strings.Repeat(piece, size/len(piece))+"</style>"+strings.Repeat("<i>", 200)+"<b>x")
	}
}

func FuzzTemplate(f *testing.F) {
	for _, seed := range []string{
		"", "plain {{code}}", `<p style="color: #fff; background: rgb(1 2 3 / .5) !important">x</p>`,
		"<style>@media (prefers-color-scheme: dark) { a > b + c, .d { color: hsl(1, 2%, 3%) } }</style><a><b></b><c class=d>x",
		"<table><form><input></table><svg><style><a></svg><noscript><img>", "<b><p></b>\x00</p>", "<a\x00b><img>", "<p/ >", "<style>/*\r\n*/ p { font: bold 12pt/1 x }</style><p>x",
	} {
		f.Add("認証コード", seed, "ja")
	}
	good, err := os.ReadFile("testdata/good/SignIn.html")
	if err != nil {
		f.Fatal(err)
	}
	f.Add("{{code}} is your code", string(good), "zh-Hant-TW")
	f.Fuzz(func(t *testing.T, subject, content, locale string) {
		issues := lint.Template(email.Template{Subject: subject, Content: content}, locale)
		length := map[string]int{email.FieldSubject: len(subject), email.FieldContent: len(content)}
		for _, issue := range issues {
			if issue.Offset < 0 || issue.Offset > length[issue.Field] {
				t.Errorf("%+v is outside", issue)
			}
			if issue.Message == "" || issue.Severity == "" {
				t.Errorf("%+v says nothing", issue)
			}
		}
		if !slices.IsSortedFunc(issues, func(a, b email.Issue) int {
			return cmp.Or(strings.Compare(b.Field, a.Field), cmp.Compare(a.Offset, b.Offset))
		}) {
			t.Errorf("not in order: %+v", issues)
		}
	})
}

func BenchmarkTemplate(b *testing.B) {
	content, err := os.ReadFile("testdata/good/SignIn.html")
	if err != nil {
		b.Fatal(err)
	}
	const row = `<tr><td class="text" style="padding: 24px; font-size: 16px; color: #16191d;"><p>It is valid for 10 minutes.</p></td></tr>`
	text := strings.Replace(string(content), "</table>", strings.Repeat(row, (8<<10-len(content))/len(row))+"</table>", 1)
	template := email.Template{UsageType: email.SignIn, Subject: "{{code}} is your code", Content: text}
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		lint.Template(template, "en")
	}
}
