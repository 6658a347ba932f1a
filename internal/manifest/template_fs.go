package manifest

import (
	"io/fs"
	"path"
	"slices"
)

// The folders that the reader of templates looks into. Both can tell what a file
// is without opening it, as [email.Read] asks for.

// subFolder is a folder in another one.
type subFolder struct {
	parent fs.FS
	name   string
}

// Open opens a file of the folder.
func (f subFolder) Open(name string) (fs.File, error) {
	return f.parent.Open(path.Join(f.name, name))
}

// Stat says what a file of the folder is.
func (f subFolder) Stat(name string) (fs.FileInfo, error) {
	return fs.Stat(f.parent, path.Join(f.name, name))
}

// onlyFile is a folder with one of its files.
type onlyFile struct {
	fs.FS

	name string
}

// ReadDir returns the one file.
func (f onlyFile) ReadDir(folder string) ([]fs.DirEntry, error) {
	entries, err := fs.ReadDir(f.FS, folder)
	return slices.DeleteFunc(entries, func(entry fs.DirEntry) bool { return entry.Name() != f.name }), err
}

// Stat says what the file is.
func (f onlyFile) Stat(name string) (fs.FileInfo, error) { return fs.Stat(f.FS, name) }
