package manifest

import (
	"errors"
	"io/fs"
	"path/filepath"
	"slices"

	"golang.org/x/text/language"

	"github.com/logtoctl/logtoctl/internal/email"
)

// maxLanguageTag is the length in characters of the longest language tag that
// Logto stores.
const maxLanguageTag = 16

// connectorIn returns the object of the file's connector, the brand of the file
// laid over its own. Without a connector that could be read it returns nil, and
// the brand has been read.
func (d *decoder) connectorIn(root *Node, o Options) *Node {
	node := root.Member(keyConnector)
	if node == nil {
		d.readBrand(root.Member(keyBrand), "", o.Brand)
		return nil
	}
	connector := d.connectorOf(node, o)
	if connector == nil {
		d.readBrand(root.Member(keyBrand), exampleName, o.Brand)
		return nil
	}
	shared := *root
	shared.Members = slices.DeleteFunc(slices.Clone(root.Members), func(m Member) bool { return m.Key.Text != keyBrand })
	return d.merge(connector, &shared)
}

// connectorOf returns the object of the connector, whose configuration may be
// in a file of its own. It returns nil when that could not be read.
func (d *decoder) connectorOf(node *Node, o Options) *Node {
	if !d.object(node, keyConnector, append(connectorKeys(), keyFile)...) {
		return nil
	}
	ref := node.Member(keyFile)
	if ref == nil {
		return node
	}
	file := d.connectorFile(ref, o.ReadFile)
	if file == nil {
		return nil
	}
	return d.merge(file, node.Without(keyFile))
}

// connectorFile returns the tree of the connector.json that a string names, or
// nil when there is none.
func (d *decoder) connectorFile(ref *Node, read func(path string) ([]byte, error)) *Node {
	v, ok := d.text(ref, "connector.file")
	if !ok {
		return nil
	}
	if read == nil {
		d.fail(ref.Pos, "connector.file cannot be read here", "write the connector into this file")
		return nil
	}
	opened, shown := d.path(ref.Pos.File, v.text)
	data, err := read(opened)
	if err != nil {
		d.fail(ref.Pos, "cannot read the connector file"+v.quoted()+": "+cause(err), d.relativeTo(ref.Pos.File))
		return nil
	}
	d.folders[shown] = filepath.Dir(opened)
	node := d.json(shown, data)
	if node == nil || !d.object(node, "the file", connectorKeys()...) {
		return nil
	}
	return node
}

// emailTemplates reads the localised templates, by language and then in the
// order of the file.
func (d *decoder) emailTemplates(node *Node, open func(path string) (fs.FS, error)) []MailTemplate {
	if node.Kind == KindString {
		return d.localisedFolder(node, open)
	}
	rows := []MailTemplate{}
	for _, member := range node.Members {
		d.checkLanguage(member.Key)
		t := templateDecoder{
			decoder: d, open: open, language: member.Key.Text, localised: true, name: join(keyEmailTemplates, member.Key.Text),
			first: make(map[email.UsageType]Pos),
		}
		t.decode(member.Value)
		rows = append(rows, t.rows...)
	}
	return rows
}

// checkLanguage checks a language tag. Logto takes any text, but compares it
// letter by letter with what the browser of an end user asks for.
func (d *decoder) checkLanguage(key *Node) {
	tag, err := language.Raw.Parse(key.Text)
	_, unknown := errors.AsType[language.ValueError](err)
	switch {
	case unknown:
		d.warn(key.Pos, "the language "+key.quoted()+" has a part that is not registered", "a language tag looks like en or zh-CN")
	case err != nil:
		d.fail(key.Pos, "the language "+key.quoted()+" is not a language tag", "it looks like en or zh-CN")
	case tag.String() != key.Text:
		d.fail(key.Pos, "the language "+key.quoted()+" would never be found: Logto compares letter by letter", "write "+tag.String())
	}
	if len([]rune(key.Text)) > maxLanguageTag {
		d.fail(key.Pos, "the language tag is longer than the 16 characters that Logto takes", "")
	}
}
