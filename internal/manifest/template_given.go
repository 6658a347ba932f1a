package manifest

import (
	"io/fs"
	"path/filepath"
	"strings"
)

// TemplateFolder is a folder of templates that the command line names.
type TemplateFolder struct {
	// Path is for the findings.
	Path string
	// FS is the folder itself, a flat one.
	FS fs.FS
}

// given reads the templates of a folder that the command line names, all that a
// connector needs.
func (t *templateDecoder) given(folder TemplateFolder) {
	begin := Pos{folder.Path, 1, 1}
	if layout := layoutOf(folder.FS); len(layout.loose) == 0 && len(layout.languages) > 0 {
		t.fail(begin, "this is a folder of languages: "+strings.Join(layout.languages, ", "),
			"name the folder of one of them, such as "+filepath.Join(folder.Path, layout.languages[0]))
		return
	}
	if t.files(folder.Path, folder.FS) {
		t.checkRequired(begin, hintRequired)
	}
}
