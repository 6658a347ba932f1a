package backup

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/logtoctl/logtoctl/internal/infile"
)

// extension ends the names of backup files.
const extension = ".json"

// sizeLimit bounds what is read of a backup, in bytes. A connector with all its
// templates is far below it.
const sizeLimit = 16 << 20

// Entry is a backup that is there.
type Entry struct {
	Name string // names it to [Load]: the time, the connector and its id
	Path string
	Connector
}

// List returns the backups below the directory, the oldest first. Files that are
// no backups are left out. Without a folder there are none.
func List(directory string) ([]Entry, error) {
	folder := filepath.Join(directory, folderName)
	files, err := os.ReadDir(folder)
	if errors.Is(err, fs.ErrNotExist) || directory == "" {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("list the backups: %w", err)
	}
	var entries []Entry
	for _, file := range files {
		name, isJSON := strings.CutSuffix(file.Name(), extension)
		if !isJSON || !file.Type().IsRegular() {
			continue
		}
		if entry, err := read(folder, name); err == nil {
			entries = append(entries, entry)
		}
	}
	return entries, nil
}

// Load returns the backup of that name. Its error is [NotFoundError] when there
// is none.
func Load(directory, name string) (Entry, error) {
	if directory == "" || !filepath.IsLocal(name) || name != filepath.Base(name) {
		return Entry{}, &NotFoundError{Name: name}
	}
	entry, err := read(filepath.Join(directory, folderName), strings.TrimSuffix(name, extension))
	if errors.Is(err, fs.ErrNotExist) {
		return Entry{}, &NotFoundError{Name: name}
	}
	return entry, err
}

func read(folder, name string) (Entry, error) {
	entry := Entry{Name: name, Path: filepath.Join(folder, name+extension)}
	content, err := infile.Read(entry.Path, sizeLimit)
	if err != nil {
		return Entry{}, fmt.Errorf("read the backup %s: %w", name, err)
	}
	if err := json.Unmarshal(content, &entry.Connector); err != nil {
		return Entry{}, fmt.Errorf("read the backup %s: it is not the JSON of a connector", name)
	}
	if entry.ID == "" || entry.ConnectorID == "" || len(entry.Config) == 0 {
		return Entry{}, fmt.Errorf("read the backup %s: it lacks the id, the factory or the configuration of a connector", name)
	}
	return entry, nil
}

// NotFoundError says that there is no backup of that name.
type NotFoundError struct{ Name string }

// Error names what was looked for.
func (e *NotFoundError) Error() string { return fmt.Sprintf("there is no backup %q", e.Name) }

// Code is the code of the error document.
func (e *NotFoundError) Code() string { return "backup_not_found" }

// Hint says how to see them all.
func (e *NotFoundError) Hint() string { return "list them: logtoctl backup list" }
