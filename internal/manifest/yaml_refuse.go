package manifest

import (
	"fmt"

	"github.com/goccy/go-yaml/token"
)

// maxEntries is how many keys and list entries a file may have: a tenant with a
// thousand applications has half of it. The parser takes four times as long for
// twice as many, and for the 200,000 that there is room for it takes minutes.
const maxEntries = 20_000

// refuse reports what logtoctl.yaml has no use for and returns whether there
// was any: anchors, aliases, merge keys, tags, directives, complex keys, a
// second document, and what the recursive parser cannot cope with: deep nesting,
// and too many entries.
func (r yamlReader) refuse(tokens token.Tokens) bool {
	refused := false
	fail := func(t *token.Token, message, hint string) {
		refused = true
		r.report(r.place(t), message, hint)
	}
	begun, ended := false, false
	depth, entries := nesting{}, 0
	for _, t := range tokens {
		switch t.Type {
		case token.CommentType:
			continue
		case token.DocumentEndType:
			ended = true
			continue
		case token.DocumentHeaderType:
			ended = ended || begun
		default:
		}
		if ended {
			fail(t, "a second document", "write one document for each file, and name them one after the other: -f base.yaml -f more.yaml")
			return true
		}
		begun = true
		if message, hint := notUsed(t.Type); message != "" {
			fail(t, message, hint)
		}
		if t.Type == token.DirectiveType {
			return true // a document follows it
		}
		if depth.add(t) > maxDepth {
			fail(t, fmt.Sprintf("the file nests deeper than %d levels", maxDepth), "")
			return true
		}
		if isEntry(t.Type) {
			entries++
		}
		if entries > maxEntries {
			fail(t, fmt.Sprintf("the file has more than %d keys and list entries", maxEntries), "use a file for each tenant")
			return true
		}
	}
	return refused
}

// isEntry tells the tokens of which each key has one, and each entry of a list.
func isEntry(kind token.Type) bool {
	return kind == token.MappingValueType || kind == token.SequenceEntryType || kind == token.CollectEntryType
}

// notUsed says what is wrong with a token that logtoctl.yaml has no use for.
func notUsed(kind token.Type) (message, hint string) {
	switch kind {
	case token.AnchorType:
		return "anchors (&) are not understood here", "write the value out; a text that begins with & goes in quotes"
	case token.AliasType:
		return "aliases (*) are not understood here", "write the value out; a text that begins with * goes in quotes"
	case token.MergeKeyType:
		return "merge keys (<<) are not understood here", "write the keys out, or put them into a file of their own: -f base.yaml -f more.yaml"
	case token.TagType:
		return "tags (!) are not understood here", "leave the tag out; a text that begins with ! goes in quotes"
	case token.DirectiveType:
		return "directives (%) are not understood here", "leave the line out"
	case token.MappingKeyType:
		return "complex keys (?) are not understood here", "write key: value"
	default:
		return "", ""
	}
}

// nesting follows how deep brackets, and the dashes of one line, nest. Lines
// that nest by their indent are no danger: a file is too small for many.
type nesting struct {
	brackets, dashes, line int
}

func (n *nesting) add(t *token.Token) int {
	if t.Position.Line != n.line {
		n.dashes, n.line = 0, t.Position.Line
	}
	switch t.Type {
	case token.MappingStartType, token.SequenceStartType:
		n.brackets++
	case token.MappingEndType, token.SequenceEndType:
		n.brackets--
	case token.SequenceEntryType:
		n.dashes++
	default:
	}
	return n.brackets + n.dashes
}
