package manifest

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"

	"github.com/logtoctl/logtoctl/internal/email"
)

const keyUsageType = "usageType"

// templates returns the templates of a connector: the built-in ones, those of
// a folder, or those in the file itself.
func (d *decoder) templates(root *Node, o ConnectorOptions) []email.Template {
	node := root.Member(keyTemplates)
	if node == nil {
		if len(o.Builtin) == 0 {
			d.fail(root.Pos, "templates is missing", "add it to the file")
		}
		return slices.Clone(o.Builtin)
	}
	t := templateDecoder{decoder: d, first: make(map[email.UsageType]Pos)}
	switch node.Kind {
	case KindArray:
		for i, item := range node.Items {
			t.inline(item, i)
		}
	case KindString:
		if !t.folder(node, o.OpenDir) {
			return nil
		}
	default:
		d.fail(node.Pos, fmt.Sprintf("templates must be an array or the path of a folder, not %s", node.Kind), "")
		return nil
	}
	for _, usageType := range email.Required() {
		if _, ok := t.first[usageType]; !ok {
			d.fail(node.Pos, fmt.Sprintf("there is no template for %s", usageType), "Logto refuses a connector without it")
		}
	}
	return t.templates
}

// templateDecoder gathers the templates of a connector.
type templateDecoder struct {
	*decoder
	templates []email.Template
	// first has the place of the first template for each usage type.
	first map[email.UsageType]Pos
}

// inline reads an element of templates.
func (t *templateDecoder) inline(item *Node, index int) {
	name := fmt.Sprintf("templates[%d]", index)
	if !t.object(item, name, keyUsageType, email.FieldSubject, email.FieldContent) {
		return
	}
	fields := make(map[string]value)
	for _, key := range []string{keyUsageType, email.FieldSubject, email.FieldContent} {
		member := item.Member(key)
		if member == nil {
			t.fail(item.Pos, fmt.Sprintf("%s has no %s", name, key), "")
		} else if v, ok := t.text(member, key); ok {
			fields[key] = v
		}
	}
	if v, ok := fields[keyUsageType]; ok {
		if usageType, ok := t.usageType(v); ok {
			t.add(t.file, usageType, fields)
		}
	}
}

// usageType reads a usage type. One that is misspelt counts as the one that was
// meant, so that it is not reported as missing too.
func (t *templateDecoder) usageType(v value) (email.UsageType, bool) {
	usageType, err := email.ParseUsageType(v.text)
	unknown, isUnknown := errors.AsType[*email.UnknownUsageTypeError](err)
	if isUnknown {
		t.fail(v.start, "unknown usage type"+v.quoted(), unknown.Hint())
		meant, near := unknown.Meant()
		if !near {
			return "", false
		}
		usageType = meant
	}
	first, duplicate := t.first[usageType]
	switch {
	case !duplicate:
		t.first[usageType] = v.start
	case !isUnknown:
		t.fail(v.start, fmt.Sprintf("a second template for %s, which Logto would never use", usageType),
			fmt.Sprintf("the first one is in line %d, column %d", first.Line, first.Column))
	}
	if !isUnknown && string(usageType) != v.text {
		t.fail(v.start, "unknown usage type"+v.quoted(), fmt.Sprintf("upper and lower case matter to Logto: %q", usageType))
	}
	return usageType, true
}

// folder reads the templates of the folder that a string names. It returns
// false when they could not be read.
func (t *templateDecoder) folder(node *Node, open func(string) (fs.FS, error)) bool {
	v, ok := t.text(node, keyTemplates)
	if !ok {
		return false
	}
	if v.text == "" {
		t.fail(node.Pos, "templates is empty", "leave it out for the built-in templates")
		return false
	}
	if open == nil {
		t.fail(node.Pos, "templates cannot be a folder here", "write the templates into the file")
		return false
	}
	fsys, err := open(v.text)
	if err == nil {
		_, err = fs.Stat(fsys, ".") // os.DirFS opens a folder that is not there
	}
	if err != nil {
		if failed, ok := errors.AsType[*fs.PathError](err); ok {
			err = failed.Err // the path that counts is the one in the file
		}
		t.fail(node.Pos, "cannot open the folder of templates"+v.quoted()+": "+err.Error(), "the path counts from the folder of this file")
		return false
	}
	path := v.text
	if !filepath.IsAbs(path) {
		path = filepath.Join(filepath.Dir(t.file), path)
	}
	files, err := email.Read(fsys)
	if failures, ok := errors.AsType[email.FileErrors](err); ok {
		for _, f := range failures {
			t.report(filepath.Join(path, f.File), Pos{f.Line, f.Column}, SeverityError, f.Message, f.Hint)
		}
		return false
	}
	for _, file := range files {
		t.fromFile(filepath.Join(path, file.Name), file)
	}
	return true
}

// fromFile takes a template over from its own file, whose texts may hold
// references as those of the decoded file may.
func (t *templateDecoder) fromFile(path string, file email.File) {
	t.first[file.UsageType] = Pos{1, 1}
	texts := map[string]string{email.FieldSubject: file.Subject, email.FieldContent: file.Content}
	fields := make(map[string]value)
	for _, field := range []string{email.FieldSubject, email.FieldContent} {
		locate := func(offset int) Pos {
			line, column := file.Position(field, offset)
			return Pos{line, column}
		}
		if v, ok := t.expand(path, field, texts[field], locate); ok {
			fields[field] = v
		}
	}
	t.add(path, file.UsageType, fields)
}

// add takes a template whose usage type is known, with the fields that could
// be read, and reports what is wrong with them.
func (t *templateDecoder) add(file string, usageType email.UsageType, fields map[string]value) {
	template := email.Template{
		UsageType: usageType,
		Subject:   fields[email.FieldSubject].text,
		Content:   fields[email.FieldContent].text,
	}
	t.templates = append(t.templates, template)
	for _, field := range []string{email.FieldSubject, email.FieldContent} {
		if v, ok := fields[field]; ok && leftover(v.text) {
			t.report(file, v.start, SeverityError, "the "+field+" is a placeholder that nobody replaced", "write the real "+field)
			delete(fields, field)
		}
	}
	for _, issue := range email.Check(template) {
		if v, ok := fields[issue.Field]; ok {
			t.report(file, v.at(issue.Offset), issue.Severity, issue.Message, issue.Hint)
		}
	}
}
