package backup_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/logtoctl/logtoctl/internal/backup"
	"github.com/logtoctl/logtoctl/pkg/logtoadmin"
)

func connector(id string, savedAt time.Time) backup.Connector {
	return backup.Connector{
		SavedAt: savedAt, Endpoint: "http://localhost:3001", ID: id, ConnectorID: "simple-mail-transfer-protocol",
		Config: logtoadmin.ConnectorConfig{"host": "smtp.example.com", "auth": map[string]any{"pass": "p"}},
	}
}

// TestList_oldestFirst saves two, beside files that are none, and reads them back.
func TestList_oldestFirst(t *testing.T) {
	t.Parallel()
	directory := t.TempDir()
	noon := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	want := []backup.Connector{connector("a", noon), connector("b", noon.Add(time.Second))}
	for _, saved := range []backup.Connector{want[1], want[0]} {
		if _, err := backup.SaveConnector(directory, saved); err != nil {
			t.Fatal(err)
		}
	}
	folder := filepath.Join(directory, "backups")
	for name, content := range map[string]string{"broken.json": "{", "empty.json": "{}", "notes.txt": "x"} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Mkdir(filepath.Join(folder, "folder.json"), 0o700); err != nil {
		t.Fatal(err)
	}
	entries, err := backup.List(directory)
	if err != nil {
		t.Fatal(err)
	}
	var got []backup.Connector
	for _, entry := range entries {
		got = append(got, entry.Connector)
		loaded, err := backup.Load(directory, entry.Name)
		if diff := cmp.Diff(entry, loaded); err != nil || diff != "" {
			t.Errorf("load %s: %v\n%s", entry.Name, err, diff)
		}
		if _, err := backup.Load(directory, filepath.Base(entry.Path)); err != nil {
			t.Errorf("load by the name of the file: %v", err)
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("entries (-want +got):\n%s", diff)
	}
}

func TestList_none(t *testing.T) {
	t.Parallel()
	for _, directory := range []string{"", t.TempDir()} {
		if entries, err := backup.List(directory); err != nil || len(entries) > 0 {
			t.Errorf("%q: %v, %v", directory, entries, err)
		}
	}
}

func TestLoad_refused(t *testing.T) {
	t.Parallel()
	directory := t.TempDir()
	folder := filepath.Join(directory, "backups")
	if err := os.Mkdir(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	for name, content := range map[string]string{"broken": "{", "incomplete": `{"id": "a", "connectorId": "b"}`} {
		if err := os.WriteFile(filepath.Join(folder, name+".json"), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	tests := map[string]string{
		"absent": "there is no backup", "": "", "../backups/broken": "there is no backup",
		"broken": "not the JSON", "incomplete": "lacks", "large": "it is too large", "folder": "it is a folder", "..": "there is no backup",
	}
	if err := os.WriteFile(filepath.Join(folder, "large.json"), make([]byte, 16<<20+1), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(filepath.Join(folder, "folder.json"), 0o700); err != nil {
		t.Fatal(err)
	}
	for name, want := range tests {
		_, err := backup.Load(directory, name)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("load %q: %v, want %q", name, err, want)
		}
	}
	_, err := backup.Load("", "absent")
	missing, ok := errors.AsType[*backup.NotFoundError](err)
	if !ok || missing.Code() != "backup_not_found" || missing.Hint() == "" {
		t.Errorf("without a home: %v", err)
	}
}

// FuzzLoad: a file that somebody has edited, or put there, is a connector or an
// error, and one that was saved is the same when it is read.
func FuzzLoad(f *testing.F) {
	f.Add("name", []byte(`{"savedAt": "2026-11-22T11:30:00Z", "id": "a", "connectorId": "b", "config": {"host": "h"}}`))
	f.Add("../name", []byte(`{"config": {}, "id": 1}`))
	f.Add("a.json", []byte(`{"savedAt": "yesterday"}`))
	f.Add("\x00", []byte(strings.Repeat("[", 1e5)))
	f.Add("CON", []byte(`null`))
	f.Fuzz(func(t *testing.T, name string, content []byte) {
		directory := t.TempDir()
		folder := filepath.Join(directory, "backups")
		if err := os.Mkdir(folder, 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(folder, "file.json"), content, 0o600); err != nil {
			t.Fatal(err)
		}
		if entry, err := backup.Load(directory, name); err == nil && filepath.Dir(entry.Path) != folder {
			t.Errorf("%q led to %s", name, entry.Path)
		}
		entry, err := backup.Load(directory, "file")
		if err != nil {
			return
		}
		path, err := backup.SaveConnector(directory, entry.Connector)
		if err != nil {
			return // a time that JSON cannot write
		}
		again, err := backup.Load(directory, filepath.Base(path))
		if diff := cmp.Diff(entry.Connector, again.Connector); err != nil || diff != "" {
			t.Errorf("%s became %v\n%s", content, err, diff)
		}
	})
}
