package manifest

import (
	"fmt"
	"slices"

	"github.com/logtoctl/logtoctl/internal/email"
)

// connectorTemplates returns the templates of a connector: the built-in ones,
// those of a folder, or those in the file itself.
func (d *decoder) connectorTemplates(root *Node, o ConnectorOptions) []email.Template {
	node := root.Member(keyTemplates)
	if node == nil {
		if len(o.Builtin) == 0 {
			d.fail(root.Pos, "templates is missing", "add it to the file")
		}
		return slices.Clone(o.Builtin)
	}
	t := templateDecoder{decoder: d, open: o.OpenDir, name: keyTemplates, first: make(map[email.UsageType]Pos)}
	if !t.decode(node) {
		return nil
	}
	for _, usageType := range email.Required() {
		if _, ok := t.first[usageType]; !ok {
			d.fail(node.Pos, fmt.Sprintf("there is no template for %s", usageType), "Logto refuses a connector without it")
		}
	}
	var templates []email.Template
	for _, row := range t.rows {
		templates = append(templates, email.Template{UsageType: row.UsageType, Subject: row.Subject, Content: row.Content})
	}
	return templates
}
