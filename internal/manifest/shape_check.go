package manifest

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/logtoctl/logtoctl/internal/nearest"
)

// check reports where a value does not have its shape.
func (d *decoder) check(node *Node, name string, s shape) {
	if s.kind != node.Kind && s.other != nil && s.other.kind == node.Kind {
		s = *s.other
	}
	switch {
	case s.delegated:
	case s.kind != node.Kind:
		d.fail(node.Pos, fmt.Sprintf("%s must be %s, not %s", name, s.kinds(), node.Kind), s.kindHint(node))
	case s.kind == KindObject && s.each != nil:
		for _, member := range node.Members {
			d.check(member.Value, join(name, member.Key.Text), *s.each)
		}
	case s.kind == KindObject:
		d.checkFields(node, name, s.fields)
	case s.kind == KindArray:
		for i, item := range node.Items {
			d.check(item, fmt.Sprintf("%s[%d]", name, i), *s.each)
		}
	case s.kind == KindString:
		d.checkWord(node, name, s.words)
	case s.kind == KindNumber:
		if number, err := strconv.Atoi(node.Text); err != nil || number < s.least || number > s.most {
			d.fail(node.Pos, fmt.Sprintf("%s must be %s", name, s.numbers()), "")
		}
	}
}

func (d *decoder) checkFields(node *Node, name string, fields []field) {
	d.object(node, name, keys(fields)...)
	for _, f := range fields {
		switch member := node.Member(f.key); {
		case member != nil:
			d.check(member, join(name, f.key), f.shape)
		case f.required && f.key == keyVersion:
			d.fail(node.Pos, "version is missing", fmt.Sprintf("begin the file with version: %d", Version))
		case f.required:
			d.fail(node.Pos, join(name, f.key)+" is missing", "")
		}
	}
}

func (d *decoder) checkWord(node *Node, name string, words []string) {
	v, ok := d.text(node, name)
	if !ok || len(words) == 0 || slices.Contains(words, v.text) {
		return
	}
	hint := nearest.Hint(v.text, slices.Values(words))
	if hint == "" {
		hint = "use one of " + strings.Join(words, ", ")
	}
	d.fail(v.start, name+v.quoted()+" is not known", hint)
}

// join returns the name of a member for a message.
func join(name, key string) string {
	if name == "" {
		return key
	}
	return name + "." + key
}

func (s shape) kinds() string {
	if s.other != nil {
		return string(s.kind) + " or " + string(s.other.kind)
	}
	return string(s.kind)
}

func (s shape) kindHint(node *Node) string {
	switch {
	case node.Kind == KindNull:
		return "leave it out; null removes a key only in a file that comes after the one that has it"
	case s.kind == KindString:
		return quoteHint(node)
	default:
		return ""
	}
}

func (s shape) numbers() string {
	if s.least == s.most {
		return strconv.Itoa(s.least)
	}
	return fmt.Sprintf("a whole number from %d to %d", s.least, s.most)
}
