package lint_test

import (
	"slices"
	"testing"
)

func TestTemplate_inlined(t *testing.T) {
	t.Parallel()
	lost := func(property, selector string) string {
		return `warning the style ` + property + ` of "` + selector + `" is only in the style sheet`
	}
	testRules(t, []ruleTest{
		{"lost", `<style>p { padding: 0 }</style><p>x`, lost("padding", "p")},
		{"inlined", `<style>p { padding: 0 }</style><p style="PADDING: 0">x`, ""},
		{"inlined on one of two", `<style>p { padding: 0 }</style><p style="padding: 0">x<p>y`, lost("padding", "p")},
		{"one property of two", `<style>.a { padding: 0; line-height: 1 }</style><p class="a" style="padding: 0">x`, lost("line-height", ".a")},
		{"inlined as a shorthand", `<style>p { padding-top: 0 }</style><p style="padding: 0">x`, ""},
		{"inlined side by side", `<style>p { padding: 0 }</style><p style="padding-top: 0; padding-bottom: 0">x`, ""},
		{"as attributes", `<style>td { width: 1px; background-color: red; text-align: center; vertical-align: top }</style><table><td width=1 bgcolor=red align=center valign=top>x`, ""},
		{"attributes of a table", `<style>table { border-collapse: collapse; border: 0 }</style><table cellspacing=0 cellpadding=0 border=0>`, ""},
		{"second selector", `<style>h1, div > p { padding: 0 }</style><div><p>x`, lost("padding", "div > p")},
		{"second style element", `<style></style><style>p{padding:0}</style><p>x`, lost("padding", "p")},
		{"no such element", `<style>.ExternalClass, #outlook a, u + .body { padding: 0 }</style><p>x`, ""},
		{"in a media query", `<style>@media (max-width: 600px) { p { padding: 0 } }</style><p>x`, ""},
		{"of a style element for a medium", `<style media="print">p { padding: 0 }</style><p>x`, ""},
		{"in @supports", `<style>@supports (display: grid) { p { padding: 0 } }</style><p>x`, ""},
		{"of the root", `<style>:root { color-scheme: light dark; --x: 1 }</style><p>x`, ""},
		{"of a state", `<style>a:hover { padding: 0 } a:link { padding: 0 } p::first-line { padding: 0 } p:not(.a) { padding: 0 }</style><p><a href="#">x</a>`, ""},
		{"for one mail program", `<style>p { -webkit-text-size-adjust: 100%; mso-line-height-rule: exactly }</style><p>x`, ""},
		{"font", `<style>@font-face { font-family: x; src: url(https://a.example/x) }</style><p>x`, ""},
		{"the head", `<style>head, title, html { padding: 0 }</style><title>x</title><p>x`, ""},
		{"body", `<style>body { line-height: 1 }</style><p>x`, lost("line-height", "body")},
		{"not CSS", `<style>p { padding } } p ; { : x } { p p p {</style><p>x`, ""},
		{"empty value", `<style>p { padding: ; }</style><p>x`, ""},
		{"the end closes the rule", `<style>p { padding: 0`, ""},
		{"a side of the border", `<style>p { border-top: 0 }</style><p style="border-style: solid; border-color: red">x`, ""},
		{"the border, which round corners are not", `<style>p { border: 0 }</style><p style="border-radius: 4px">x`, lost("border", "p")},
		{"of a style element for wide windows", `<style media="screen and (min-width: 480px)">p { padding: 0 }</style><p>x`, ""},
		{"of a style element for screens", `<style media="screen">p { padding: 0 }</style><p>x`, lost("padding", "p")},
	})
}

// What generators even out before they begin is no design that could be lost;
// the same for a class is.
func TestTemplate_resets(t *testing.T) {
	t.Parallel()
	const body = `<body class="a" id="b"><table><tr><td><p>x <a href="https://a.example"><img src="https://a.example/x.png" alt=""></a></table>`
	tests := []struct{ css, lost string }{
		{css: `body { margin: 0; padding: 0; width: 100% !important; height: 100%; -webkit-text-size-adjust: 100%; -ms-text-size-adjust: 100% }`},
		{css: `BODY { MARGIN: 0 }`},
		{css: `table, td { border-collapse: collapse; mso-table-lspace: 0pt; mso-table-rspace: 0pt }`},
		{css: `table td { border-collapse: collapse }`},
		{css: `img { border: 0; height: auto; line-height: 100%; outline: none; text-decoration: none; -ms-interpolation-mode: bicubic }`},
		{css: `a img, td p a>img { border: none }`},
		{css: `p { display: block; margin: 13px 0 }`},
		{css: `* { box-sizing: border-box; -moz-osx-font-smoothing: grayscale }`},
		{css: `a[x-apple-data-detectors] { color: inherit !important; text-decoration: none !important }`},
		{css: `#outlook a { padding: 0 } .ReadMsgBody { width: 100% } .ExternalClass, .ExternalClass p { line-height: 100% } u + .a .b { x: y }`},
		{css: `.a { margin: 0 }`, lost: `margin of ".a"`},
		{css: `#b p { margin: 0 }`, lost: `margin of "#b p"`},
		{css: `body { background-color: #fff }`, lost: `background-color of "body"`},
		{css: `p { line-height: 1.6 }`, lost: `line-height of "p"`},
		{css: `img { display: block }`, lost: `display of "img"`},
		{css: `td { padding: 0 }`, lost: `padding of "td"`},
		{css: `a { margin: 0 }`, lost: `margin of "a"`},
	}
	for _, test := range tests {
		t.Run(test.css, func(t *testing.T) {
			t.Parallel()
			var want []string
			if test.lost != "" {
				want = []string{"warning the style " + test.lost + " is only in the style sheet"}
			}
			if got := check(`<style>`+test.css+`</style>`+body, ""); !slices.Equal(got, want) {
				t.Errorf("got %q", got)
			}
		})
	}
}
