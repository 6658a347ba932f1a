package email

import (
	"cmp"
	"fmt"
	"io/fs"
	"slices"
)

// Read returns the templates of a folder with their places, in the order of
// [UsageTypes].
//
// A template is a file named after its usage type, SignIn.html or SignIn.txt:
// a front matter between two lines of three dashes with the one key subject, in
// YAML, and then the body. Line ends may be of either kind. An .html or .txt
// file with a front matter or with nearly the name of a usage type is an error,
// and so is a usage type with another ending. All else is left alone: other
// files ([List] names those that could be taken for templates), folders, hidden
// files, those whose name begins with _, and an editor's backups (SignIn.html~).
//
// A failure is [FileErrors] with everything that is wrong; the files that could
// be read are returned beside it. A folder that is not that of an [os.DirFS] or
// an [embed.FS] should be a [fs.StatFS], so that nothing but a regular file is
// ever opened.
func Read(fsys fs.FS) ([]File, error) {
	entries, err := fs.ReadDir(fsys, ".")
	if err != nil {
		return nil, FileErrors{{File: ".", Line: 1, Column: 1, Message: "cannot read the folder: " + cause(err).Error()}}
	}
	names := make(map[UsageType]string)
	var files []File
	var failures FileErrors
	for _, entry := range entries {
		usageType, isTemplate, failure := usageTypeOf(fsys, entry)
		if failure == nil && isTemplate {
			files, failure = add(files, names, fsys, entry.Name(), usageType)
		}
		if failure != nil {
			failures = append(failures, failure)
		}
	}
	order := UsageTypes()
	slices.SortFunc(files, func(a, b File) int {
		return cmp.Compare(slices.Index(order, a.UsageType), slices.Index(order, b.UsageType))
	})
	if len(failures) > 0 {
		return files, failures
	}
	return files, nil
}

// List returns the names of the .html and .txt files of a folder: those that
// [Read] reads or refuses, and those that it leaves alone because nothing about
// them is like a template. Files whose name begins with a dot or _ are neither.
func List(fsys fs.FS) (templates, others []string, err error) {
	entries, err := fs.ReadDir(fsys, ".")
	if err != nil {
		return nil, nil, fmt.Errorf("cannot read the folder: %w", cause(err))
	}
	for _, entry := range entries {
		if leftAlone(entry) || !isMail(entry.Name()) {
			continue
		}
		if _, isTemplate, failure := usageTypeOf(fsys, entry); isTemplate || failure != nil {
			templates = append(templates, entry.Name())
		} else {
			others = append(others, entry.Name())
		}
	}
	return templates, others, nil
}

// add reads a file and puts it behind the others. The names are those of the
// first file of each usage type.
func add(files []File, names map[UsageType]string, fsys fs.FS, name string, usageType UsageType) ([]File, *FileError) {
	if first, ok := names[usageType]; ok {
		return files, &FileError{
			File: name, Line: 1, Column: 1, Message: fmt.Sprintf("a second template for %s", usageType),
			Hint: "the first one is " + first,
		}
	}
	names[usageType] = name
	file, failure := readFile(fsys, name)
	if failure != nil {
		return files, failure
	}
	file.UsageType = usageType
	return append(files, file), nil
}
