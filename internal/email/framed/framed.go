package framed

import (
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// Look is how a mail is shown.
type Look struct {
	// Dark is the colour scheme that the reader prefers.
	Dark bool
	// Pictures says which pictures are shown.
	Pictures Pictures
}

// Policy returns the Content-Security-Policy under which a mail with this look
// may be in a frame of its own origin. It keeps a mail from running, loading and
// sending anything. What else the frame may do is for the directive sandbox,
// which is the page's to add.
func (l Look) Policy() string {
	pictures := "data:"
	if l.Pictures == AllPictures {
		pictures += " https: http:"
	}
	return "default-src 'none'; style-src 'unsafe-inline'; img-src " + pictures + "; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
}

// tooDeep stands for a mail that nobody should nest as it does.
const tooDeep = `<!doctype html><meta charset="utf-8"><meta name="color-scheme" content="light dark"><p style="font: 15px system-ui">` +
	`The elements of this mail are nested too deep to show it. Its source is complete.</p>`

// Mail returns the HTML of a mail as a frame may hold it: a whole document
// without scripts, frames and hints that open connections, whose links lead to
// new tabs or nowhere, in the look that is asked for. A mail that is nested too
// deep to be read gives way to a sentence that says so.
func Mail(source string, look Look) string {
	// Browsers that run no scripts take the content of noscript for content like
	// any other.
	document, err := html.ParseWithOptions(strings.NewReader(source), html.ParseOptionEnableScripting(false))
	if err != nil {
		return Mail(tooDeep, look)
	}
	for _, node := range slices.Collect(document.Descendants()) {
		switch {
		case node.Type == html.ElementNode:
			tame(node)
			look.dress(node)
		case node.Type == html.TextNode && node.Parent.Data == "style":
			node.Data = look.css(node.Data)
		}
	}
	var out strings.Builder
	if html.Render(&out, document) != nil {
		return Mail(tooDeep, look)
	}
	return out.String()
}

// dress gives an element the look.
func (l Look) dress(node *html.Node) {
	switch node.Data {
	case "meta":
		if strings.EqualFold(attribute(node, "name"), "color-scheme") {
			change(node, "content", l.scheme)
		}
	case "img":
		l.picture(node)
	case "source":
		if l.Pictures != AllPictures {
			remove(node, "src", "srcset")
		}
	}
	change(node, "media", l.media)
	change(node, "style", l.css)
}

func attribute(node *html.Node, key string) string {
	for _, a := range node.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

func change(node *html.Node, key string, how func(string) string) {
	for i, a := range node.Attr {
		if a.Key == key {
			node.Attr[i].Val = how(a.Val)
		}
	}
}

func remove(node *html.Node, keys ...string) {
	node.Attr = slices.DeleteFunc(node.Attr, func(a html.Attribute) bool { return slices.Contains(keys, a.Key) })
}
