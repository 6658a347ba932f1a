package email

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

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
