package manifest

import (
	"io/fs"
	"path"
	"path/filepath"
	"strings"

	"golang.org/x/text/language"

	"github.com/logtoctl/logtoctl/internal/email"
)

// layout is what a folder of templates has in it.
type layout struct {
	loose     []string // names of templates in the folder itself
	languages []string // folders with templates that are named after a language
	others    []string // folders with templates of another name
}

// layoutOf looks at a folder and one level below it. What cannot be read is
// left for the reader of the templates to report.
func layoutOf(fsys fs.FS) layout {
	var found layout
	entries, _ := fs.ReadDir(fsys, ".")
	for _, entry := range entries {
		name := entry.Name()
		switch {
		case isTemplateFile(entry):
			found.loose = append(found.loose, name)
		case !entry.IsDir() || strings.HasPrefix(name, ".") || !hasTemplates(fsys, name):
		case isLanguage(name):
			found.languages = append(found.languages, name)
		default:
			found.others = append(found.others, name)
		}
	}
	return found
}

func hasTemplates(fsys fs.FS, folder string) bool {
	entries, _ := fs.ReadDir(fsys, folder)
	for _, entry := range entries {
		if isTemplateFile(entry) {
			return true
		}
	}
	return false
}

func isTemplateFile(entry fs.DirEntry) bool {
	extension := path.Ext(entry.Name())
	return !entry.IsDir() && !strings.HasPrefix(entry.Name(), ".") && (extension == ".html" || extension == ".txt")
}

func isLanguage(name string) bool {
	_, err := language.Raw.Parse(name)
	return err == nil
}

// languageOf returns the language that the path of a folder without languages
// of its own ends with, such as emails/ja. A word of three letters, such as tmp,
// is as good as never meant as the language that it is.
func languageOf(folder string) string {
	name := filepath.Base(folder)
	if tag, err := language.Raw.Parse(name); err != nil || tag.String() != name || len(name) == len("tmp") {
		return ""
	}
	return name
}

// localisedFolder reads the templates of a folder that has one for each
// language.
func (d *decoder) localisedFolder(node *Node, open func(path string) (fs.FS, error)) []MailTemplate {
	fsys, shown, ok := d.openFolder(node, keyEmailTemplates, open)
	if !ok {
		return nil
	}
	found := layoutOf(fsys)
	switch {
	case len(found.languages)+len(found.others) > 0:
		return d.languages(shown, fsys, true)
	case len(found.loose) > 0 && languageOf(shown) != "":
		d.fail(node.Pos, keyEmailTemplates+" names the folder of one language", "name the folder that it is in, "+filepath.Dir(shown))
	case len(found.loose) > 0:
		d.fail(node.Pos, keyEmailTemplates+" names a folder of templates in no language: "+strings.Join(found.loose, ", "),
			"put them into a folder for each language, such as "+filepath.Join(shown, "en", found.loose[0]))
	default:
		d.fail(node.Pos, keyEmailTemplates+" names a folder without templates", "it has a folder for each language, such as "+filepath.Join(shown, "en", "SignIn.html"))
	}
	return nil
}

// languages reads the folders of all languages in a folder. Unless they are
// localised ones, each has to be complete: it could be a connector's.
func (d *decoder) languages(shown string, fsys fs.FS, localised bool) []MailTemplate {
	found := layoutOf(fsys)
	for _, name := range found.loose {
		d.fail(Pos{filepath.Join(shown, name), 1, 1}, "this template is in no language", "move it into a folder such as "+found.example())
	}
	rows := []MailTemplate{}
	for _, name := range append(found.languages, found.others...) {
		at := Pos{filepath.Join(shown, name), 1, 1}
		d.checkLanguage(&Node{Kind: KindString, Text: name, Pos: at})
		t := templateDecoder{decoder: d, language: name, localised: localised, first: make(map[email.UsageType]Pos)}
		if sub, err := fs.Sub(fsys, name); err == nil && t.files(at.File, sub) && !localised {
			t.checkRequired(at)
		}
		rows = append(rows, t.rows...)
	}
	return rows
}

// example returns a language that there is, else English.
func (l layout) example() string {
	return append(l.languages, "en")[0]
}
