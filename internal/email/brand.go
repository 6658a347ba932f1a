package email

import (
	"cmp"
	"fmt"
	"html"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/logtoctl/logtoctl/internal/nearest"
)

// DefaultColor is the colour of a brand that has none.
const DefaultColor = "#2563eb"

// maxBrandName is how many characters the name of a product may have: subjects
// begin or end with it.
const maxBrandName = 60

// The keys of a brand, and what a template may refer to besides them.
const (
	brandName    = "name"
	brandColor   = "color"
	brandLogoURL = "logoUrl"
	brandOnColor = "onColor"
	brandLogo    = "logo"
)

// hexColor is a colour as CSS writes it in hexadecimal digits, without alpha.
var hexColor = regexp.MustCompile(`^#(?:[0-9A-Fa-f]{3}|[0-9A-Fa-f]{6})$`)

// Brand is what the mails of a product have in common. A template refers to it
// as ${brand.name} and so on, which is filled in when it is loaded, so that only
// what Logto fills stays.
type Brand struct {
	// Name is the name of the product.
	Name string
	// Color is its colour, #rrggbb. Empty means [DefaultColor].
	Color string
	// LogoURL is the https address of its logo; it may be empty.
	LogoURL string
}

// BrandKeys returns the keys of a brand, which [Brand.Set] takes.
func BrandKeys() []string { return []string{brandName, brandColor, brandLogoURL} }

// BrandReferences returns what a template may refer to behind "brand.": the
// keys, onColor, which is black or white, whichever reads better on the colour,
// and logo, which is a picture or else the name.
func BrandReferences() []string { return append(BrandKeys(), brandOnColor, brandLogo) }

// BrandError says what is wrong with a brand, or with a reference to it.
type BrandError struct {
	// Message says what is wrong, Hint what to do about it. Hint may be empty.
	Message, Hint string
}

// Error returns both in one line.
func (e *BrandError) Error() string {
	if e.Hint == "" {
		return e.Message
	}
	return e.Message + " (" + e.Hint + ")"
}

// Set gives a key of [BrandKeys] its value: name from 1 to 60 characters, color
// #rgb or #rrggbb, logoUrl an absolute https address or nothing. The error is a
// [BrandError]; the brand stays as it was then.
func (b *Brand) Set(key, text string) error {
	switch key {
	case brandName:
		if err := checkBrandName(text); err != nil {
			return err
		}
		b.Name = text
	case brandColor:
		if !hexColor.MatchString(text) {
			return &BrandError{"brand.color is not a colour", "write it as " + DefaultColor + " or #26e"}
		}
		b.Color = longColor(text)
	case brandLogoURL:
		if text != "" && !isHTTPS(text) {
			return &BrandError{"brand.logoUrl is not an absolute https address", "mail programs load nothing else; it looks like https://example.com/logo.png"}
		}
		b.LogoURL = text
	default:
		return &BrandError{fmt.Sprintf("a brand has no %q", key), oneOf(key, BrandKeys())}
	}
	return nil
}

func checkBrandName(text string) error {
	switch length := utf8.RuneCountInString(text); {
	case strings.TrimSpace(text) == "":
		return &BrandError{"brand.name is empty", "it is the name of the product"}
	case strings.ContainsFunc(text, unicode.IsControl):
		return &BrandError{"brand.name holds a line break or another control character", "write it on one line"}
	case length > maxBrandName:
		return &BrandError{fmt.Sprintf("brand.name has %d characters, more than the %d that fit into a subject", length, maxBrandName), ""}
	default:
		return nil
	}
}

func isHTTPS(text string) bool {
	parsed, err := url.Parse(text)
	return err == nil && parsed.Scheme == "https" && parsed.Hostname() != "" && parsed.User == nil &&
		!strings.ContainsFunc(text, unicode.IsSpace)
}

// longColor writes a colour with six digits: old mail programs know no others
// in an attribute.
func longColor(color string) string {
	if len(color) == len("#rgb") {
		color = string([]byte{'#', color[1], color[1], color[2], color[2], color[3], color[3]})
	}
	return strings.ToLower(color)
}

// Fill returns what takes the place of a reference of [BrandReferences] in
// [FieldSubject], plain, or in [FieldContent], escaped for HTML. What the brand
// does not have is empty. The error is a [BrandError].
func (b Brand) Fill(name, field string) (string, error) {
	b.Color = cmp.Or(b.Color, DefaultColor)
	var text string
	switch name {
	case brandName:
		text = b.Name
	case brandColor:
		text = b.Color
	case brandOnColor:
		text = onColor(b.Color)
	case brandLogoURL:
		text = b.LogoURL
	case brandLogo:
		if field == FieldContent && b.LogoURL != "" {
			return b.image(), nil
		}
		text = b.Name
	default:
		return "", &BrandError{fmt.Sprintf("a brand has no %q", name), oneOf(name, BrandReferences())}
	}
	if field == FieldContent {
		text = html.EscapeString(text)
	}
	return text, nil
}

// logoStyle gives a logo a ground of its own: most are drawn for a white page
// and would vanish in dark mode, and so would the name that stands in for one
// that is not loaded.
const logoStyle = "display:inline-block;height:32px;width:auto;max-width:100%;border:0;border-radius:6px;padding:4px 6px;margin-left:-6px;" +
	"background-color:#ffffff;color:#111111;font-size:18px;font-weight:bold;line-height:32px;vertical-align:middle"

// image returns the logo as HTML.
func (b Brand) image() string {
	return `<img src="` + html.EscapeString(b.LogoURL) + `" alt="` + html.EscapeString(b.Name) + `" height="32" style="` + logoStyle + `">`
}

// oneOf says which of the known names was probably meant, or which there are.
func oneOf(name string, known []string) string {
	return cmp.Or(nearest.Hint(name, slices.Values(known)), "use one of "+strings.Join(known, ", "))
}
