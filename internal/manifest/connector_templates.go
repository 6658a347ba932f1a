package manifest

import (
	"fmt"

	"github.com/logtoctl/logtoctl/internal/email"
)

// connectorTemplates returns the templates of a connector: those that the
// command line names, the built-in ones, those of a folder, or those in the file
// itself.
func (d *decoder) connectorTemplates(root *Node, o ConnectorOptions) []MailTemplate {
	t := templateDecoder{decoder: d, open: o.OpenDir, name: keyTemplates, first: make(map[email.UsageType]Pos)}
	if o.Templates != nil {
		t.given(*o.Templates)
		return t.rows
	}
	node := root.Member(keyTemplates)
	if node == nil {
		if len(o.Builtin.Files) == 0 {
			d.fail(root.Pos, "templates is missing", "add it to the file")
		}
		t.builtin(o.Builtin)
		return t.rows
	}
	if t.decode(node) {
		t.checkRequired(node.Pos, hintRequired)
	}
	return t.rows
}

// builtin takes over the templates that logtoctl brings along.
func (t *templateDecoder) builtin(set Builtin) {
	t.language = set.Language
	for _, file := range set.Files {
		t.fromFile("built-in "+set.Language+"/"+file.Name, file)
	}
}

// The hints about a usage type that is missing. A folder of one language may be
// meant for localised templates.
const (
	hintRequired   = "Logto refuses a connector without it"
	hintIncomplete = hintRequired + "; localised templates may leave types out"
)

// checkRequired reports the usage types that a connector needs and does not
// have.
func (t *templateDecoder) checkRequired(at Pos, hint string) {
	for _, usageType := range email.Required() {
		if _, ok := t.first[usageType]; !ok {
			t.fail(at, fmt.Sprintf("there is no template for %s", usageType), hint)
		}
	}
}
