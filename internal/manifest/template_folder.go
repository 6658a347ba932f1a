package manifest

import (
	"errors"
	"io/fs"
	"path/filepath"
	"strings"

	"github.com/logtoctl/logtoctl/internal/email"
)

// folder reads the templates of the folder that a string names. It returns
// false when some could not be read.
func (t *templateDecoder) folder(node *Node) bool {
	fsys, shown, ok := t.openFolder(node, t.name, t.open)
	if !ok {
		return false
	}
	if found := layoutOf(fsys); len(found.loose) == 0 && len(found.languages) > 0 {
		t.fail(node.Pos, t.name+" names a folder of languages: "+strings.Join(found.languages, ", "),
			"name the folder of one of them, such as "+filepath.Join(shown, found.languages[0]))
		return false
	}
	if !t.localised {
		t.language = languageOf(shown)
	}
	return t.files(shown, fsys)
}

// openFolder opens the folder that a string names, and returns its path as
// messages show it.
func (d *decoder) openFolder(node *Node, name string, open func(path string) (fs.FS, error)) (fsys fs.FS, shown string, ok bool) {
	v, ok := d.text(node, name)
	if !ok {
		return nil, "", false
	}
	if v.text == "" {
		d.fail(node.Pos, name+" is empty", "leave it out for the built-in templates")
		return nil, "", false
	}
	if open == nil {
		d.fail(node.Pos, name+" cannot be a folder here", "write the templates into the file")
		return nil, "", false
	}
	opened, shown := d.path(node.Pos.File, v.text)
	fsys, err := open(opened)
	if err == nil {
		_, err = fs.ReadDir(fsys, ".") // os.DirFS opens a folder that is not there
	}
	if err != nil {
		d.fail(node.Pos, "cannot open the folder of templates"+v.quoted()+": "+cause(err), d.relativeTo(node.Pos.File))
		return nil, "", false
	}
	return fsys, shown, true
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

// files reads the templates of a flat folder. It returns false when some could
// not be read.
func (t *templateDecoder) files(shown string, fsys fs.FS) bool {
	files, err := email.Read(fsys)
	failures, failed := errors.AsType[email.FileErrors](err)
	for _, f := range failures {
		t.fail(Pos{filepath.Join(shown, f.File), f.Line, f.Column}, f.Message, f.Hint)
	}
	for _, file := range files {
		t.fromFile(filepath.Join(shown, file.Name), file)
	}
	t.warnOthers(shown, fsys)
	return !failed
}

// What is said of a file that could be taken for a template.
const (
	messageNoTemplate = "this is no template: it has no front matter, and its name is no usage type"
	hintTemplateName  = "a template has a name such as SignIn.html; begin that of another file with _"
)

// warnOthers tells the .html and .txt files of a folder that are left alone.
func (d *decoder) warnOthers(shown string, fsys fs.FS) {
	_, others, _ := email.List(fsys) // a folder that cannot be read has been reported
	for _, name := range others {
		d.warn(Pos{filepath.Join(shown, name), 1, 1}, messageNoTemplate, hintTemplateName)
	}
}

// fromFile takes a template over from its own file, whose texts may hold
// references as those of the decoded file may.
func (t *templateDecoder) fromFile(path string, file email.File) {
	begin := Pos{path, 1, 1}
	t.first[file.UsageType] = begin
	texts := map[string]string{email.FieldSubject: file.Subject, email.FieldContent: file.Content}
	fields := make(map[string]fieldText)
	for _, field := range []string{email.FieldSubject, email.FieldContent} {
		locate := func(offset int) Pos {
			line, column := file.Position(field, offset)
			return Pos{path, line, column}
		}
		v, ok := t.expand(field, texts[field], locate, t.resolveIn(field))
		fields[field] = fieldText{v, ok}
	}
	if strings.HasSuffix(path, ".txt") {
		fields[keyContentType] = fieldText{value{expansion: expansion{text: contentTypeText}, start: begin}, true}
	}
	t.add(file.UsageType, origin{begin, file.Source}, fields)
}
