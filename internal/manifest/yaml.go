package manifest

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/lexer"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"
)

// yamlReader builds nodes from YAML: one document of objects, arrays and plain
// values. What YAML has beyond that (see [yamlReader.refuse]) is refused: a
// file that is applied should say what it means where it says it.
type yamlReader struct {
	source
	report func(at Pos, message, hint string)
	last   *runeLine // shared by the copies
}

// runeLine is a line taken apart into characters. A file may be one long line,
// which would cost too much to take apart for each token again.
type runeLine struct {
	number int
	text   []rune
}

// newYAMLReader takes Windows' ends of lines for those of YAML, which changes
// no place.
func newYAMLReader(text source, report func(at Pos, message, hint string)) yamlReader {
	data := []byte(strings.ReplaceAll(string(text.data), "\r\n", "\n"))
	return yamlReader{source: newSource(text.file, data), report: report, last: new(runeLine)}
}

// runes returns the characters of a line, counted from one.
func (r yamlReader) runes(number int) []rune {
	if r.last.number != number {
		*r.last = runeLine{number: number, text: []rune(r.line(number))}
	}
	return r.last.text
}

// read returns the tree of the file, or nil when it has none.
func (r yamlReader) read() *Node {
	if offset := invalidUTF8(r.data); offset < len(r.data) {
		r.report(r.pos(offset), "the file is not UTF-8", "save it as UTF-8")
		return nil
	}
	if offset := strings.IndexFunc(string(r.data), isControl); offset >= 0 {
		r.report(r.pos(offset), "the file holds a control character", `in double quotes it is written as an escape, for instance "\r"`)
		return nil
	}
	tokens := lexer.Tokenize(string(r.data))
	if r.refuse(tokens) {
		return nil
	}
	file, err := parser.Parse(tokens, 0, parser.AllowDuplicateMapKey())
	if err != nil {
		r.syntaxError(err)
		return nil
	}
	if len(file.Docs) == 0 || file.Docs[0].Body == nil {
		r.report(r.pos(0), "the file is empty", "")
		return nil
	}
	return r.node(file.Docs[0].Body, 0)
}

func isControl(c rune) bool { return c < ' ' && c != '\n' && c != '\t' || c == '\x7f' }

func (r yamlReader) node(value ast.Node, depth int) *Node {
	at := r.place(value.GetToken())
	if depth > maxDepth {
		r.report(at, fmt.Sprintf("the file nests deeper than %d levels", maxDepth), "")
		return &Node{Kind: KindNull, Pos: at}
	}
	switch value := value.(type) {
	case *ast.MappingNode:
		if len(value.Values) > 0 && !value.IsFlowStyle {
			at = r.place(value.Values[0].Key.GetToken())
		}
		return r.members(at, value.Values, depth)
	case *ast.MappingValueNode:
		return r.members(r.place(value.Key.GetToken()), []*ast.MappingValueNode{value}, depth)
	case *ast.SequenceNode:
		node := &Node{Kind: KindArray, Pos: at}
		for _, item := range value.Values {
			if uri, torn := r.rejoined(item); torn && value.IsFlowStyle {
				node.Items = append(node.Items, uri)
				continue
			}
			node.Items = append(node.Items, r.node(item, depth+1))
		}
		return node
	case *ast.StringNode:
		return &Node{Kind: KindString, Pos: at, Text: value.Value, locate: r.inLine(at, value.Value)}
	case *ast.LiteralNode:
		return &Node{Kind: KindString, Pos: at, Text: value.Value.Value, locate: r.inBlock(at, value.Value.Value)}
	case *ast.BoolNode:
		return &Node{Kind: KindBool, Pos: at, Text: strconv.FormatBool(value.Value), bare: true}
	case *ast.IntegerNode, *ast.FloatNode, *ast.InfinityNode, *ast.NanNode:
		return &Node{Kind: KindNumber, Pos: at, Text: value.GetToken().Value, bare: true}
	case *ast.NullNode:
		return &Node{Kind: KindNull, Pos: at, Text: "null"}
	default:
		r.report(at, "this is not a value", "")
		return &Node{Kind: KindNull, Pos: at}
	}
}

// rejoined mends a text that the parser tears apart: in a list inside braces it
// takes the port of http://localhost:3000/callback for a value, although YAML
// wants white space after the colon of a pair.
func (r yamlReader) rejoined(item ast.Node) (*Node, bool) {
	if mapping, ok := item.(*ast.MappingNode); ok && !mapping.IsFlowStyle && len(mapping.Values) == 1 {
		item = mapping.Values[0]
	}
	pair, ok := item.(*ast.MappingValueNode)
	if !ok || pair.Value == nil {
		return nil, false
	}
	key, colon, rest := pair.Key.GetToken(), pair.Start, pair.Value.GetToken()
	if colon.Position.Line != rest.Position.Line || rest.Position.Column != colon.Position.Column+1 {
		return nil, false
	}
	text := key.Value + ":" + rest.Value
	at := r.place(key)
	return &Node{Kind: KindString, Pos: at, Text: text, locate: r.inLine(at, text)}, true
}

func (r yamlReader) members(at Pos, values []*ast.MappingValueNode, depth int) *Node {
	node := &Node{Kind: KindObject, Pos: at}
	first := make(map[string]Pos)
	for _, member := range values {
		name := member.Key.GetToken()
		key := &Node{Kind: KindString, Pos: r.place(name), Text: name.Value}
		if at, duplicate := first[key.Text]; duplicate {
			r.report(key.Pos, fmt.Sprintf("the key %q is there twice", key.Text), fmt.Sprintf("it is in line %d, column %d already", at.Line, at.Column))
			continue
		}
		first[key.Text] = key.Pos
		node.Members = append(node.Members, Member{Key: key, Value: r.node(member.Value, depth+1)})
	}
	return node
}

// syntaxError reports why the file could not be parsed. The parser's message
// names characters and never a value, which could be a secret.
func (r yamlReader) syntaxError(err error) {
	syntax, ok := errors.AsType[*yaml.SyntaxError](err)
	if !ok {
		r.report(r.pos(0), "the file is not YAML", "")
		return
	}
	message, hint := strings.ReplaceAll(syntax.Message, "\t", `\t`), ""
	switch {
	case strings.Contains(message, `\t`):
		hint = "indent with spaces, not with tabs"
	case strings.Contains(message, "mapping value is not allowed"):
		hint = "a text with a colon and a space in it goes in quotes"
	case strings.Contains(message, "flow map"):
		hint = "a text that begins with { goes in quotes"
	}
	r.report(r.place(syntax.Token), "the file is not YAML: "+message, hint)
}

// place returns the place of a token. The tokenizer's offsets drift behind
// wide characters; its lines and columns, which count characters, do not.
func (r yamlReader) place(t *token.Token) Pos {
	if t == nil || t.Position == nil {
		return r.pos(0)
	}
	line := min(max(t.Position.Line, 1), len(r.lines))
	width := len(r.runes(line))
	return Pos{File: r.file, Line: line, Column: min(max(t.Position.Column, 1), width+1)}
}
