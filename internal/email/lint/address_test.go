package lint_test

import (
	"strings"
	"testing"
)

func TestTemplate_links(t *testing.T) {
	t.Parallel()
	tests := []struct{ href, want string }{
		{"https://a.example/x", ""},
		{"HTTPS://a.example/x", ""},
		{"{{link}}", ""},
		{" {{ link }}?x=1", ""},
		{"https://a.example/{{code}}", ""},
		{"mailto:help@a.example", ""},
		{"tel:+100", ""},
		{"bookstore://sign-in?code={{code}}", ""},
		{"#", ""},
		{"#top", ""},
		{"", "error the link has an empty address"},
		{"  ", "error the link has an empty address"},
		{"help.html", `error the link "help.html" is relative`},
		{"/help?at=10:30", `error the link "/help?at=10:30" is relative`},
		{"//a.example/x", `error the link "//a.example/x" is relative`},
		{"www.a.example", `error the link "www.a.example" is relative`},
		{"x{{link}}", `error the link "x{{link}}" is relative`},
		{"http://a.example", `warning the link "http://a.example" is not encrypted`},
		{"/" + strings.Repeat("é", 80), `error the link "/` + strings.Repeat("é", 59) + `..." is relative`},
	}
	for _, test := range tests {
		for _, element := range []string{`<a href="` + test.href + `">x</a>`, `<map><area href="` + test.href + `"></map>`} {
			if got := strings.Join(check(element, ""), "\n"); got != test.want {
				t.Errorf("%s: got %s, want %s", element, got, test.want)
			}
		}
	}
}

func TestTemplate_pictures(t *testing.T) {
	t.Parallel()
	testRules(t, []ruleTest{
		{"fine", `<img src="https://a.example/x.png" alt="Logo">`, ""},
		{"decoration", `<img src="https://a.example/x.png" alt="">`, ""},
		{"decoration, briefly", `<img src="https://a.example/x.png" alt>`, ""},
		{"by a placeholder", `<img src="{{organization.branding.logoUrl}}" alt="">`, ""},
		{"no alt", `<img src="https://a.example/x.png" title="Logo">`, "error the picture has no alt text"},
		{"no address", `<img src="" alt="">`, "error the picture has no address"},
		{"relative", `<img src="x.png" alt="">`, `error the picture "x.png" is relative`},
		{"by the protocol of the page", `<img src="//a.example/x.png" alt="">`, `error the picture "//a.example/x.png" is relative`},
		{"attached", `<img src="cid:logo" alt="">`, `error the picture "cid:logo" is not attached`},
		{"data", `<img src="DATA:image/png;base64,AA" alt="">`, "warning the picture is part of the mail as data:"},
		{"not encrypted", `<img src="http://a.example/x.png" alt="">`, `warning the picture "http://a.example/x.png" is not encrypted`},
		{"candidates", `<img srcset="https://a.example/x,y.png, https://a.example/x.png 2x" src="https://a.example/x.png" alt="">`, ""},
		{"relative candidate", `<img srcset="https://a.example/x.png, x.png 2x" src="https://a.example/x.png" alt="">`, `error the picture "x.png" is relative`},
		{"relative candidate of a width", `<img srcset=" x.png 300w , https://a.example/x.png 600w" src="https://a.example/x.png" alt="">`, `error the picture "x.png" is relative`},
		{"the only candidate", "<img srcset='\tx.png' src='https://a.example/x.png' alt>", `error the picture "x.png" is relative`},
		{"no candidate", `<img srcset=" , " src="https://a.example/x.png" alt="">`, ""},
		{"candidate of a picture for dark mode", `<picture><source srcset="x.png" media="(prefers-color-scheme: dark)"><img src="https://a.example/x.png" alt=""></picture>`, `error the picture "x.png" is relative`},
		{"candidate by a placeholder", `<img srcset="{{organization.branding.logoUrl}} 2x" src="https://a.example/x.png" alt="">`, ""},
		{"background of a rule", `<style>@media (max-width: 600px) { .a { background: url(x.png) } }</style>`, `error the background picture "x.png" is relative`},
		{"font of a rule", `<style>@font-face { font-family: x; src: url(https://a.example/x.woff2) }</style>`, ""},
		{"background attribute", `<table background="x.png"></table>`, `error the background picture "x.png" is relative`},
		{"background style", `<div style="background: #fff url('x.png') no-repeat"></div>`, `error the background picture "x.png" is relative`},
		{"background style without quotes", `<div style="background-image: url( http://a.example/x.png )"></div>`, `warning the background picture "http://a.example/x.png" is not encrypted`},
		{"background that is fine", `<div style="background-image: URL(https://a.example/x.png)"></div>`, ""},
	})
}
