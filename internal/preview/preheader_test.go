package preview

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestPreheader(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, content, want string }{
		{"plain text", "Your code\n  is 1.", "Your code is 1."},
		{"blocks", "<p>One</p><p>two</p>", "One two"},
		{"inside a line", "<p>O<b>n</b>e <a href=x>two</a>.</p>", "One two."},
		{"neither title nor style", "<head><title>T</title></head><style>a{}</style><script>b</script><p>Text</p>", "Text"},
		{"hidden", `<div style="display:none">First</div><p>then</p>`, "First then"},
		{"padding", "<div>First&nbsp;&zwnj;&nbsp;&zwnj;&#847;</div><p>then</p>", "First"},
		{"padding with white space", "<div>First &#8199;&#65279;&#847; &#8199;&#65279;&#847;</div><p>then</p>", "First"},
		{"a soft hyphen", "<p>well&shy;come</p>", "wellcome"},
		{"long", "<p>" + strings.Repeat("あ", 200) + "</p>", strings.Repeat("あ", 140) + "…"},
		{"much too deep", strings.Repeat("<div>", 600) + "x", ""},
		{"empty", "", ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if got := preheader(test.content); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func FuzzPreheader(f *testing.F) {
	f.Add("<p>One</p>\u200c\u00a0\u200c\u00a0")
	f.Fuzz(func(t *testing.T, content string) {
		got := preheader(content)
		if strings.ContainsAny(got, "\n\t") || utf8.RuneCountInString(got) > maxPreheader+2 {
			t.Errorf("%q is no line", got)
		}
	})
}
