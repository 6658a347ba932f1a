package preview

import (
	"strings"
	"testing"

	"golang.org/x/net/html"
)

func TestFrame(t *testing.T) {
	t.Parallel()
	light, dark, bare := Look{}, Look{Dark: true}, Look{NoImages: true}
	tests := []struct {
		name, content string
		look          Look
		want          string
	}{
		{"nothing to do", "<!doctype html>\n<P Class=a  id='b'>a &amp; b<br/>{{code}}</P><!-- c -->", dark, "<!doctype html>\n<P Class=a  id='b'>a &amp; b<br/>{{code}}</P><!-- c -->"},
		{"dark, for the dark", "<style>@media (prefers-color-scheme: dark) {a{}}</style>", dark, "<style>@media (min-width: 0px) {a{}}</style>"},
		{"dark, for the light", "<style>@media (prefers-color-scheme: dark) {a{}}</style>", light, "<style>@media (max-width: 0px) {a{}}</style>"},
		{"light, for the dark", "<style>@media(Prefers-Color-Scheme:LIGHT){a{}}</style>", dark, "<style>@media(max-width: 0px){a{}}</style>"},
		{"among others", "<style>@media screen and (prefers-color-scheme: dark) and (max-width: 9px), print {a{}}</style>", dark, "<style>@media screen and (min-width: 0px) and (max-width: 9px), print {a{}}</style>"},
		{"in an attribute", `<style media="(prefers-color-scheme: dark)">a{}</style>`, light, `<style media="(max-width: 0px)">a{}</style>`},
		{"in the text", "<p>@media (prefers-color-scheme: dark)</p>", dark, "<p>@media (prefers-color-scheme: dark)</p>"},
		{"both schemes, for the dark", "<style>:root { color-scheme: light dark; supported-color-schemes: light dark }</style>", dark, "<style>:root { color-scheme: dark; supported-color-schemes: light dark }</style>"},
		{"both schemes, for the light", `<meta name="color-scheme" content="light dark">`, light, `<meta name="color-scheme" content="light">`},
		{"only light", `<meta name="color-scheme" content="light">`, dark, `<meta name="color-scheme" content="light">`},
		{"only dark", `<body style="color-scheme: dark">`, light, `<body style="color-scheme: dark">`},
		{"a normal scheme", `<body style="color-scheme:normal">`, dark, `<body style="color-scheme:normal">`},
		{"what would load", `<link rel=preconnect href=//a><base href="//b"><meta http-equiv="refresh" content="0;url=//c">x`, light, "x"},
		{"a script", "<script>alert(1)</script>y", light, "alert(1)</script>y"},
		{"without images", `<img src="https://a.example/a.png" srcset="b 2x" alt="A">`, bare, `<img alt="A">`},
		{"an image of its own", `<img src="data:image/gif;base64,R0lGOD" alt="">`, light, `<img src="data:image/gif;base64,R0lGOD" alt="">`},
		{"none of its own without images", `<img src="data:image/gif;base64,R0lGOD" alt="">`, bare, `<img alt="">`},
		{"a source", `<source srcset="https://a.example/dark.png" media="(prefers-color-scheme: dark)">`, dark, `<source media="(min-width: 0px)">`},
		{"cut off", `<p>a</p><img src="https://a`, light, `<p>a</p>`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if got := frame(test.content, test.look); got != test.want {
				t.Errorf("got  %s\nwant %s", got, test.want)
			}
		})
	}
}

func TestFrame_standIn(t *testing.T) {
	t.Parallel()
	got := frame(`<img width="120" src="https://a.example/a.png" height="40" alt="A &amp; B">`, Look{})
	want := `<img width="120" height="40" alt="A &amp; B" src="` + standIn("120", "40", "A & B") + `">`
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func FuzzFrame(f *testing.F) {
	f.Add("<style>@media (prefers-color-scheme: dark){}</style><img src=https://a.example/a>", true, false)
	f.Add(`<picture><source srcset=//a><img src='x'></picture><link href=//a>`, false, true)
	f.Add("<img src=\x00", false, false)
	f.Fuzz(func(t *testing.T, content string, dark, bare bool) {
		tokens := html.NewTokenizer(strings.NewReader(frame(content, Look{Dark: dark, NoImages: bare})))
		for tokens.Next() != html.ErrorToken {
			token := tokens.Token()
			if token.Type != html.StartTagToken && token.Type != html.SelfClosingTagToken {
				continue
			}
			source := attribute(token, "src")
			if token.Data == "link" || token.Data == "base" || attribute(token, "http-equiv") != "" && token.Data == "meta" {
				t.Errorf("%q keeps %s", content, token)
			}
			if token.Data == "img" && (attribute(token, "srcset") != "" || source != "" && !strings.HasPrefix(strings.ToLower(strings.TrimSpace(source)), "data:") || bare && source != "") {
				t.Errorf("%q loads %s", content, token)
			}
		}
	})
}
