package manifest

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/tailscale/hujson"
)

// maxDepth is how deep a file may nest. None of the files needs more than a
// few levels; the limit keeps the recursive parser off deep water.
const maxDepth = 100

// jsonReader builds nodes from JSON. The parser is one for JSON with comments
// because it keeps the place of everything; what is not JSON becomes a finding
// instead of a mystery.
type jsonReader struct {
	source
	report func(at Pos, message, hint string)
}

// read returns the tree of the file, or nil when it has none.
func (r jsonReader) read() *Node {
	if offset := invalidUTF8(r.data); offset < len(r.data) {
		r.report(r.pos(offset), "the file is not UTF-8", "save it as UTF-8")
		return nil
	}
	if len(bytes.TrimSpace(r.data)) == 0 {
		r.report(r.pos(0), "the file is empty", "")
		return nil
	}
	if offset := tooDeep(r.data); offset >= 0 {
		r.report(r.pos(offset), fmt.Sprintf("the file nests deeper than %d levels", maxDepth), "")
		return nil
	}
	value, err := hujson.Parse(r.data)
	if err != nil {
		r.syntaxError(err)
		return nil
	}
	r.comment(value.BeforeExtra, value.StartOffset-len(value.BeforeExtra))
	node := r.node(value)
	r.comment(value.AfterExtra, value.EndOffset)
	return node
}

func (r jsonReader) node(value hujson.Value) *Node {
	node := &Node{Pos: r.pos(value.StartOffset)}
	switch trimmed := value.Value.(type) {
	case *hujson.Object:
		node.Kind = KindObject
		r.members(node, trimmed, value.EndOffset)
	case *hujson.Array:
		node.Kind = KindArray
		for i, element := range trimmed.Elements {
			node.Items = append(node.Items, r.child(element, i == len(trimmed.Elements)-1))
		}
		r.comment(trimmed.AfterExtra, value.EndOffset-1-len(trimmed.AfterExtra))
	case hujson.Literal:
		node.Text = trimmed.String()
		node.Kind = literalKind(trimmed.Kind())
		if node.Kind == KindString {
			text := literal{source: string(trimmed)}
			node.locate = func(offset int) Pos { return r.pos(value.StartOffset + text.offset(offset)) }
		}
	}
	return node
}

func (r jsonReader) members(node *Node, object *hujson.Object, end int) {
	first := make(map[string]Pos)
	for i, member := range object.Members {
		key := r.child(member.Name, false)
		value := r.child(member.Value, i == len(object.Members)-1)
		if at, duplicate := first[key.Text]; duplicate {
			r.report(key.Pos, fmt.Sprintf("the key %q is there twice", key.Text), fmt.Sprintf("it is in line %d, column %d already", at.Line, at.Column))
			continue
		}
		first[key.Text] = key.Pos
		node.Members = append(node.Members, Member{Key: key, Value: value})
	}
	r.comment(object.AfterExtra, end-1-len(object.AfterExtra))
}

// child returns the node of a value inside of another one. The parser gives
// the last value white space after it, even if none, only before a comma that
// nothing follows.
func (r jsonReader) child(value hujson.Value, last bool) *Node {
	r.comment(value.BeforeExtra, value.StartOffset-len(value.BeforeExtra))
	node := r.node(value)
	r.comment(value.AfterExtra, value.EndOffset)
	if last && value.AfterExtra != nil {
		r.report(r.pos(value.EndOffset+len(value.AfterExtra)), "JSON has no comma after the last value", "remove the comma")
	}
	return node
}

// comment reports a comment between two values.
func (r jsonReader) comment(extra hujson.Extra, offset int) {
	if i := bytes.IndexByte(extra, '/'); i >= 0 {
		r.report(r.pos(offset+i), "JSON has no comments", "remove the comment")
	}
}

// syntaxError reports why the file could not be parsed. The parser quotes a
// literal that it does not understand, which could be a secret: then the
// standard library, which names one character only, says what is wrong.
func (r jsonReader) syntaxError(err error) {
	var line, column int
	if _, scanErr := fmt.Sscanf(err.Error(), "hujson: line %d, column %d:", &line, &column); scanErr != nil {
		r.report(r.pos(0), "the file is not JSON", "")
		return
	}
	offset := r.offset(line, column)
	cause := errors.Unwrap(err)
	var literal json.RawMessage
	switch detail := json.NewDecoder(bytes.NewReader(r.data[offset:])).Decode(&literal); {
	case errors.Is(cause, io.ErrUnexpectedEOF):
		r.report(r.pos(offset), "the file ends too early", "a bracket, a brace or a quotation mark is not closed")
	case !strings.HasPrefix(cause.Error(), "invalid literal"):
		r.report(r.pos(offset), cause.Error(), "")
	default:
		message := "this is not a JSON value"
		if syntax, ok := errors.AsType[*json.SyntaxError](detail); ok {
			message, offset = syntax.Error(), offset+int(syntax.Offset)-1
		}
		r.report(r.pos(offset), message, "")
	}
}
