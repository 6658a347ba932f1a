package email

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"unicode/utf8"
)

// maxFile is the size in bytes of the largest template file that is read. It
// is far above what Direct Mail takes; a larger file is something else.
const maxFile = 1 << 20

// Load returns the templates of a folder in the order of [UsageTypes]. A
// failure is [FileErrors]; see [Read] for the files.
func Load(fsys fs.FS) ([]Template, error) {
	files, err := Read(fsys)
	if err != nil {
		return nil, err
	}
	templates := make([]Template, len(files))
	for i, file := range files {
		templates[i] = file.Template
	}
	return templates, nil
}

// Read returns the templates of a folder with their places, in the order of
// [UsageTypes].
//
// A template is a file named after its usage type, SignIn.html or SignIn.txt:
// a front matter between two lines of three dashes with the one key subject, in
// YAML, and then the body. Line ends may be of either kind. An .html or .txt
// file of another name is an error, and so is a usage type with another
// ending. All else is left alone: other files, folders, hidden files and an
// editor's backups (SignIn.html~).
//
// A failure is [FileErrors] with everything that is wrong; the files that could
// be read are returned beside it.
func Read(fsys fs.FS) ([]File, error) {
	entries, err := fs.ReadDir(fsys, ".")
	if err != nil {
		return nil, FileErrors{{File: ".", Line: 1, Column: 1, Message: "cannot read the folder: " + err.Error()}}
	}
	names := make(map[UsageType]string)
	var files []File
	var failures FileErrors
	for _, entry := range entries {
		usageType, isTemplate, failure := usageTypeOf(entry)
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

// usageTypeOf says by its name whether a file is a template, and which.
func usageTypeOf(entry fs.DirEntry) (usageType UsageType, isTemplate bool, failure *FileError) {
	name := entry.Name()
	if entry.IsDir() || strings.HasPrefix(name, ".") || strings.HasSuffix(name, "~") {
		return "", false, nil
	}
	extension := path.Ext(name)
	stem := strings.TrimSuffix(name, extension)
	usageType, err := ParseUsageType(stem)
	proper := extension == ".html" || extension == ".txt"
	unknown, isUnknown := errors.AsType[*UnknownUsageTypeError](err)
	switch {
	case isUnknown && proper:
		return "", false, &FileError{
			File: name, Line: 1, Column: 1, Message: fmt.Sprintf("there is no usage type %q", stem), Hint: unknown.Hint(),
		}
	case !isUnknown && (!proper || stem != string(usageType)):
		return "", false, &FileError{
			File: name, Line: 1, Column: 1, Message: "a template file is named exactly after its usage type",
			Hint: fmt.Sprintf("rename it to %s.html", usageType),
		}
	default:
		return usageType, !isUnknown, nil
	}
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

func readFile(fsys fs.FS, name string) (File, *FileError) {
	file := File{Name: name}
	info, err := fs.Stat(fsys, name)
	if err != nil {
		return file, file.errorAt(nil, "cannot be read: "+err.Error(), "")
	}
	if info.Size() > maxFile {
		return file, file.errorAt(nil, fmt.Sprintf("the file has %d KiB, a template at most %d", info.Size()>>10, maxFile>>10), "")
	}
	data, err := fs.ReadFile(fsys, name)
	if err != nil {
		return file, file.errorAt(nil, "cannot be read: "+err.Error(), "")
	}
	if !utf8.Valid(data) {
		return file, file.errorAt(nil, "the file is not UTF-8", "save it as UTF-8")
	}
	file.Source = strings.ReplaceAll(strings.TrimPrefix(string(data), "\ufeff"), "\r\n", "\n")
	failure := file.decode(file.Source)
	return file, failure
}
