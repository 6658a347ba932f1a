package manifest

import "strconv"

// said returns the text of a key, and false when the object has none that can
// be used; what is wrong with it was reported by check.
func (d *decoder) said(object *Node, key string) (value, bool) {
	node := object.Member(key)
	if node == nil {
		return value{}, false
	}
	return d.usable(node, key)
}

func (d *decoder) usable(node *Node, name string) (value, bool) {
	if node.Kind != KindString {
		return value{}, false
	}
	v := value{name: name, expansion: expand(node.Text, d.variable), start: node.Pos}
	return v, len(v.problems) == 0
}

// flag returns a boolean, or nil when the object has none.
func flag(object *Node, key string) *bool {
	node := object.Member(key)
	if node == nil || node.Kind != KindBool {
		return nil
	}
	on := node.Text == "true"
	return &on
}

// count returns a whole number, or nil when the object has none.
func count(object *Node, key string) *int {
	node := object.Member(key)
	if node == nil || node.Kind != KindNumber {
		return nil
	}
	n, err := strconv.Atoi(node.Text)
	if err != nil {
		return nil
	}
	return &n
}

// part returns an object inside of another one, an empty one when there is
// none.
func part(object *Node, key string) *Node {
	if node := object.Member(key); node != nil && node.Kind == KindObject {
		return node
	}
	return &Node{Kind: KindObject, Pos: object.Pos}
}
