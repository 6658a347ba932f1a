package manifest

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"

	"github.com/logtoctl/logtoctl/internal/email"
)

// The keys of a template, beside those of [email.Issue], in the order of Logto's
// own documents. The last three are only for localised ones.
const (
	keyUsageType   = "usageType"
	keyContentType = "contentType"
	keyReplyTo     = "replyTo"
	keySendFrom    = "sendFrom"
)

// The content types that Logto knows; without one a mail is HTML.
const (
	contentTypeHTML = "text/html"
	contentTypeText = "text/plain"
)

// templateDecoder gathers the templates of a connector, or the localised ones
// of a language.
type templateDecoder struct {
	*decoder
	open func(path string) (fs.FS, error)
	// name is how messages call the value.
	name string
	// language is the language of localised templates, else empty.
	language string
	rows     []email.LocalisedTemplate
	// first has the place of the first template for each usage type.
	first map[email.UsageType]Pos
}

// decode reads a list of templates or the path of a folder. It returns false
// when the folder could not be read.
func (t *templateDecoder) decode(node *Node) bool {
	switch node.Kind {
	case KindArray:
		for i, item := range node.Items {
			t.inline(item, i)
		}
		return true
	case KindString:
		return t.folder(node)
	default:
		t.fail(node.Pos, fmt.Sprintf("%s must be an array or the path of a folder, not %s", t.name, node.Kind), "")
		return false
	}
}

// inline reads an element of a list.
func (t *templateDecoder) inline(item *Node, index int) {
	name := fmt.Sprintf("%s[%d]", t.name, index)
	required, optional := []string{keyUsageType, email.FieldSubject, email.FieldContent}, []string(nil)
	if t.language != "" {
		optional = []string{keyContentType, keyReplyTo, keySendFrom}
	}
	if !t.object(item, name, append(required, optional...)...) {
		return
	}
	fields := make(map[string]value)
	for _, key := range append(required, optional...) {
		if member := item.Member(key); member != nil {
			if v, ok := t.text(member, key); ok {
				fields[key] = v
			}
		}
	}
	for _, key := range required {
		if item.Member(key) == nil {
			t.fail(item.Pos, fmt.Sprintf("%s has no %s", name, key), "")
		}
	}
	if v, ok := fields[keyUsageType]; ok {
		if usageType, ok := t.usageType(v); ok {
			t.add(usageType, fields)
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
func (t *templateDecoder) folder(node *Node) bool {
	v, ok := t.text(node, t.name)
	if !ok {
		return false
	}
	if v.text == "" {
		t.fail(node.Pos, t.name+" is empty", "leave it out for the built-in templates")
		return false
	}
	if t.open == nil {
		t.fail(node.Pos, t.name+" cannot be a folder here", "write the templates into the file")
		return false
	}
	opened, shown := t.path(node.Pos.File, v.text)
	fsys, err := t.open(opened)
	if err == nil {
		_, err = fs.Stat(fsys, ".") // os.DirFS opens a folder that is not there
	}
	if err != nil {
		t.fail(node.Pos, "cannot open the folder of templates"+v.quoted()+": "+cause(err), t.relativeTo(node.Pos.File))
		return false
	}
	files, err := email.Read(fsys)
	if failures, ok := errors.AsType[email.FileErrors](err); ok {
		for _, f := range failures {
			t.fail(Pos{filepath.Join(shown, f.File), f.Line, f.Column}, f.Message, f.Hint)
		}
		return false
	}
	for _, file := range files {
		t.fromFile(filepath.Join(shown, file.Name), file)
	}
	return true
}

// cause returns why a file could not be opened without its path: the one that
// counts is the one in the file that names it.
func cause(err error) string {
	if failed, ok := errors.AsType[*fs.PathError](err); ok {
		err = failed.Err
	}
	return err.Error()
}

// relativeTo says where the relative paths of a file count from.
func (d *decoder) relativeTo(file string) string {
	if _, own := d.folders[file]; !own && file != d.files[0] {
		return "the path counts from the folder of " + d.files[0]
	}
	return "the path counts from the folder of this file"
}

// fromFile takes a template over from its own file, whose texts may hold
// references as those of the decoded file may.
func (t *templateDecoder) fromFile(path string, file email.File) {
	t.first[file.UsageType] = Pos{path, 1, 1}
	texts := map[string]string{email.FieldSubject: file.Subject, email.FieldContent: file.Content}
	fields := make(map[string]value)
	for _, field := range []string{email.FieldSubject, email.FieldContent} {
		locate := func(offset int) Pos {
			line, column := file.Position(field, offset)
			return Pos{path, line, column}
		}
		if v, ok := t.expand(field, texts[field], locate); ok {
			fields[field] = v
		}
	}
	if strings.HasSuffix(path, ".txt") {
		fields[keyContentType] = value{expansion: expansion{text: contentTypeText}}
	}
	t.add(file.UsageType, fields)
}

// add takes a template whose usage type is known, with the fields that could
// be read, and reports what is wrong with them.
func (t *templateDecoder) add(usageType email.UsageType, fields map[string]value) {
	template := email.Template{
		UsageType: usageType,
		Subject:   fields[email.FieldSubject].text,
		Content:   fields[email.FieldContent].text,
	}
	t.rows = append(t.rows, email.LocalisedTemplate{
		LanguageTag: t.language, UsageType: usageType, Subject: template.Subject, Content: template.Content,
		ContentType: fields[keyContentType].text, ReplyTo: fields[keyReplyTo].text, SendFrom: fields[keySendFrom].text,
	})
	for _, field := range []string{email.FieldSubject, email.FieldContent} {
		if v, ok := fields[field]; ok && leftover(v.text) {
			t.fail(v.start, "the "+field+" is a placeholder that nobody replaced", "write the real "+field)
			delete(fields, field)
		}
	}
	for _, issue := range email.Check(template) {
		if v, ok := fields[issue.Field]; ok {
			t.report(v.at(issue.Offset), issue.Severity, issue.Message, issue.Hint)
		}
	}
	t.checkDetails(fields)
}

// checkDetails checks what only a localised template has.
func (t *templateDecoder) checkDetails(fields map[string]value) {
	if v, ok := fields[keyContentType]; ok && v.text != contentTypeHTML && v.text != contentTypeText {
		t.fail(v.start, "contentType"+v.quoted()+" is not known to Logto", "use "+contentTypeHTML+" or "+contentTypeText)
	}
	if v, ok := fields[keySendFrom]; ok && len(email.Placeholders(v.text)) == 0 {
		t.checkFromAlias(v)
	}
}
