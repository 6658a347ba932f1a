package framed

import (
	"strings"

	"golang.org/x/net/html"
)

// Pictures are the pictures of a mail that are shown.
type Pictures int

const (
	// StandIns shows pictures that the mail brings along, and boxes of their size
	// in place of those from elsewhere: to fetch one tells its owner that and
	// where the mail is read.
	StandIns Pictures = iota
	// NoPictures is a mail program that shows none.
	NoPictures
	// AllPictures fetches those from elsewhere, too.
	AllPictures
)

// picture gives a picture what is shown in its place.
func (l Look) picture(node *html.Node) {
	if l.Pictures == AllPictures {
		return
	}
	source := strings.TrimSpace(attribute(node, "src"))
	remove(node, "srcset", "sizes", "loading")
	switch {
	case l.Pictures == NoPictures:
		remove(node, "src")
	case strings.HasPrefix(strings.ToLower(source), "data:"):
	default:
		remove(node, "src")
		box := standIn(attribute(node, "width"), attribute(node, "height"), attribute(node, "alt"))
		node.Attr = append(node.Attr, html.Attribute{Key: "src", Val: box})
	}
}
