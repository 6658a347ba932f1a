package email

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"unicode/utf8"
)

// maxFile is the size in bytes of the largest template file that is read. It
// is far above what Direct Mail takes; a larger file is something else.
const maxFile = 1 << 20

// File is a template that was read from a file, and where in it the parts are.
type File struct {
	Template
	// Name is the file's path in its folder, for instance "SignIn.html".
	Name string
	// Source is the text of the file, with line ends of one kind.
	Source string

	bodyLine                   int
	subjectLine, subjectColumn int
	subjectVerbatim            bool
}

// Position returns line and column, both from one and the column in
// characters, of a byte offset in [FieldSubject] or [FieldContent].
func (f File) Position(field string, offset int) (line, column int) {
	if field == FieldSubject {
		if !f.subjectVerbatim {
			return f.subjectLine, f.subjectColumn
		}
		return f.subjectLine, f.subjectColumn + utf8.RuneCountInString(f.Subject[:offset])
	}
	before := f.Content[:offset]
	line = f.bodyLine + strings.Count(before, "\n")
	return line, 1 + utf8.RuneCountInString(before[strings.LastIndexByte(before, '\n')+1:])
}

func readFile(fsys fs.FS, name string) (File, *FileError) {
	file := File{Name: name}
	data, err := readBytes(fsys, name)
	if err != nil {
		return file, file.errorAt(nil, err.Error(), "")
	}
	if !utf8.Valid(data) {
		return file, file.errorAt(nil, "the file is not UTF-8", "save it as UTF-8")
	}
	file.Source = textOf(data)
	failure := file.decode(file.Source)
	return file, failure
}

// readBytes reads a file of the size of a template. Nothing but a regular file
// is opened: a named pipe would be waited for without end.
func readBytes(fsys fs.FS, name string) ([]byte, error) {
	info, err := fs.Stat(fsys, name)
	switch {
	case err != nil:
		return nil, fmt.Errorf("cannot be read: %w", cause(err))
	case !info.Mode().IsRegular():
		return nil, errors.New("cannot be read: it is not a regular file")
	case info.Size() > maxFile:
		return nil, fmt.Errorf("the file has %d KiB, a template at most %d", info.Size()>>10, maxFile>>10)
	}
	data, err := fs.ReadFile(fsys, name)
	if err != nil {
		return nil, fmt.Errorf("cannot be read: %w", cause(err))
	}
	return data, nil
}

// cause returns why a file could not be read without its path, which is only
// that in the folder.
func cause(err error) error {
	if failed, ok := errors.AsType[*fs.PathError](err); ok {
		return failed.Err
	}
	return err
}

// textOf returns the text of a file with line ends of one kind, without the byte
// order mark that some editors write.
func textOf(data []byte) string {
	return strings.ReplaceAll(strings.TrimPrefix(string(data), "\ufeff"), "\r\n", "\n")
}

// decode takes the text of a template file apart.
func (f *File) decode(text string) *FileError {
	header, body, found := cutFrontMatter(text)
	if !found {
		return f.errorAt(nil, "the file has no front matter",
			"begin it with a line ---, a line subject: and the subject, and a line --- again")
	}
	f.Content = body
	f.bodyLine = 1 + strings.Count(text[:len(text)-len(body)], "\n")
	return f.decodeHeader(header)
}

// FileError is what is wrong with a template file, and where.
type FileError struct {
	// File is the file's path in its folder.
	File string
	// Line and Column count from one, Column in characters.
	Line, Column int
	// Message says what is wrong, Hint what to do about it. Hint may be empty.
	Message, Hint string
}

// Error returns all of it in one line.
func (e *FileError) Error() string {
	text := fmt.Sprintf("%s:%d:%d: %s", e.File, e.Line, e.Column, e.Message)
	if e.Hint != "" {
		text += " (" + e.Hint + ")"
	}
	return text
}

// FileErrors is everything that is wrong with the template files of a folder,
// in the order of their names.
type FileErrors []*FileError

// Error returns the errors, one a line.
func (e FileErrors) Error() string {
	lines := make([]string, len(e))
	for i, failure := range e {
		lines[i] = failure.Error()
	}
	return strings.Join(lines, "\n")
}
