package lint_test

import (
	"fmt"
	"testing"
)

func faint(text, background, ratio, mode, needed string) string {
	return fmt.Sprintf("error the contrast of %s on %s is %s:1 in %s mode, below the %s:1 of WCAG AA", text, background, ratio, mode, needed)
}

func both(text, background, ratio string) string {
	return faint(text, background, ratio, "light and dark", "4.5")
}

const darkMail = `<meta name="color-scheme" content="light dark">`

// The ratios were computed apart from this code, by the formula of WCAG 2.2.
func TestTemplate_contrast(t *testing.T) {
	t.Parallel()
	white := both("#ffffff", "#ffffff", "1")
	testRules(t, []ruleTest{
		{"just enough", `<p style="color: #767676">x`, ""},
		{"just not enough", `<p style="color: #777777">x`, both("#777777", "#ffffff", "4.47")},
		{"on a background", `<div style="background: #0a0"><p style="color: #fff">x`, both("#ffffff", "#00aa00", "3.11")},
		{"the background last", `<div style="color: #777"><p style="background-color: #ffffff">x`, both("#777777", "#ffffff", "4.47")},
		{"one finding for all texts", `<div style="color: #777">x<p>y</p><b>z</b></div>`, both("#777777", "#ffffff", "4.47")},
		{"one finding for each element", `<p style="color: #777">x<p style="color: #777">y`, both("#777777", "#ffffff", "4.47") + "\n" + both("#777777", "#ffffff", "4.47")},
		{"attributes", `<table bgcolor="#0000aa"><tr><td><font color="#000000">x</font></table>`, both("#000000", "#0000aa", "1.58")},
		{"body", `<body text="white">x`, white},
		{"links", `<body bgcolor="black"><a href="#">x</a>`, both("#0000ee", "#000000", "2.23")},
		{"an anchor is no link", `<body bgcolor="black" text="white"><a name="x">x</a>`, ""},
		{"link of a given colour", `<body bgcolor="black" text="white"><a href="#" style="color: inherit">x</a>`, ""},
		{"inherited by name", `<p style="color: white; background: black">x<b style="color: currentColor">y</b>`, ""},
		{"back to the start", `<p style="color: white; background: black"><b style="color: initial">y</b>`, both("#000000", "#000000", "1")},
		{"no letters", `<p style="color: #eee">· | &nbsp; &#847;`, ""},
		{"a placeholder", `<p style="color: #fff">{{code}}`, white},
		{"nothing to see in the head", `<title>x</title><style>p { }</style>`, ""},
		{"half a colour", `<p style="color: rgba(0, 0, 0, 0.5)">x`, both("#808080", "#ffffff", "3.94")},
		{"half a background", `<div style="background: #000"><p style="background: rgb(255 255 255 / 50%); color: #fff">x`, both("#ffffff", "#808080", "3.94")},
		{"half visible", `<p style="opacity: 0.5">x`, both("#808080", "#ffffff", "3.94")},
		{"half visible with a background", `<p style="opacity: 0.5; background: #000; color: #111">x`, ""},
		{"large", `<p style="color: #949494; font-size: 24px">x`, ""},
		{"large and too faint", `<p style="color: #959595; font-size: 24px">x`, faint("#959595", "#ffffff", "2.99", "light and dark", "3")},
		{"small and large", `<div style="color: #ccc"><h1>x</h1><p>y`, both("#cccccc", "#ffffff", "1.6")},
		{"nearly large", `<p style="color: #949494; font-size: 23px">x`, both("#949494", "#ffffff", "3.03")},
		{"large in bold", `<p style="color: #949494; font: bold 14pt/1.5 sans-serif">x`, ""},
		{"large without bold", `<p style="color: #949494; font: 14pt/1.5 sans-serif">x`, both("#949494", "#ffffff", "3.03")},
	})
}

// Backgrounds of tables in tables, by attribute, by style and with pictures.
func TestTemplate_contrastInTables(t *testing.T) {
	t.Parallel()
	white := both("#ffffff", "#ffffff", "1")
	const picture = "https://a.example/x.png"
	testRules(t, []ruleTest{
		{"of the table", `<table bgcolor="#1d4ed8"><tr><td><table><tr><td style="color: #fff">x</table></table>`, ""},
		{"of the cell", `<table bgcolor="#1d4ed8"><tr><td bgcolor="#ffffff"><table><tr><td style="color: #fff">x</table></table>`, white},
		{"of the row", `<table><tr bgcolor="#1d4ed8"><td style="color: #fff">x</table>`, ""},
		{"of the part", `<table><tbody bgcolor="#1d4ed8"><tr><td style="color: #fff">x</table>`, ""},
		{"style above attribute", `<table><tr><td bgcolor="#1d4ed8" style="background: #fff"><p style="color: #fff">x</table>`, white},
		{"picture above attribute", `<table><tr><td bgcolor="#ffffff" style="background: #fff url(` + picture + `) center / cover"><p style="color: #fff">x</table>`, ""},
		{"picture as an attribute", `<table background="` + picture + `" bgcolor="#ffffff"><tr><td><p style="color: #fff">x</table>`, ""},
		{"a cell on the picture", `<table background="` + picture + `"><tr><td bgcolor="#ffffff"><p style="color: #fff">x</table>`, white},
		{"a cell without colour on the picture", `<table background="` + picture + `"><tr><td bgcolor=""><p style="color: #fff">x</table>`, ""},
		{"beside the table", `<table bgcolor="#1d4ed8"><tr><td>&nbsp;</table><p style="color: #fff">x`, white},
		{"an attribute without #, which is not read", `<table bgcolor="1d4ed8"><tr><td style="color: #fff">x</table>`, ""},
	})
}

// What is not known, or hidden on purpose, makes no finding.
func TestTemplate_contrastUnknown(t *testing.T) {
	t.Parallel()
	for _, style := range []string{
		"color: var(--x)", "color: color-mix(in srgb, red, white)", "color: Canvas", "color: #12345", "color: rgb(1, 2)", "color: rgb(a, b, c)",
		"color: #fff; background: linear-gradient(#000, #fff)", "color: #fff; background-image: url(https://a.example/x.png)",
		"color: #fff; background: url(https://a.example/x.png) #fff", "color: #fff; background: var(--x)", "color: #fff; background-color: inherit",
		"color: #fff; font-size: calc(1px + 2em)", "color: transparent",
		"color: #fff; display: none", "color: #fff; font-size: 0", "color: #fff; font-size: 1px", "color: #fff; opacity: 0",
		"color: #fff; max-height: 0; overflow: hidden", "color: #fff; height: 0px; overflow: hidden", "color: #fff; visibility: hidden",
	} {
		if got := check(`<div style="`+style+`"><p>x</p></div>`, ""); len(got) > 0 {
			t.Errorf("%s: %q", style, got)
		}
	}
	if got := check(`<p hidden style="color: #fff">x`, ""); len(got) > 0 {
		t.Errorf("hidden: %q", got)
	}
}

func TestTemplate_contrastVisibleAgain(t *testing.T) {
	t.Parallel()
	white := both("#ffffff", "#ffffff", "1")
	testRules(t, []ruleTest{
		{"hidden in Outlook alone", `<p style="mso-hide: all; color: #fff">x`, white},
		{"visibility", `<div style="visibility: hidden; color: #fff"><p style="visibility: visible">x`, white},
		{"a height without overflow", `<p style="max-height: 0; color: #fff">x`, white},
		{"a picture covered", `<div style="background: url(https://a.example/x.png)"><p style="background: #fff; color: #fff">x`, white},
		{"an unknown colour replaced", `<div style="color: var(--x)"><p style="color: #fff">x`, white},
		{"no background", `<p style="background: none; color: #fff">x`, white},
		{"no colour of background", `<p style="background: transparent; color: #fff">x`, white},
	})
}

func TestTemplate_darkMode(t *testing.T) {
	t.Parallel()
	const query = `@media (prefers-color-scheme: dark)`
	testRules(t, []ruleTest{
		{"designed", darkMail + `<style>` + query + ` { p { color: #ddd !important } }</style><p style="color: #222">x`, ""},
		{"forgotten", darkMail + `<p style="color: #222">x`, faint("#222222", "#121212", "1.17", "dark", "4.5")},
		{"not asked for", `<p style="color: #222">x`, ""},
		{"asked for by a property", `<style>:root { color-scheme: light dark }</style><p style="color: #222">x`, faint("#222222", "#121212", "1.17", "dark", "4.5")},
		{"light alone", `<meta name="color-scheme" content="light only"><p style="color: #222">x`, ""},
		{"no !important", darkMail + `<style>` + query + ` { p { color: #ddd } }</style><p style="color: #222">x`, faint("#222222", "#121212", "1.17", "dark", "4.5")},
		{"the background alone", `<style>` + query + ` { p { background: #000 !important } }</style><p style="background: #fff; color: #222">x`, faint("#222222", "#000000", "1.31", "dark", "4.5")},
		{"light alone is bad", `<style>` + query + ` { p { color: #000 !important } }</style><p style="color: #eee">x`, faint("#eeeeee", "#ffffff", "1.16", "light", "4.5")},
		{
			"different in both", darkMail + `<style>` + query + ` { p { color: #222 !important } }</style><p style="color: #eee">x`,
			faint("#222222", "#121212", "1.17", "dark", "4.5") + "\n" + faint("#eeeeee", "#ffffff", "1.16", "light", "4.5"),
		},
		{"links", darkMail + `<a href="#">x</a>`, ""},
		{"for Outlook on the web, by its own attribute", `<style>[data-ogsc] p { color: #fff !important } [data-ogsb] p { background: #fff !important }</style><p style="color: #222">x`, ""},
		{"for Outlook on Windows, which has no such query", `<!--[if mso]><style>` + query + ` { p { color: #222 !important } }</style><![endif]--><p style="color: #222">x`, ""},
		{"for all but Outlook on Windows", `<!--[if !mso]><!--><style>` + query + ` { p { background: #000 !important } }</style><!--<![endif]--><p style="color: #222">x`, faint("#222222", "#000000", "1.31", "dark", "4.5")},
		{"style element of a mode", darkMail + `<style media="(prefers-color-scheme: dark)">p { color: #ddd !important }</style><p style="color: #222">x`, ""},
	})
}
