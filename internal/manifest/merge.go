package manifest

import "fmt"

// merge returns what a later file makes of an earlier one: objects are merged
// key by key, null removes a key, and anything else, lists too, takes the
// place of what was there.
func (d *decoder) merge(earlier, later *Node) *Node {
	if earlier.Kind != KindObject || later.Kind != KindObject {
		return later
	}
	merged := &Node{Kind: KindObject, Pos: earlier.Pos}
	for _, member := range earlier.Members {
		switch over := later.Member(member.Key.Text); {
		case over == nil:
			merged.Members = append(merged.Members, member)
		case over.Kind != KindNull:
			merged.Members = append(merged.Members, Member{Key: member.Key, Value: d.merge(member.Value, over)})
		}
	}
	for _, member := range later.Members {
		switch {
		case earlier.Member(member.Key.Text) != nil:
		case member.Value.Kind == KindNull:
			d.warn(member.Key.Pos, fmt.Sprintf("there is no %q to remove", member.Key.Text), "no file before this one has it")
		default:
			merged.Members = append(merged.Members, member)
		}
	}
	return merged
}
