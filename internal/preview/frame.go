package preview

import (
	"regexp"
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// Look is how a mail is shown.
type Look struct {
	// Dark is the colour scheme that the reader prefers.
	Dark bool
	// NoImages is a mail program that loads no pictures.
	NoImages bool
}

// String returns the look as file names and addresses have it.
func (l Look) String() string {
	name := "light"
	if l.Dark {
		name = "dark"
	}
	if l.NoImages {
		name += "-no-images"
	}
	return name
}

// framePolicy keeps a mail from running and from loading anything. Base
// addresses are none of its business either.
const framePolicy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"

var (
	// prefersScheme is the media feature that asks for the colour scheme.
	prefersScheme = regexp.MustCompile(`(?i)\(\s*prefers-color-scheme\s*:\s*(dark|light)\s*\)`)
	// colorScheme is a declaration of the colour schemes that a style is for.
	colorScheme = regexp.MustCompile(`(?i)((?:^|[;{\s*/])color-scheme\s*:\s*)([a-z ]+)`)
)

// frame makes of a rendered mail what can be put into a frame: it looks the
// same on every machine, whatever the machine prefers, and asks the network for
// nothing. Only the tags and styles that matter are written anew; the rest stays
// byte for byte.
func frame(content string, look Look) string {
	var out strings.Builder
	tokens := html.NewTokenizer(strings.NewReader(content))
	style := false
	for {
		kind := tokens.Next()
		raw := string(tokens.Raw()) // before Token, which lower-cases it in place
		switch kind {
		case html.ErrorToken:
			return out.String() // a tag that never ends is no tag
		case html.StartTagToken, html.SelfClosingTagToken:
			token := tokens.Token()
			style = kind == html.StartTagToken && token.Data == "style"
			out.WriteString(look.tag(token, raw))
		case html.TextToken:
			if style {
				raw = look.css(raw)
			}
			out.WriteString(raw)
		case html.EndTagToken:
			style = false
			out.WriteString(raw)
		default:
			out.WriteString(raw)
		}
	}
}

// tag returns a start tag as the frame may have it.
func (l Look) tag(token html.Token, raw string) string {
	before := slices.Clone(token.Attr)
	switch token.Data {
	case "link", "base", "script": // what they would load, the policy forbids; a link may make a connection all the same
		return ""
	case "meta":
		if attribute(token, "http-equiv") != "" {
			return "" // refresh leads elsewhere; the encoding is that of the answer
		}
		if strings.EqualFold(attribute(token, "name"), "color-scheme") {
			change(&token, "content", l.scheme)
		}
	case "img":
		l.picture(&token)
	case "source":
		remove(&token, "src", "srcset")
	}
	change(&token, "media", l.media)
	change(&token, "style", l.css)
	if slices.Equal(before, token.Attr) {
		return raw
	}
	return token.String()
}

// picture gives a picture a stand-in, or nothing. A picture that the mail brings
// along needs none.
func (l Look) picture(token *html.Token) {
	source := strings.TrimSpace(attribute(*token, "src"))
	remove(token, "srcset", "sizes", "loading")
	switch {
	case l.NoImages:
		remove(token, "src")
	case strings.HasPrefix(strings.ToLower(source), "data:"):
	default:
		remove(token, "src")
		token.Attr = append(token.Attr, html.Attribute{Key: "src", Val: standIn(attribute(*token, "width"), attribute(*token, "height"), attribute(*token, "alt"))})
	}
}

// css decides every question for the colour scheme in a style sheet.
func (l Look) css(text string) string {
	text = l.media(text)
	return colorScheme.ReplaceAllStringFunc(text, func(declaration string) string {
		parts := colorScheme.FindStringSubmatch(declaration)
		return parts[1] + l.scheme(parts[2])
	})
}

// media answers the question for the colour scheme in a media query with a
// feature that is always, or never, there, so that and, not and commas around it
// keep their meaning.
func (l Look) media(query string) string {
	return prefersScheme.ReplaceAllStringFunc(query, func(feature string) string {
		if strings.Contains(strings.ToLower(feature), "dark") == l.Dark {
			return "(min-width: 0px)"
		}
		return "(max-width: 0px)"
	})
}

// scheme picks the one of the declared colour schemes that a reader with this
// preference gets.
func (l Look) scheme(declared string) string {
	schemes := strings.Fields(strings.ToLower(declared))
	dark, light := slices.Contains(schemes, "dark"), slices.Contains(schemes, "light")
	switch {
	case dark && (l.Dark || !light):
		return "dark"
	case light:
		return "light"
	default:
		return declared
	}
}

func attribute(token html.Token, key string) string {
	for _, a := range token.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

func change(token *html.Token, key string, how func(string) string) {
	for i, a := range token.Attr {
		if a.Key == key {
			token.Attr[i].Val = how(a.Val)
		}
	}
}

func remove(token *html.Token, keys ...string) {
	token.Attr = slices.DeleteFunc(slices.Clone(token.Attr), func(a html.Attribute) bool { return slices.Contains(keys, a.Key) })
}
