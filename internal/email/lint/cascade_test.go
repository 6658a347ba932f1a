package lint_test

import (
	"strings"
	"testing"
)

// Each style sheet makes the text of the same mail white on white, or does not.
// The rules stand in a media query that is always true, so that nothing needs
// to be inlined.
func TestTemplate_cascade(t *testing.T) {
	t.Parallel()
	const white = "error the contrast of #ffffff on #ffffff is 1:1 in light and dark mode, below the 4.5:1 of WCAG AA"
	tests := []struct {
		css, style string
		white      bool
	}{
		{css: `p { color: #fff }`, white: true},
		{css: `P { COLOR: #FFF }`, white: true},
		{css: `* { color: #fff }`, white: true},
		{css: `.a.b { color: #fff }`, white: true},
		{css: `.a.c { color: #fff }`},
		{css: `#i { color: #fff }`, white: true},
		{css: `[class~=b] { color: #fff }`, white: true},
		{css: `div p { color: #fff }`, white: true},
		{css: `div > p { color: #fff }`},
		{css: `div section > p { color: #fff }`, white: true},
		{css: `div>section p{color:#fff}`, white: true},
		{css: `section div p { color: #fff }`},
		{css: `section section > p { color: #fff }`},
		{css: `section div > section > p { color: #fff }`},
		{css: `h2 + p { color: #fff }`, white: true},
		{css: `div h2 + p { color: #fff }`, white: true},
		{css: `body div /* x */ > section > p { color: #fff }`, white: true},
		{css: `h2 ~ p { color: #fff }`},
		{css: `p:hover, p:first-child, p::first-line { color: #fff }`},
		{css: `u, p { color: #fff }`, white: true},
		{css: `p { color: #fff } p { color: #000 }`},
		{css: `p { color: #000 } p { color: #fff }`, white: true},
		{css: `.a { color: #fff } p { color: #000 }`, white: true},
		{css: `#i { color: #000 } .a.b { color: #fff }`},
		{css: `p { color: #fff !important } #i { color: #000 }`, white: true},
		{css: `p { color: #fff ! IMPORTANT }`, style: "color: #000", white: true},
		{css: `p { color: #fff }`, style: "color: #000"},
		{css: `p { color: #fff !important }`, style: "color: #000 !important"},
		{css: `p { color: #fff; color: #000 }`},
		{css: `p { : #000; color: #fff; nonsense; margin: }`, white: true},
		{css: `p { color: #000; b { color: #fff } }`},
		{css: `@font-face { x: y } p { color: #fff }`, white: true},
		{css: `@charset "x"; p { color: #fff }`, white: true},
		{css: `@supports (x: y) { p { color: #fff } }`},
		{css: `<!-- p { color: #fff } -->`, white: true},
		{css: `p { color: #000 } /* p { color: #fff } */`},
		{css: `@media screen { @media all { p { color: #fff } } }`, white: true},
		{css: `@media print { @media all { p { color: #fff } } }`},
		{css: `@media { p { color: #fff } }`, white: true},
		{css: `@media only screen and (min-width: 480px) { p { color: #fff } }`, white: true},
		{css: `@media (min-width: 40em) { p { color: #fff } }`, white: true},
		{css: `@media (max-width: 480px) { p { color: #fff } }`},
		{css: `@media (max-width: 480px), screen { p { color: #fff } }`, white: true},
		{css: `@media (max-width: 480px) and (min-width: 1px) { p { color: #fff } }`},
		{css: `@media not screen { p { color: #fff } }`},
		{css: `@media (hover) { p { color: #fff } }`},
		{css: `@media (orientation: portrait) { p { color: #fff } }`},
		{css: `@media (width > 1px) { p { color: #fff } }`},
	}
	for _, test := range tests {
		t.Run(test.css, func(t *testing.T) {
			t.Parallel()
			content := `<style>@media all {` + test.css + `}</style><div><section><h2></h2><p id="i" class="a b" style="` + test.style + `">x</p></section></div>`
			want := ""
			if test.white {
				want = white
			}
			if got := strings.Join(check(content, ""), "\n"); got != want {
				t.Errorf("got %q", got)
			}
		})
	}
}

// Every way to write a colour, each as a text on itself.
func TestTemplate_colours(t *testing.T) {
	t.Parallel()
	tests := map[string]string{
		"#abc": "#aabbcc", "#ABCF": "#aabbcc", "#a1b2c3": "#a1b2c3", "#a1b2c3ff": "#a1b2c3", "orange": "#ffa500", "DarkGrey": "#a9a9a9",
		"rgb(1, 2, 3)": "#010203", "rgb(1 2 3)": "#010203", "rgba(1,2,3,1)": "#010203", "RGB(1 2 3 / 100%)": "#010203",
		"rgb(100%, 0%, 50%)": "#ff0080", "rgb(300, -5, 0)": "#ff0000",
		"hsl(0, 100%, 50%)": "#ff0000", "hsl(120deg 100% 25%)": "#008000", "hsl(-120, 100%, 50%)": "#0000ff", "hsla(60, 100%, 50%, 1)": "#ffff00",
		"hsl(210 50% 40%)": "#336699",
	}
	for written, want := range tests {
		got := strings.Join(check(`<p style="color: `+written+`; background: `+written+`">x`, ""), "\n")
		if !strings.Contains(got, "of "+want+" on "+want+" is 1:1") {
			t.Errorf("%s: got %s, want %s", written, got, want)
		}
	}
}

// #949494 is enough for large text (24px, or 18.66px in bold) only.
func TestTemplate_textSize(t *testing.T) {
	t.Parallel()
	tests := []struct {
		html  string
		large bool
	}{
		{`<p style="font-size: 18pt">x`, true},
		{`<p style="font-size: 17pt">x`, false},
		{`<p style="font-size: 1.5em">x`, true},
		{`<p style="font-size: 150%">x`, true},
		{`<p style="font-size: 1.5rem">x`, true},
		{`<div style="font-size: 20px"><p style="font-size: 1.2em">x`, true},
		{`<div style="font-size: 20px"><p style="font-size: 1.2rem">x`, false},
		{`<div style="font-size: 30px"><p style="font-size: inherit">x`, true},
		{`<div style="font-size: 30px"><p style="font-size: initial">x`, false},
		{`<div style="font-size: 30px"><p style="font-size: smaller">x`, true},
		{`<div style="font-size: 20px"><p style="font-size: larger">x`, true},
		{`<p style="font-size: xx-small">x`, false},
		{`<p style="font-size: x-small">x`, false},
		{`<p style="font-size: small">x`, false},
		{`<p style="font-size: medium">x`, false},
		{`<p style="font-size: large">x`, false},
		{`<p style="font-size: x-large">x`, true},
		{`<p style="font-size: xx-large">x`, true},
		{`<h1>x`, true},
		{`<h2>x`, true},
		{`<h3>x`, true},
		{`<h4>x`, false},
		{`<h5>x`, false},
		{`<h6>x`, false},
		{`<h3 style="font-weight: 400">x`, false},
		{`<div style="font-size: 30px"><small>x`, true},
		{`<div style="font-size: 21px"><big>x`, true},
		{`<div style="font-size: 19px"><p>x`, false},
		{`<div style="font-size: 19px"><strong>x`, true},
		{`<div style="font-size: 19px; font-weight: 700">x`, true},
		{`<div style="font-size: 19px; font-weight: 600">x`, false},
		{`<div style="font-size: 19px; font-weight: bolder">x`, true},
		{`<div style="font-size: 19px; font-weight: bold"><p style="font-weight: inherit">x`, true},
		{`<div style="font-size: 19px; font-weight: bold"><p style="font-weight: normal">x`, false},
		{`<p style="font: 700 20px sans-serif">x`, true},
		{`<b style="font: 20px sans-serif">x`, false},
	}
	for _, test := range tests {
		t.Run(test.html, func(t *testing.T) {
			t.Parallel()
			got := check(`<body style="color: #949494">`+test.html, "")
			if large := len(got) == 0; large != test.large {
				t.Errorf("got %q", got)
			}
		})
	}
	if got := check(`<font size="7" color="#949494">x`, ""); len(got) > 0 {
		t.Errorf("a size that is not known: %q", got)
	}
}
