package framed

import (
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// tame takes out of an element what a policy has no say in: hints that open
// connections, and links that lead anywhere but to a new tab. Scripts, frames
// and forms, which a policy does forbid, go as well where they would leave
// something behind.
func tame(node *html.Node) {
	switch node.Data {
	case "script", "base", "link", "iframe", "frame", "object", "embed":
		node.Parent.RemoveChild(node)
	case "meta":
		if attribute(node, "http-equiv") != "" { // refresh leads elsewhere; the rest is for the header of the answer
			node.Parent.RemoveChild(node)
		}
	case "noscript": // what is text in it would be markup when written
		node.Data, node.DataAtom = "span", atom.Span
	case "a", "area":
		tameLink(node)
	case "form":
		remove(node, "action", "target")
	}
}

// tameLink has a link open a new tab, which learns nothing of the page that it
// was on. Links within the mail stay what they are; links that mails cannot have,
// such as relative ones and javascript:, lead nowhere.
func tameLink(node *html.Node) {
	leaves := false
	node.Attr = slices.DeleteFunc(node.Attr, func(a html.Attribute) bool {
		switch a.Key {
		case "target", "rel", "ping", "download":
			return true
		case "href":
			target := strings.ToLower(strings.TrimSpace(a.Val))
			away := hasAnyPrefix(target, "http://", "https://", "mailto:", "tel:")
			leaves = leaves || away
			return !away && !strings.HasPrefix(target, "#")
		default:
			return false
		}
	})
	if leaves {
		node.Attr = append(node.Attr, html.Attribute{Key: "target", Val: "_blank"}, html.Attribute{Key: "rel", Val: "noopener noreferrer"})
	}
}

func hasAnyPrefix(text string, prefixes ...string) bool {
	return slices.ContainsFunc(prefixes, func(prefix string) bool { return strings.HasPrefix(text, prefix) })
}
