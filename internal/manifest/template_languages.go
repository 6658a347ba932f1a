package manifest

import (
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"

	"golang.org/x/text/language"

	"github.com/logtoctl/logtoctl/internal/email"
)

// layout is what a folder of templates has in it.
type layout struct {
	loose     []string // names of templates in the folder itself
	languages []string // folders that are named after a language, and have templates or cannot be read
	others    []string // folders of another name with templates
}

// layoutOf looks at a folder and one level below it. What cannot be read is
// left for the reader of the templates to report.
func layoutOf(fsys fs.FS) layout {
	var found layout
	found.loose, _, _ = email.List(fsys)
	entries, _ := fs.ReadDir(fsys, ".")
	for _, entry := range entries {
		name := entry.Name()
		if strings.HasPrefix(name, ".") || strings.HasPrefix(name, "_") || !isFolder(fsys, entry) {
			continue
		}
		templates, _, err := email.List(subFolder{fsys, name})
		switch {
		case isLanguage(name) && (err != nil || len(templates) > 0):
			found.languages = append(found.languages, name)
		case len(templates) > 0:
			found.others = append(found.others, name)
		}
	}
	return found
}

// isFolder also follows a symbolic link. One in the name of a language that
// leads nowhere was meant as a folder.
func isFolder(fsys fs.FS, entry fs.DirEntry) bool {
	if entry.Type()&fs.ModeSymlink == 0 {
		return entry.IsDir()
	}
	info, err := fs.Stat(fsys, entry.Name())
	return err != nil || info.IsDir()
}

// byLanguage says that the folder is one of languages, not of templates.
func (l layout) byLanguage() bool {
	return len(l.languages) > 0 || len(l.loose) == 0 && len(l.others) > 0
}

// isLanguage says whether a folder may be named after a language, in whatever
// spelling. Many a word of three letters is a language too, such as old and src,
// but none that Logto offers.
func isLanguage(name string) bool {
	tag, err := language.Raw.Parse(name)
	return err == nil && len(name) != len("old") && strings.EqualFold(tag.String(), strings.ReplaceAll(name, "_", "-"))
}

// languageOf returns the language that the path of a folder without languages
// of its own ends with, such as emails/ja.
func languageOf(folder string) string {
	name := filepath.Base(folder)
	if tag, _ := language.Raw.Parse(name); !isLanguage(name) || tag.String() != name {
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
	case found.byLanguage():
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
	for _, name := range found.others {
		d.fail(Pos{filepath.Join(shown, name), 1, 1}, fmt.Sprintf("the folder has templates in it, but %q is no language tag", name),
			"a language tag looks like en or zh-CN; begin the name with _ to have the folder left alone")
	}
	d.warnOthers(shown, fsys)
	rows := []MailTemplate{}
	for _, name := range found.languages {
		at := Pos{filepath.Join(shown, name), 1, 1}
		d.checkLanguage(&Node{Kind: KindString, Text: name, Pos: at})
		t := templateDecoder{decoder: d, language: name, localised: localised, first: make(map[email.UsageType]Pos)}
		if t.files(at.File, subFolder{fsys, name}) && !localised {
			t.checkRequired(at, hintIncomplete)
		}
		rows = append(rows, t.rows...)
	}
	return rows
}

// example returns a language that there is, else English.
func (l layout) example() string {
	return append(l.languages, "en")[0]
}
