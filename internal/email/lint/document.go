package lint

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/net/html"
)

// placeAttribute marks the elements of a parsed document with the number of
// the tag that they come from.
const placeAttribute = "data-lint-place"

// document is the content of a template as a tree whose elements know where
// they were written.
type document struct {
	content string
	root    *html.Node
	tags    []tag
	// styles has the style attributes that were read, because several rules ask
	// for each.
	styles map[*html.Node][]declaration
}

// tag is where a start tag stands in the content, in bytes.
type tag struct{ start, end int }

// newDocument builds the tree, as a mail program does: without scripts. It fails
// only for elements nested more than 512 deep.
func newDocument(content string) (*document, error) {
	marked, tags := mark(content)
	root, err := html.ParseWithOptions(strings.NewReader(marked), html.ParseOptionEnableScripting(false))
	if err != nil {
		return nil, fmt.Errorf("parse the content as HTML: %w", err)
	}
	return &document{content: content, root: root, tags: tags, styles: make(map[*html.Node][]declaration)}, nil
}

// mark returns the content with a number in each start tag, because the parser
// keeps attributes and forgets places.
func mark(content string) (string, []tag) {
	var marked strings.Builder
	marked.Grow(2 * len(content))
	var tags []tag
	tokens := html.NewTokenizer(strings.NewReader(content))
	offset := 0
	for kind := tokens.Next(); kind != html.ErrorToken; kind = tokens.Next() {
		end := offset + len(tokens.Raw())
		raw := content[offset:end]
		if kind == html.StartTagToken || kind == html.SelfClosingTagToken {
			name, _ := tokens.TagName()
			cut := endOfName(raw)
			if string(name) == "noscript" {
				tokens.NextIsNotRawText()
			}
			marked.WriteString(raw[:cut])
			marked.WriteString(` ` + placeAttribute + `="`)
			marked.WriteString(strconv.Itoa(len(tags)))
			marked.WriteString(`" `)
			tags = append(tags, tag{offset, end})
			raw = raw[cut:]
		}
		marked.WriteString(raw)
		offset = end
	}
	marked.WriteString(content[offset:])
	return marked.String(), tags
}

// endOfName returns where the name of a start tag ends. It is looked for in
// the tag as written: the tokenizer's own name may be longer than that, with a
// replacement character in place of a zero byte.
func endOfName(raw string) int {
	if end := strings.IndexAny(raw, " \t\r\n\f/>"); end >= 0 {
		return end
	}
	return len(raw)
}

// tag returns the tag that an element was written as. Elements that the parser
// added (tbody, body) have none and get the nearest one around them.
func (d *document) tag(n *html.Node) tag {
	for ; n != nil; n = n.Parent {
		i, err := strconv.Atoi(attribute(n, placeAttribute))
		if err == nil && i >= 0 && i < len(d.tags) {
			return d.tags[i]
		}
	}
	return tag{}
}

// offset returns where an element begins.
func (d *document) offset(n *html.Node) int { return d.tag(n).start }

// elements returns all elements in the order in which they were written.
func (d *document) elements() []*html.Node {
	var elements []*html.Node
	for n := range d.root.Descendants() {
		if n.Type == html.ElementNode {
			elements = append(elements, n)
		}
	}
	return elements
}

// body returns the body, which the parser adds where it is missing, and all
// elements in it.
func (d *document) body() []*html.Node {
	elements := d.elements()
	start := slices.IndexFunc(elements, func(n *html.Node) bool { return n.Data == "body" })
	return elements[max(start, 0):]
}

// style returns the declarations of an element's style attribute.
func (d *document) style(n *html.Node) []declaration {
	found, read := d.styles[n]
	if !read {
		found = declarations(tokenize(attribute(n, "style"), 0))
		d.styles[n] = found
	}
	return found
}

var endOfStyle = regexp.MustCompile(`(?i)</style`)

// styleSheet returns the rules of all style elements together. They are read
// from the content rather than from the tree, which has other line ends.
func (d *document) styleSheet() styleSheet {
	var sheet styleSheet
	for _, n := range d.elements() {
		if n.Data != "style" || n.Namespace != "" || attribute(n, placeAttribute) == "" {
			continue
		}
		start := d.tag(n).end
		text := d.content[start:]
		if end := endOfStyle.FindStringIndex(text); end != nil {
			text = text[:end[0]]
		}
		sheet.read(tokenize(text, start), attribute(n, "media"))
	}
	return sheet
}

// attribute returns the first attribute of that name, else an empty text.
func attribute(n *html.Node, name string) string {
	value, _ := lookUp(n, name)
	return value
}

// lookUp returns the first attribute of that name and whether there is one.
func lookUp(n *html.Node, name string) (string, bool) {
	for _, a := range n.Attr {
		if a.Key == name && a.Namespace == "" {
			return a.Val, true
		}
	}
	return "", false
}
