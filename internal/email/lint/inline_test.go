package lint_test

import "testing"

func TestTemplate_inlined(t *testing.T) {
	t.Parallel()
	lost := func(property, selector string) string {
		return `warning the style ` + property + ` of "` + selector + `" is only in the style sheet`
	}
	testRules(t, []ruleTest{
		{"lost", `<style>p { margin: 0 }</style><p>x`, lost("margin", "p")},
		{"inlined", `<style>p { margin: 0 }</style><p style="MARGIN: 0">x`, ""},
		{"inlined on one of two", `<style>p { margin: 0 }</style><p style="margin: 0">x<p>y`, lost("margin", "p")},
		{"one property of two", `<style>.a { margin: 0; line-height: 1 }</style><p class="a" style="margin: 0">x`, lost("line-height", ".a")},
		{"inlined as a shorthand", `<style>p { margin-top: 0 }</style><p style="margin: 0">x`, ""},
		{"inlined side by side", `<style>p { margin: 0 }</style><p style="margin-top: 0; margin-bottom: 0">x`, ""},
		{"as attributes", `<style>td { width: 1px; background-color: red; text-align: center; vertical-align: top }</style><table><td width=1 bgcolor=red align=center valign=top>x`, ""},
		{"attributes of a table", `<style>table { border-collapse: collapse; border: 0 }</style><table cellspacing=0 cellpadding=0 border=0>`, ""},
		{"second selector", `<style>h1, div > p { margin: 0 }</style><div><p>x`, lost("margin", "div > p")},
		{"second style element", `<style></style><style>p{margin:0}</style><p>x`, lost("margin", "p")},
		{"no such element", `<style>.ExternalClass, #outlook a, u + .body { margin: 0 }</style><p>x`, ""},
		{"in a media query", `<style>@media (max-width: 600px) { p { margin: 0 } }</style><p>x`, ""},
		{"of a style element for a medium", `<style media="print">p { margin: 0 }</style><p>x`, ""},
		{"in @supports", `<style>@supports (display: grid) { p { margin: 0 } }</style><p>x`, ""},
		{"of the root", `<style>:root { color-scheme: light dark; --x: 1 }</style><p>x`, ""},
		{"of a state", `<style>a:hover { margin: 0 } a:link { margin: 0 } p::first-line { margin: 0 } p:not(.a) { margin: 0 }</style><p><a href="#">x</a>`, ""},
		{"for one mail program", `<style>p { -webkit-text-size-adjust: 100%; mso-line-height-rule: exactly }</style><p>x`, ""},
		{"font", `<style>@font-face { font-family: x; src: url(https://a.example/x) }</style><p>x`, ""},
		{"the head", `<style>head, title, html { margin: 0 }</style><title>x</title><p>x`, ""},
		{"body", `<style>body { margin: 0 }</style><p>x`, lost("margin", "body")},
		{"not CSS", `<style>p { margin } } p ; { : x } { p p p {</style><p>x`, ""},
		{"empty value", `<style>p { margin: ; }</style><p>x`, ""},
		{"the end closes the rule", `<style>p { margin: 0`, ""},
	})
}
