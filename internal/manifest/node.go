package manifest

import (
	"slices"
	"strconv"
)

// Kind is the kind of a [Node]. Its value is how a message names it.
type Kind string

// The kinds are those of JSON, which every format of a file comes down to.
const (
	KindNull   Kind = "null"
	KindBool   Kind = "a boolean"
	KindNumber Kind = "a number"
	KindString Kind = "a string"
	KindArray  Kind = "an array"
	KindObject Kind = "an object"
)

// Pos is a place in a file. Line and Column count from one, Column in
// characters.
type Pos struct {
	File         string
	Line, Column int
}

// Node is a value of a file and its place. It does not say which format the
// file is in: a front end for each format builds nodes, and the decoders
// know nothing else.
type Node struct {
	Kind Kind
	// Pos is where the value begins.
	Pos Pos
	// Text is the decoded text of a string, and the source text of a number, a
	// boolean or null.
	Text string
	// Members are the members of an object in the order of the file. No two
	// have the same key.
	Members []Member
	// Items are the elements of an array.
	Items []*Node

	// bare says that the text would be a string if it stood in quotes, which
	// only YAML knows.
	bare bool
	// locate finds the place of a byte of Text; without it a text is at Pos.
	locate func(offset int) Pos
}

// Member is a key of an object and its value.
type Member struct {
	Key, Value *Node
}

// Member returns the value of a key, or nil when the object has no such key.
func (n *Node) Member(key string) *Node {
	for _, member := range n.Members {
		if member.Key.Text == key {
			return member.Value
		}
	}
	return nil
}

// Without returns the object without the members of some keys.
func (n *Node) Without(keys ...string) *Node {
	rest := *n
	rest.Members = slices.DeleteFunc(slices.Clone(n.Members), func(m Member) bool { return slices.Contains(keys, m.Key.Text) })
	return &rest
}

// At returns the place of the byte at that offset of Text, so that a finding
// can point into a long string.
func (n *Node) At(offset int) Pos {
	if n.locate == nil {
		return n.Pos
	}
	return n.locate(offset)
}

// quoted returns the text for a message.
func (n *Node) quoted() string { return strconv.Quote(n.Text) }
