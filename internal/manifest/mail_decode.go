package manifest

import (
	"io/fs"
	"path/filepath"

	"github.com/logtoctl/logtoctl/internal/email"
)

// DecodeConnectorTemplates reads the templates of a connector.json as
// [DecodeConnector] does, and looks at nothing else in it but its brand and the
// sender, which the brand may take its name from. The findings are errors and
// warnings; the templates are all that could be read.
func DecodeConnectorTemplates(file string, data []byte, o ConnectorOptions) ([]MailTemplate, Findings) {
	d := newDecoder(o.Lookup, file)
	d.take = o.Take
	root := d.json(file, data)
	if root == nil || !d.object(root, "the file", connectorKeys()...) {
		return nil, d.all()
	}
	templates := d.senderTemplates(root, o)
	return templates, d.all()
}

// DecodeManifestTemplates reads the templates of a logtoctl.yaml and its
// overlays, those of its connector before the localised ones, as
// [DecodeManifest] does, and looks at nothing else in it but what
// [DecodeConnectorTemplates] does.
func DecodeManifestTemplates(sources []Source, o Options) ([]MailTemplate, Findings) {
	d := newDecoder(o.Lookup, sourceNames(sources)...)
	d.take = o.Take
	root := d.overlay(sources)
	if root == nil {
		return nil, d.all()
	}
	d.object(root, "the file", keys(manifestFields())...)
	var templates []MailTemplate
	if connector := d.connectorIn(root, o); connector != nil {
		templates = d.senderTemplates(connector, o.ConnectorOptions)
	}
	if node := root.Member(keyEmailTemplates); node != nil {
		d.check(node, keyEmailTemplates, emailTemplatesShape())
		templates = append(templates, d.emailTemplates(node, o.OpenDir)...)
	}
	return templates, d.all()
}

// senderTemplates reads the templates of a connector without the rest of it.
func (d *decoder) senderTemplates(root *Node, o ConnectorOptions) []MailTemplate {
	accountName := ""
	if root.Member(keyAccountName) != nil {
		accountName = d.accountName(root)
	}
	d.readBrand(root.Member(keyBrand), senderName(d.fromAlias(root), accountName), o.Brand)
	return d.connectorTemplates(root, o)
}

// DecodeTemplateFolder reads the templates of a folder, flat or with a folder
// for each language. Each language has to be complete, so that a connector can
// have it. The path is for the findings; the name of the folder says the language
// of a flat one, if it is that of a language. The findings are errors and
// warnings; the templates are all that could be read.
func DecodeTemplateFolder(path, name string, fsys fs.FS, o ConnectorOptions) ([]MailTemplate, Findings) {
	d := folderDecoder(path, o)
	if layoutOf(fsys).byLanguage() {
		return d.languages(path, fsys, false), d.all()
	}
	t := templateDecoder{decoder: d, language: languageOf(name), first: make(map[email.UsageType]Pos)}
	if t.files(path, fsys) {
		hint := hintRequired
		if t.language != "" {
			hint = hintIncomplete
		}
		t.checkRequired(Pos{path, 1, 1}, hint)
	}
	return t.rows, d.all()
}

// DecodeTemplateFile reads one template of a folder, as [DecodeTemplateFolder]
// does, with the findings in it.
func DecodeTemplateFile(path, name, file string, fsys fs.FS, o ConnectorOptions) ([]MailTemplate, Findings) {
	d := folderDecoder(path, o)
	folder := onlyFile{fsys, file}
	if templates, _, err := email.List(folder); err == nil && len(templates) == 0 {
		d.fail(Pos{filepath.Join(path, file), 1, 1}, messageNoTemplate, hintTemplateName)
		return nil, d.all()
	}
	t := templateDecoder{decoder: d, language: languageOf(name), first: make(map[email.UsageType]Pos)}
	t.files(path, folder)
	return t.rows, d.all()
}

// DecodeBuiltin reads the templates that logtoctl brings along.
func DecodeBuiltin(sets []Builtin, o ConnectorOptions) ([]MailTemplate, Findings) {
	d := folderDecoder("", o)
	var templates []MailTemplate
	for _, set := range sets {
		t := templateDecoder{decoder: d, first: make(map[email.UsageType]Pos)}
		t.builtin(set)
		templates = append(templates, t.rows...)
	}
	return templates, d.all()
}

// folderDecoder returns a decoder of templates that no file names, whose brand
// is called Example unless the options say otherwise.
func folderDecoder(path string, o ConnectorOptions) *decoder {
	d := newDecoder(o.Lookup, path)
	d.take = o.Take
	d.readBrand(nil, exampleName, o.Brand)
	return d
}
