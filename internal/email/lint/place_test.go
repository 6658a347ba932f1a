package lint_test

import (
	"strings"
	"testing"

	"github.com/logtoctl/logtoctl/internal/email"
	"github.com/logtoctl/logtoctl/internal/email/lint"
)

// Each content has one finding, at the mark: the tag for attributes, wherever
// in it they stand, and the rule or the address itself in a style element.
func TestTemplate_places(t *testing.T) {
	t.Parallel()
	for name, marked := range map[string]string{
		"attribute on a later line":          "<p>é</p>\r\n§<img\r\n  alt=''\r\n  src='x.png'>",
		"attribute with > in it":             `<p title="a > b">é</p>§<a title="1 > 0" href="x.html">x</a>`,
		"style attribute over lines":         "<p\n title='é'>x</p>\n§<div\n  style=\"margin: 0;\n  display: flex\">",
		"rule after a comment":               "<style>/* é 验 */\r\n  p { padding: 0 }\r\n\r\n  §.b { padding: 0 }</style><p style='padding: 0'></p><b class=b></b>",
		"rule of the second selector":        "<style>§h1,\n  p { padding: 0 }</style><p>é</p>",
		"rule after a broken one":            "<style>p { é: ' \n } §u { padding: 0 }</style><u>x</u>",
		"rule in a second style element":     "<style>\n</style>\n<style type='text/css'>\n<!--\n§p { padding: 0 }\n--></style><p>é</p>",
		"address in a media query":           "<style>@media (max-width: 600px) {\r\n  .é { color: red;\r\n    background: #fff §url( 'x.png' ) } }</style>",
		"import":                             "<style>/* é */\n @charset 'x'; §@import 'x.css';</style>",
		"style element between conditionals": "<!--[if !mso]><!--><style>§p { padding: 0 }</style><!--<![endif]--><p>é</p>",
		"colour of a rule":                   "<style>@media all { b { color: #fff } }</style><p>é §<b\n>x</b></p>",
		"colour of an outer element":         "<p>é</p>§<table style='color: #fff'><tr><td\n>é",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			before, after, _ := strings.Cut(marked, "§")
			issues := lint.Template(email.Template{UsageType: email.SignIn, Content: before + after}, "")
			if len(issues) != 1 || issues[0].Offset != len(before) {
				t.Errorf("got %+v, want one at %d", issues, len(before))
			}
		})
	}
}
