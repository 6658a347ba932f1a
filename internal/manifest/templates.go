package manifest

import (
	"errors"
	"fmt"
	"io/fs"

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
	// language is the language of the templates, empty if nothing says it.
	language string
	// localised says that they are rows of Logto's own email templates.
	localised bool
	rows      []MailTemplate
	// first has the place of the first template for each usage type.
	first map[email.UsageType]Pos
}

// fieldText is the text of a field of a template, as far as it could be filled
// in. Only one without a fault is checked any further.
type fieldText struct {
	value

	whole bool
}

// origin is where a template comes from.
type origin struct {
	at     Pos    // where it begins
	source string // the text that its content was made from
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
	if t.localised {
		optional = []string{keyContentType, keyReplyTo, keySendFrom}
	}
	if !t.object(item, name, append(required, optional...)...) {
		return
	}
	fields := make(map[string]fieldText)
	for _, key := range append(required, optional...) {
		if member := item.Member(key); member != nil {
			fields[key] = t.fieldText(member, key)
		}
	}
	for _, key := range required {
		if item.Member(key) == nil {
			t.fail(item.Pos, fmt.Sprintf("%s has no %s", name, key), "")
		}
	}
	if v := fields[keyUsageType]; v.whole {
		if usageType, ok := t.usageType(v.value); ok {
			from := origin{at: item.Pos}
			if content := item.Member(email.FieldContent); content != nil {
				from.source = content.Text
			}
			t.add(usageType, from, fields)
		}
	}
}

// fieldText reads a field of a template. Only subject and content know the
// brand.
func (t *templateDecoder) fieldText(node *Node, key string) fieldText {
	if node.Kind != KindString || key != email.FieldSubject && key != email.FieldContent {
		v, ok := t.text(node, key)
		return fieldText{v, ok}
	}
	v, ok := t.expand(key, node.Text, node.At, t.resolveIn(key))
	v.start = node.Pos
	return fieldText{v, ok}
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

// add takes a template whose usage type is known, and reports what is wrong
// with those of its fields that could be read.
func (t *templateDecoder) add(usageType email.UsageType, from origin, fields map[string]fieldText) {
	row := MailTemplate{
		LocalisedTemplate: email.LocalisedTemplate{
			LanguageTag: t.language, UsageType: usageType,
			Subject: fields[email.FieldSubject].text, Content: fields[email.FieldContent].text,
			ContentType: fields[keyContentType].text, ReplyTo: fields[keyReplyTo].text, SendFrom: fields[keySendFrom].text,
		},
		Brand: t.brand.Brand, Localised: t.localised, File: from.at.File, Source: from.source,
		begin: from.at, places: make(map[string]func(int) Pos),
	}
	for _, field := range []string{email.FieldSubject, email.FieldContent} {
		v := fields[field]
		row.places[field] = v.at
		if v.whole && leftover(v.text) {
			t.fail(v.start, "the "+field+" is a placeholder that nobody replaced", "write the real "+field)
			delete(fields, field)
		}
	}
	if t.take != nil {
		t.take(row)
	} else {
		t.rows = append(t.rows, row)
	}
	t.checkTexts(row.Template(), fields)
	t.checkDetails(fields)
}

// checkTexts reports the issues of a template. Of a field that could not be filled in
// it is known only what stands in it, not what is missing.
func (t *templateDecoder) checkTexts(template email.Template, fields map[string]fieldText) {
	report := func(issue email.Issue) {
		t.report(fields[issue.Field].at(issue.Offset), issue.Severity, issue.Message, issue.Hint)
	}
	for _, issue := range t.issues(template) {
		if fields[issue.Field].whole {
			report(issue)
		}
	}
	for _, field := range []string{email.FieldSubject, email.FieldContent} {
		if v := fields[field]; !v.whole {
			for _, issue := range email.CheckPlaceholders(template.UsageType, field, v.text) {
				report(issue)
			}
		}
	}
}

// checkDetails checks what only a localised template has, and the kind of content
// that the name of a file says.
func (t *templateDecoder) checkDetails(fields map[string]fieldText) {
	switch v := fields[keyContentType]; {
	case !v.whole || v.text == contentTypeHTML:
	case v.text != contentTypeText:
		t.fail(v.start, "contentType"+v.quoted()+" is not known to Logto", "use "+contentTypeHTML+" or "+contentTypeText)
	default:
		t.warn(v.start, "Logto's Aliyun connector sends plain text as HTML: line breaks are lost, and < and & are markup",
			"write HTML, in a folder as .html, with <br> for a line break")
	}
	if v := fields[keySendFrom]; v.whole && len(email.Placeholders(v.text)) == 0 {
		t.checkFromAlias(v.value)
	}
}
