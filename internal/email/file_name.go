package email

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"
)

// leftAlone tells the entries of a folder that are none of a reader's business
// whatever is in them.
func leftAlone(entry fs.DirEntry) bool {
	name := entry.Name()
	return entry.IsDir() || strings.HasPrefix(name, ".") || strings.HasPrefix(name, "_") || strings.HasSuffix(name, "~")
}

// isMail tells by its ending whether a file could be a template.
func isMail(name string) bool {
	extension := path.Ext(name)
	return extension == ".html" || extension == ".txt"
}

// usageTypeOf says whether a file is a template, and which. Of a name that is
// no usage type it is one only if it is meant to be.
func usageTypeOf(fsys fs.FS, entry fs.DirEntry) (usageType UsageType, isTemplate bool, failure *FileError) {
	if leftAlone(entry) {
		return "", false, nil
	}
	name := entry.Name()
	stem := strings.TrimSuffix(name, path.Ext(name))
	usageType, err := ParseUsageType(stem)
	unknown, isUnknown := errors.AsType[*UnknownUsageTypeError](err)
	switch {
	case isUnknown && isMail(name) && isMeant(fsys, name, unknown):
		return "", false, &FileError{
			File: name, Line: 1, Column: 1, Message: fmt.Sprintf("there is no usage type %q", stem), Hint: unknown.Hint(),
		}
	case !isUnknown && (!isMail(name) || stem != string(usageType)):
		return "", false, &FileError{
			File: name, Line: 1, Column: 1, Message: "a template file is named exactly after its usage type",
			Hint: fmt.Sprintf("rename it to %s.html", usageType),
		}
	default:
		return usageType, !isUnknown, nil
	}
}

// isMeant tells whether a file of another name was meant to be a template: the
// name is nearly that of a usage type, or the file begins as only templates do.
func isMeant(fsys fs.FS, name string, unknown *UnknownUsageTypeError) bool {
	if _, near := unknown.Meant(); near {
		return true
	}
	data, err := readBytes(fsys, name)
	if err != nil {
		return false
	}
	_, _, found := cutFrontMatter(textOf(data))
	return found
}
