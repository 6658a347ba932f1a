package templates_test

import (
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/logtoctl/logtoctl/internal/email"
)

// maxSize is the size in bytes of a template. Mail programs cut mails at some
// 100 KB, and issue 4 asks for less than 30.
const maxSize = 10 << 10

func TestEmail_markup(t *testing.T) {
	t.Parallel()
	eachLocale(t, func(t *testing.T, locale string, files []email.File) {
		t.Helper()
		for _, file := range files {
			if size := len(file.Content); size > maxSize {
				t.Errorf("%s has %d bytes", file.Name, size)
			}
			content := filled(t, file).Content
			document, err := html.Parse(strings.NewReader(content))
			if err != nil {
				t.Fatalf("%s: %v", file.Name, err)
			}
			for node := range document.Descendants() {
				if node.Type == html.ElementNode {
					checkElement(t, locale, file.Name, node)
				}
			}
			checkNesting(t, file.Name, content)
		}
	})
}

func checkElement(t *testing.T, locale, name string, node *html.Node) {
	t.Helper()
	switch node.DataAtom {
	case atom.Html:
		if attribute(node, "lang") != locale || attribute(node, "dir") != "ltr" {
			t.Errorf("%s is in %q, %q", name, attribute(node, "lang"), attribute(node, "dir"))
		}
	case atom.Table:
		if attribute(node, "role") != "presentation" {
			t.Errorf("%s has a table that a screen reader reads as one", name)
		}
	case atom.A:
		if attribute(node, "href") != "{{link}}" {
			t.Errorf("%s links to %q", name, attribute(node, "href"))
		}
	case atom.Style:
		checkStyle(t, name, node.FirstChild.Data)
	case atom.Script, atom.Form, atom.Link, atom.Img, atom.Iframe, atom.Svg, atom.Base:
		t.Errorf("%s has a <%s>", name, node.Data)
	default:
	}
	for _, class := range strings.Fields(attribute(node, "class")) {
		if !slices.Contains([]string{"canvas", "card", "panel", "rule", "text", "muted", "gutter", "inset"}, class) {
			t.Errorf("%s has a class %q without a style", name, class)
		}
	}
}

// checkStyle allows what cannot be inlined: the modes of the page, and rules of
// media queries, which have to win against inline styles.
func checkStyle(t *testing.T, name, style string) {
	t.Helper()
	media := ""
	for line := range strings.Lines(style) {
		line = strings.TrimSpace(line)
		switch {
		case line == "" || strings.HasPrefix(line, ":root {"):
		case strings.HasPrefix(line, "@media "):
			media = line
		case line == "}" && media != "":
			media = ""
		case media == "":
			t.Errorf("%s: %s applies everywhere, but is not inline", name, line)
		default:
			_, declarations, _ := strings.Cut(strings.TrimSuffix(line, "}"), "{")
			for declaration := range strings.SplitSeq(strings.TrimSpace(declarations), ";") {
				if declaration != "" && !strings.HasSuffix(declaration, "!important") {
					t.Errorf("%s: %s would not win in %s", name, declaration, media)
				}
			}
		}
	}
}

// checkNesting holds that every element is closed where it should be, which the
// parser would mend without a word.
func checkNesting(t *testing.T, name, content string) {
	t.Helper()
	void := []string{"meta", "br", "hr"}
	var open []string
	for tokens := html.NewTokenizer(strings.NewReader(content)); ; {
		kind := tokens.Next()
		token := tokens.Token()
		switch {
		case kind == html.ErrorToken:
			if len(open) > 0 {
				t.Errorf("%s: <%s> is not closed", name, open[len(open)-1])
			}
			return
		case kind == html.StartTagToken && !slices.Contains(void, token.Data):
			open = append(open, token.Data)
		case kind == html.EndTagToken:
			if len(open) == 0 || open[len(open)-1] != token.Data {
				t.Errorf("%s: </%s> closes nothing in %v", name, token.Data, open)
				return
			}
			open = open[:len(open)-1]
		}
	}
}

// A double click has to select the code and nothing else, and a program that
// offers to copy it looks for the digits alone.
func TestEmail_codeStandsAlone(t *testing.T) {
	t.Parallel()
	eachLocale(t, func(t *testing.T, _ string, files []email.File) {
		t.Helper()
		for _, file := range files {
			if file.UsageType == email.OrganizationInvitation {
				continue
			}
			document, err := html.Parse(strings.NewReader(file.Content))
			if err != nil {
				t.Fatal(err)
			}
			found := false
			for node := range document.Descendants() {
				if node.Type == html.TextNode && node.Data == "{{code}}" {
					found = strings.Contains(attribute(node.Parent, "style"), "user-select: all")
				}
			}
			if !found {
				t.Errorf("%s has no text that is the code alone and can be selected as one", file.Name)
			}
		}
	})
}

func attribute(node *html.Node, name string) string {
	for _, a := range node.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}
