package manifest

import (
	"encoding/json"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/logtoctl/logtoctl/internal/printable"
)

var (
	// plainText is a text that means itself in YAML without quotes, wherever it
	// stands in a block; there is more, but quotes never hurt.
	plainText = regexp.MustCompile(`^(?:[\pL$/]|<\pL|\.\.?/|\.env)(?:[\pL\pN_./@+=&?$*~!%;(){},<>"'-]| [\pL\pN_/@+=$*({<"]|:[\pL\pN/-])*$`)
	// plainWord is what YAML, of one version or another, takes for no text.
	plainWord = regexp.MustCompile(`(?i)^(true|false|yes|no|on|off|y|n|null)$`)
	// unlikeBlock is a text that a block would not bring back the same: a first
	// line that is empty or indented, a line that begins with a tab or ends with
	// white space, characters that are no part of a line, and more than
	// one empty line at the end. So is what must be an escape, see scalar.
	unlikeBlock = regexp.MustCompile(`^[\n \t]|[ \t](\n|$)|\n\t|\n\n$|[\x00-\x08\x0b-\x1f\x7f-\x{9f}\x{2028}\x{2029}\x{202a}-\x{202e}\x{2066}-\x{2069}\x{feff}]`)
)

// yamlWriter writes nodes as YAML in blocks, indented by two spaces.
type yamlWriter struct{ out strings.Builder }

func (w *yamlWriter) write(parts ...string) {
	for _, part := range parts {
		w.out.WriteString(part)
	}
}

// value writes what follows a key or a dash, to the end of the line.
func (w *yamlWriter) value(node *Node, indent string) {
	switch {
	case node.Kind == KindString && strings.Contains(node.Text, "\n") && !unlikeBlock.MatchString(node.Text):
		w.block(node.Text, indent)
	case node.Kind == KindString:
		w.write(" ", scalar(node.Text), "\n")
	case node.Kind == KindArray && len(node.Items) == 0:
		w.write(" []\n")
	case node.Kind == KindArray:
		w.write("\n")
		for _, item := range node.Items {
			w.item(item, indent)
		}
	case node.Kind == KindObject && len(node.Members) == 0:
		w.write(" {}\n")
	case node.Kind == KindObject:
		w.write("\n", indent)
		w.members(node, indent)
	default:
		w.write(" ", node.Text, "\n")
	}
}

// item writes an element of an array; an object begins behind the dash.
func (w *yamlWriter) item(node *Node, indent string) {
	w.write(indent, "-")
	if node.Kind == KindObject && len(node.Members) > 0 {
		w.write(" ")
		w.members(node, indent+"  ")
		return
	}
	w.value(node, indent+"  ")
}

// members writes the members of an object. The indent of the first one is
// there already.
func (w *yamlWriter) members(node *Node, indent string) {
	for i, member := range node.Members {
		if i > 0 {
			w.write(indent)
		}
		w.write(scalar(member.Key.Text), ":")
		w.value(member.Value, indent+"  ")
	}
}

// block writes a text of several lines as they are.
func (w *yamlWriter) block(text, indent string) {
	header := " |\n"
	if !strings.HasSuffix(text, "\n") {
		header = " |-\n"
	}
	w.write(header)
	for line := range strings.Lines(text) {
		if line != "\n" {
			w.write(indent)
		}
		w.write(strings.TrimSuffix(line, "\n"), "\n")
	}
}

// scalar writes a text on one line, in quotes unless it is sure to need none.
// What JSON leaves as it is is written as an escape where YAML does not take it, or
// where it would play with the terminal on which somebody looks at the file.
func scalar(text string) string {
	if !utf8.ValidString(text) || plainText.MatchString(text) && !plainWord.MatchString(text) {
		return text // the former is for the caller to refuse
	}
	var quoted strings.Builder
	encoder := json.NewEncoder(&quoted)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(text); err != nil {
		return `""`
	}
	return printable.Escape(strings.NewReplacer("\n", "", "\ufeff", `\ufeff`).Replace(quoted.String()))
}
