package lint

import (
	"fmt"
	"net/url"
	"strings"

	"github.com/tdewolff/parse/v2/css"
	"golang.org/x/net/html"
)

// checkAddresses looks at where links and pictures point.
func (l *linter) checkAddresses(doc *document, offset int, n *html.Node) {
	switch n.Data {
	case "a", "area":
		if href, ok := lookUp(n, "href"); ok {
			l.checkLink(offset, href)
		}
	case "img":
		l.checkImage(offset, n)
	case "source":
		l.checkCandidates(offset, n)
	}
	if picture, ok := lookUp(n, "background"); ok {
		l.checkPicture(offset, "the background picture", picture)
	}
	for _, declaration := range doc.style(n) {
		for _, t := range declaration.value {
			if t.kind == css.URLToken {
				l.checkPicture(offset, "the background picture", cssAddress(t.text))
			}
		}
	}
}

// checkStylePictures looks at the pictures of the style elements.
func (l *linter) checkStylePictures(sheet styleSheet) {
	for _, r := range sheet.rules {
		for _, d := range r.declarations {
			for _, t := range d.value {
				if t.kind == css.URLToken {
					l.checkPicture(t.offset, "the background picture", cssAddress(t.text))
				}
			}
		}
	}
}

// cssAddress returns the address in url(...).
func cssAddress(text string) string {
	text = strings.TrimSuffix(text[len("url("):], ")")
	return strings.Trim(strings.TrimSpace(text), `"'`)
}

const relativeHint = "a mail has no page that it is relative to: write the whole https:// address"

func (l *linter) checkLink(offset int, href string) {
	switch kind, address := classify(href); kind {
	case addressEmpty:
		l.fail(offset, "the link has an empty address", "give it an address or leave href out")
	case addressRelative:
		l.fail(offset, fmt.Sprintf("the link %q is relative", address), relativeHint)
	case addressHTTP:
		l.warn(offset, fmt.Sprintf("the link %q is not encrypted", address), "write https://")
	default:
	}
}

func (l *linter) checkImage(offset int, n *html.Node) {
	if _, ok := lookUp(n, "alt"); !ok {
		l.fail(offset, "the picture has no alt text", `say what it shows, or alt="" for decoration: most mails are first seen without pictures`)
	}
	l.checkPicture(offset, "the picture", attribute(n, "src"))
	l.checkCandidates(offset, n)
}

// checkCandidates looks at the pictures that a srcset offers for finer screens.
func (l *linter) checkCandidates(offset int, n *html.Node) {
	for _, address := range candidates(attribute(n, "srcset")) {
		l.checkPicture(offset, "the picture", address)
	}
}

// candidates returns the addresses in a srcset: "a.png, b.png 2x". An address
// ends at white space and may hold commas, but not end in one.
func candidates(srcset string) []string {
	var found []string
	for {
		srcset = strings.TrimLeft(srcset, ", \t\r\n\f")
		if srcset == "" {
			return found
		}
		end := strings.IndexAny(srcset+" ", " \t\r\n\f")
		address := strings.TrimRight(srcset[:end], ",")
		if address == srcset[:end] { // a size follows, up to a comma
			_, srcset, _ = strings.Cut(srcset[end:], ",")
		} else {
			srcset = srcset[end:]
		}
		found = append(found, address)
	}
}

func (l *linter) checkPicture(offset int, what, src string) {
	switch kind, address := classify(src); kind {
	case addressEmpty:
		l.fail(offset, what+" has no address", "write its https:// address")
	case addressRelative:
		l.fail(offset, fmt.Sprintf("%s %q is relative", what, address), relativeHint)
	case addressAttached:
		l.fail(offset, fmt.Sprintf("%s %q is not attached", what, address), "Logto attaches nothing to a mail: write an https:// address")
	case addressHTTP:
		l.warn(offset, fmt.Sprintf("%s %q is not encrypted", what, address), "many mail programs do not load it: write https://")
	case addressData:
		l.warn(offset, what+" is part of the mail as data:", "Gmail and Outlook do not show it: write an https:// address")
	default:
	}
}

// addressKind is what matters about an address in a mail.
type addressKind int

const (
	addressFine addressKind = iota
	addressEmpty
	addressRelative
	addressHTTP
	addressData
	addressAttached
)

// classify says what kind of address it is, and how to show it. One that a
// placeholder begins is what Logto makes of it; a script has a rule of its own.
func classify(address string) (kind addressKind, shown string) {
	address = strings.TrimSpace(address)
	shown = address
	if runes := []rune(shown); len(runes) > 60 {
		shown = string(runes[:60]) + "..."
	}
	switch {
	case address == "":
		return addressEmpty, shown
	case strings.HasPrefix(address, "{{"), strings.HasPrefix(address, "#"), isScript(address):
		return addressFine, shown
	}
	switch scheme := schemeOf(address); scheme {
	case "":
		return addressRelative, shown
	case "http":
		return addressHTTP, shown
	case "data":
		return addressData, shown
	case "cid":
		return addressAttached, shown
	default:
		return addressFine, shown
	}
}

// schemeOf returns the scheme of an address in lower case, or nothing. What
// follows the scheme may hold placeholders, which no URL has.
func schemeOf(address string) string {
	scheme, _, found := strings.Cut(address, ":")
	if !found {
		return ""
	}
	parsed, err := url.Parse(scheme + ":")
	if err != nil {
		return ""
	}
	return parsed.Scheme
}
