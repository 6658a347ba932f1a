package email_test

import (
	"errors"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/net/html"

	"github.com/logtoctl/logtoctl/internal/email"
)

func TestBrand_Set(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("é", 60)
	tests := []struct{ key, text, want, failure string }{
		{key: "name", text: "Bookstore", want: "Bookstore"},
		{key: "name", text: long, want: long},
		{key: "name", text: long + "x", failure: "brand.name has 61 characters, more than the 60 that fit into a subject"},
		{key: "name", text: " ", failure: "brand.name is empty (it is the name of the product)"},
		{key: "name", text: "Book\nstore", failure: "brand.name holds a line break or another control character (write it on one line)"},
		{key: "color", text: "#2563EB", want: "#2563eb"},
		{key: "color", text: "#fA0", want: "#ffaa00"},
		{key: "color", text: "", failure: "brand.color is not a colour (write it as #2563eb or #26e)"},
		{key: "color", text: "blue", failure: "brand.color is not a colour (write it as #2563eb or #26e)"},
		{key: "color", text: "#12345", failure: "brand.color is not a colour (write it as #2563eb or #26e)"},
		{key: "color", text: "#2563eb;", failure: "brand.color is not a colour (write it as #2563eb or #26e)"},
		{key: "color", text: "#2563eb\n", failure: "brand.color is not a colour (write it as #2563eb or #26e)"},
		{key: "logoUrl", text: "https://example.com/logo.png?a=1&b=2", want: "https://example.com/logo.png?a=1&b=2"},
		{key: "logoUrl", text: ""},
		{key: "colour", text: "#fff", failure: `a brand has no "colour" (did you mean "color"?)`},
		{key: "onColor", text: "#fff", failure: `a brand has no "onColor"`},
		{key: "x", failure: `a brand has no "x" (use one of name, color, logoUrl)`},
	}
	for _, url := range []string{"http://example.com/logo.png", "logo.png", "//example.com/logo.png", "https:///logo.png", "https://u:p@example.com/", "https://example.com/a b", "%"} {
		tests = append(tests, struct{ key, text, want, failure string }{
			key: "logoUrl", text: url, failure: "brand.logoUrl is not an absolute https address",
		})
	}
	for _, test := range tests {
		var b email.Brand
		err := b.Set(test.key, test.text)
		if got := b.Name + b.Color + b.LogoURL; got != test.want {
			t.Errorf("%s %q: got %q, want %q", test.key, test.text, got, test.want)
		}
		_, typed := errors.AsType[*email.BrandError](err)
		if (test.failure != "") != typed || typed && !strings.HasPrefix(err.Error(), test.failure) {
			t.Errorf("%s %q: got the error %v, want %q", test.key, test.text, err, test.failure)
		}
	}
}

func TestBrand_Fill(t *testing.T) {
	t.Parallel()
	b := email.Brand{Name: "Books & <Co>", Color: "#ffcc00", LogoURL: "https://example.com/logo.png?a=1&b=\"2\""}
	tests := []struct {
		name, subject, content string
		brand                  email.Brand
	}{
		{"name", "Books & <Co>", "Books &amp; &lt;Co&gt;", b},
		{"color", "#ffcc00", "#ffcc00", b},
		{"onColor", "#000000", "#000000", b},
		{"logoUrl", b.LogoURL, "https://example.com/logo.png?a=1&amp;b=&#34;2&#34;", b},
		{"logo", "Books & <Co>", "Books &amp; &lt;Co&gt;", email.Brand{Name: b.Name}},
		{"color", "#2563eb", "#2563eb", email.Brand{}},
		{"logoUrl", "", "", email.Brand{}},
	}
	for _, test := range tests {
		for field, want := range map[string]string{email.FieldSubject: test.subject, email.FieldContent: test.content} {
			if got, err := test.brand.Fill(test.name, field); got != want || err != nil {
				t.Errorf("%s in the %s is %q, %v; want %q", test.name, field, got, err, want)
			}
		}
	}
	_, err := b.Fill("colour", email.FieldContent)
	if want := `a brand has no "colour" (did you mean "color"?)`; err == nil || err.Error() != want {
		t.Errorf("got %v", err)
	}
	for _, name := range email.BrandReferences() {
		if _, err := b.Fill(name, email.FieldContent); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// The logo is one picture that names the product where it is not shown.
func TestBrand_Fill_logo(t *testing.T) {
	t.Parallel()
	b := email.Brand{Name: `B"ooks & <Co>`, LogoURL: `https://example.com/"><script>`}
	content, err := b.Fill("logo", email.FieldContent)
	if err != nil {
		t.Fatal(err)
	}
	nodes, err := html.ParseFragment(strings.NewReader(content), nil)
	if err != nil {
		t.Fatal(err)
	}
	document := &html.Node{Type: html.DocumentNode}
	for _, node := range nodes {
		document.AppendChild(node)
	}
	pictures := 0
	for node := range document.Descendants() {
		switch node.Data {
		case "html", "head", "body":
		case "img":
			pictures++
			attributes := map[string]string{}
			for _, a := range node.Attr {
				attributes[a.Key] = a.Val
			}
			if attributes["src"] != b.LogoURL || attributes["alt"] != b.Name || attributes["height"] != "32" || attributes["style"] == "" {
				t.Errorf("got %v", attributes)
			}
		default:
			t.Errorf("got a %q in %s", node.Data, content)
		}
	}
	if pictures != 1 {
		t.Errorf("got %s", content)
	}
	if subject, _ := b.Fill("logo", email.FieldSubject); subject != b.Name {
		t.Errorf("in a subject it is %s", subject)
	}
}

func TestBrand_Fill_onColor(t *testing.T) {
	t.Parallel()
	for color, want := range map[string]string{
		"#000000": "#ffffff", "#ffffff": "#000000", "#2563eb": "#ffffff", "#ffff00": "#000000", "#ff0000": "#000000", "#0000ff": "#ffffff",
		"#757575": "#ffffff", "#767676": "#000000", // 4.61 to 4.56, and 4.54 to 4.62
	} {
		got, err := email.Brand{Color: color}.Fill("onColor", email.FieldContent)
		if got != want || err != nil {
			t.Errorf("on %s goes %s, %v; want %s", color, got, err, want)
		}
	}
}

// No colour is so bad that neither black nor white is readable on it: what is
// chosen has the contrast of 4.5 that WCAG asks for.
func FuzzBrand_onColor(f *testing.F) {
	f.Add("#767676")
	f.Add("#F0a")
	f.Fuzz(func(t *testing.T, color string) {
		var b email.Brand
		if b.Set("color", color) != nil {
			return
		}
		if !regexp.MustCompile(`^#[0-9a-f]{6}$`).MatchString(b.Color) {
			t.Fatalf("%q became %q", color, b.Color)
		}
		on, err := b.Fill("onColor", email.FieldContent)
		if err != nil || !slices.Contains([]string{"#000000", "#ffffff"}, on) {
			t.Fatalf("on %s goes %q, %v", color, on, err)
		}
		light, dark := luminance(t, on), luminance(t, b.Color)
		if contrast := (max(light, dark) + .05) / (min(light, dark) + .05); contrast < 4.5 {
			t.Errorf("%s on %s has a contrast of %f", on, b.Color, contrast)
		}
	})
}

// luminance is the formula of WCAG 2 written down a second time.
func luminance(t *testing.T, color string) float64 {
	t.Helper()
	number, err := strconv.ParseUint(color[1:], 16, 32)
	if err != nil {
		t.Fatal(err)
	}
	channel := func(shift int) float64 {
		c := float64(number>>shift&0xff) / 255
		if c <= .04045 {
			return c / 12.92
		}
		return math.Pow((c+.055)/1.055, 2.4)
	}
	return .2126*channel(16) + .7152*channel(8) + .0722*channel(0)
}

// Whatever a brand is called, in content it is text and nothing else.
func FuzzBrand_Fill(f *testing.F) {
	f.Add("Books & <Co>", "https://example.com/a?b&c")
	f.Add(`"><script>alert(1)</script>`, `https://example.com/"onerror="x`)
	f.Fuzz(func(t *testing.T, name, url string) {
		var b email.Brand
		if b.Set("name", name) != nil || b.Set("logoUrl", url) != nil {
			return
		}
		if strings.ContainsFunc(b.Name, unicode.IsControl) {
			t.Errorf("%q is taken", name)
		}
		for _, reference := range email.BrandReferences() {
			content, err := b.Fill(reference, email.FieldContent)
			if err != nil {
				t.Fatal(err)
			}
			if tags := strings.Count(content, "<"); tags > 1 || tags == 1 && (reference != "logo" || !strings.HasPrefix(content, "<img ")) {
				t.Errorf("%q, %q: %s is %s", name, url, reference, content)
			}
			if quotes := strings.Count(content, `"`); reference == "logo" && b.LogoURL != "" && quotes != 8 || reference != "logo" && quotes > 0 {
				t.Errorf("%q, %q: %s is %s", name, url, reference, content)
			}
		}
	})
}
