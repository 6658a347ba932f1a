package lint

import (
	"net/url"
	"strings"

	"github.com/tdewolff/parse/v2/css"
)

// checkImports finds style sheets of @import, which would have to be loaded.
func (l *linter) checkImports(sheet styleSheet) {
	for _, i := range sheet.imports {
		l.checkExternal(i.offset, "the style sheet of @import", i.address)
	}
}

// checkExternal tells fonts, which a mail can be read without, from the styles
// of the mail.
func (l *linter) checkExternal(offset int, what, address string) {
	if host := hostOf(address); servesFonts(host) {
		l.warn(offset, "few mail programs load the web fonts of "+host, "the others fall back to another font: name one that every computer has after it in font-family")
		return
	}
	l.fail(offset, what+" is not part of the mail", "mail programs do not load it: write the styles into the elements")
}

// importAddress returns the address that stands after @import, as url(...) or
// as a string.
func importAddress(tokens []token) string {
	for _, t := range tokens {
		if t.kind == css.URLToken {
			return cssAddress(t.text)
		}
		if t.kind == css.StringToken {
			return strings.Trim(t.text, `"'`)
		}
	}
	return ""
}

func hostOf(address string) string {
	parsed, err := url.Parse(strings.TrimSpace(address))
	if err != nil {
		return ""
	}
	return strings.ToLower(parsed.Hostname())
}

// servesFonts says whether nothing but fonts comes from a host:
// fonts.googleapis.com, fonts.bunny.net and their like, and those that are
// called otherwise.
func servesFonts(host string) bool {
	switch host {
	case "use.typekit.net", "p.typekit.net", "fast.fonts.net", "cloud.typography.com", "api.fontshare.com":
		return true
	default:
		return strings.HasPrefix(host, "fonts.")
	}
}
