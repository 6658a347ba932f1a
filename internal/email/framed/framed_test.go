package framed

import (
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// document is the whole of which a mail is the body.
func document(body string) string { return "<html><head></head><body>" + body + "</body></html>" }

func TestMail(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ name, source, want string }{
		{"text", "Hi & bye", "Hi &amp; bye"},
		{"styles stay", `<p style="color: red">Hi</p>`, `<p style="color: red">Hi</p>`},
		{"placeholders and comments stay", `<p id='b'>{{code}}</p><!--[if mso]><p>x</p><![endif]-->`, `<p id="b">{{code}}</p><!--[if mso]><p>x</p><![endif]-->`},
		{"script", `<p>Hi</p><script src="https://evil.example.com">alert(1)</script>`, "<p>Hi</p>"},
		{"base", `<p>Hi</p><base href="https://evil.example.com" target="_top">`, "<p>Hi</p>"},
		{"refresh", `<p>Hi</p><meta http-equiv="refresh" content="0; url=https://evil.example.com">`, "<p>Hi</p>"},
		{"hint", `<p>Hi</p><link rel="preconnect" href="https://evil.example.com">`, "<p>Hi</p>"},
		{"hint for readers without scripts", `<p>Hi<noscript><link rel="dns-prefetch" href="//evil.example.com"></noscript></p>`, "<p>Hi<span></span></p>"},
		{"hint as text", `<p><noscript>&lt;link rel="preconnect" href="//evil.example.com"&gt;</noscript></p>`, `<p><span>&lt;link rel=&#34;preconnect&#34; href=&#34;//evil.example.com&#34;&gt;</span></p>`},
		{"frames", `<iframe src="https://evil.example.com"></iframe><object data="x"></object><embed src="x"><p>Hi</p>`, "<p>Hi</p>"},
		{"form", `<form action="https://evil.example.com" target="_top"><input name="code"></form>`, `<form><input name="code"/></form>`},
		{"link", `<a href="https://example.com/x" target="_top" rel="opener" ping="https://evil.example.com">Hi</a>`, `<a href="https://example.com/x" target="_blank" rel="noopener noreferrer">Hi</a>`},
		{"link in capitals", `<a href=" HTTPS://example.com">Hi</a>`, `<a href=" HTTPS://example.com" target="_blank" rel="noopener noreferrer">Hi</a>`},
		{"mail address", `<a href="mailto:you@example.com">Hi</a>`, `<a href="mailto:you@example.com" target="_blank" rel="noopener noreferrer">Hi</a>`},
		{"link within", `<a href="#terms" target="_top">Hi</a>`, `<a href="#terms">Hi</a>`},
		{"link that runs", `<a href="java&#10;script:alert(1)">Hi</a>`, "<a>Hi</a>"},
		{"link to the page's server", `<a href="/api/messages">Hi</a>`, "<a>Hi</a>"},
		{"link in a drawing", `<svg><a xlink:href="javascript:alert(1)" href="https://example.com"></a></svg>`, `<svg><a href="https://example.com" target="_blank" rel="noopener noreferrer"></a></svg>`},
		{"area", `<map><area href="data:text/html,x"></map>`, "<map><area/></map>"},
		{"cut off", `<p>a</p><img src="https://a`, "<p>a</p>"},
	} {
		if got, want := Mail(test.source, Look{}), document(test.want); got != want {
			t.Errorf("%s: Mail(%q) =\n%s, want\n%s", test.name, test.source, got, want)
		}
	}
	if got := Mail("<!doctype html><p>Hi", Look{}); !strings.HasPrefix(got, "<!DOCTYPE html>") {
		t.Errorf("the document type is lost: %q", got)
	}
}

func TestMail_tooDeep(t *testing.T) {
	t.Parallel()
	deep := strings.Repeat("<div>", 5000)
	for look, scheme := range map[Look]string{{}: `content="light"`, {Dark: true}: `content="dark"`} {
		if got := Mail(deep, look); !strings.Contains(got, "nested too deep") || !strings.Contains(got, scheme) {
			t.Errorf("a mail that is nested too deep is framed as %.200q, want it with %s", got, scheme)
		}
	}
}

func TestLook_Policy(t *testing.T) {
	t.Parallel()
	const rest = "; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
	for look, want := range map[Look]string{
		{}:                                  "default-src 'none'; style-src 'unsafe-inline'; img-src data:" + rest,
		{Pictures: NoPictures}:              "default-src 'none'; style-src 'unsafe-inline'; img-src data:" + rest,
		{Pictures: AllPictures}:             "default-src 'none'; style-src 'unsafe-inline'; img-src data: https: http:" + rest,
		{Pictures: AllPictures, Dark: true}: "default-src 'none'; style-src 'unsafe-inline'; img-src data: https: http:" + rest,
	} {
		if got := look.Policy(); got != want {
			t.Errorf("the policy of %v is %q, want %q", look, got, want)
		}
	}
}

// FuzzMail holds that a browser finds nothing in a frame that was to be taken
// out of it, however a mail is written.
func FuzzMail(f *testing.F) {
	for _, source := range []string{
		`<p>Hi</p><link rel=preconnect href=//x><a href=javascript:x()>y</a>`,
		`<noscript>&lt;base href=//x&gt;<title></noscript><meta http-equiv=refresh content=0>`,
		`<svg><style><a href="//x" target=_top></style></svg><math><mtext><table><mglyph><style><!--</style><link>`,
		`<form><math><mtext></form><form><mglyph><style></math><link rel=preconnect href=//x>`,
		`<template><script>1</script></template><plaintext><script>`,
		"<style>@media (prefers-color-scheme: dark){}</style><img src=https://a.example/a>",
		`<picture><source srcset=//a><img src='x'></picture><link href=//a>`,
		"<img src=\x00",
	} {
		for _, pictures := range []Pictures{StandIns, NoPictures, AllPictures} {
			f.Add(source, pictures == NoPictures, int(pictures))
		}
	}
	f.Fuzz(func(t *testing.T, source string, dark bool, pictures int) {
		look := Look{Dark: dark, Pictures: Pictures(pictures)}
		got, err := html.ParseWithOptions(strings.NewReader(Mail(source, look)), html.ParseOptionEnableScripting(false))
		if err != nil {
			return // nested too deep for us, where browsers go on: the policy is what holds then
		}
		for node := range got.Descendants() {
			if node.Type != html.ElementNode {
				continue
			}
			if slices.Contains([]string{"script", "base", "link", "iframe", "object", "embed"}, node.Data) {
				t.Errorf("Mail(%q) has a %s", source, node.Data)
			}
			if node.Data == "meta" && attribute(node, "http-equiv") != "" {
				t.Errorf("Mail(%q) has a meta %s", source, attribute(node, "http-equiv"))
			}
			for _, a := range node.Attr {
				checkAttribute(t, source, node.Data, a, look.Pictures)
			}
		}
	})
}

func checkAttribute(t *testing.T, source, element string, a html.Attribute, pictures Pictures) {
	t.Helper()
	value := strings.ToLower(strings.TrimSpace(a.Val))
	switch {
	case (element == "a" || element == "area") && a.Key == "href":
		if !hasAnyPrefix(value, "http://", "https://", "mailto:", "tel:", "#") {
			t.Errorf("Mail(%q) has a link to %q", source, a.Val)
		}
	case pictures == AllPictures:
	case element == "img" && a.Key == "srcset", element == "source" && (a.Key == "src" || a.Key == "srcset"),
		element == "img" && a.Key == "src" && (pictures == NoPictures || !strings.HasPrefix(value, "data:")):
		t.Errorf("Mail(%q) loads %q", source, a.Val)
	case a.Key == "media" || a.Key == "style":
		if prefersScheme.MatchString(a.Val) {
			t.Errorf("Mail(%q) asks the machine: %q", source, a.Val)
		}
	}
}
