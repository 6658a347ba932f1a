package manifest

// Expand gives the tests the expanded text, the offsets of the problems
// and the way back from a place in the expanded text.
func Expand(text string, lookup func(string) (string, bool)) (expanded string, problems []int, source func(int) int) {
	d := decoder{lookup: lookup}
	e := expand(text, d.variable)
	for _, problem := range e.problems {
		problems = append(problems, problem.offset)
	}
	return e.text, problems, e.source
}

// Escape and Leftover are what the package uses inside.
var (
	Escape   = escape
	Leftover = leftover
)

// WriteYAML writes a text in an object, in an array and in an object in one.
func WriteYAML(key, text string) string {
	node := func() *Node { return &Node{Kind: KindString, Text: text} }
	list := &Node{Kind: KindArray, Items: []*Node{node(), newObject().add(key, node())}}
	var w yamlWriter
	w.members(newObject().add(key, newObject().add(key, node()).add(key+"2", list)), "")
	return w.out.String()
}

// ReadYAML reads what WriteYAML wrote.
func ReadYAML(data string) (key string, texts []string, err error) {
	var findings Findings
	report := func(at Pos, message, hint string) {
		findings = append(findings, Finding{Line: at.Line, Column: at.Column, Message: message, Hint: hint})
	}
	root := newYAMLReader(newSource("", []byte(data)), report).read()
	if len(findings) > 0 {
		return "", nil, findings
	}
	key = root.Members[0].Key.Text
	inner := root.Members[0].Value
	items := inner.Members[1].Value.Items
	return key, []string{inner.Members[0].Value.Text, items[0].Text, items[1].Members[0].Value.Text}, nil
}
