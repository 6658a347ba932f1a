package backup_test

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/logtoctl/logtoctl/internal/backup"
	"github.com/logtoctl/logtoctl/pkg/logtoadmin"
)

func smtp() backup.Connector {
	return backup.Connector{
		SavedAt:  time.Date(2026, 11, 22, 11, 30, 0, 5e6, time.FixedZone("CET", 3600)),
		Endpoint: "https://logto.example", ID: "abc123", ConnectorID: "simple-mail-transfer-protocol",
		Config: logtoadmin.ConnectorConfig{"host": "smtp.example", "auth": map[string]any{"pass": "smtp-password"}},
	}
}

func TestSaveConnector(t *testing.T) {
	t.Parallel()
	directory := filepath.Join(t.TempDir(), "state", "logtoctl")
	path, err := backup.SaveConnector(directory, smtp())
	if err != nil {
		t.Fatal(err)
	}
	if want := filepath.Join(directory, "backups", "20261122T103000.005Z-simple-mail-transfer-protocol-abc123.json"); path != want {
		t.Errorf("path is %s, want %s", path, want)
	}
	// The password is in it: what is restored from the file must work again.
	const want = `{
  "savedAt": "2026-11-22T11:30:00.005+01:00",
  "endpoint": "https://logto.example",
  "id": "abc123",
  "connectorId": "simple-mail-transfer-protocol",
  "config": {
    "auth": {
      "pass": "smtp-password"
    },
    "host": "smtp.example"
  }
}
`
	if content, err := os.ReadFile(path); err != nil || string(content) != want {
		t.Errorf("content is\n%s, %v; want\n%s", content, err, want)
	}
}

func TestSaveConnector_modes(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("Windows has no mode bits")
	}
	directory := filepath.Join(t.TempDir(), "logtoctl")
	path, err := backup.SaveConnector(directory, smtp())
	if err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]os.FileMode{path: 0o600, filepath.Dir(path): 0o700, directory: 0o700} {
		if info, err := os.Stat(path); err != nil || info.Mode().Perm() != want {
			t.Errorf("%s has the mode %v, %v; want %v", path, info.Mode().Perm(), err, want)
		}
	}
}

// Two connectors, or one at two moments, never share a file.
func TestSaveConnector_names(t *testing.T) {
	t.Parallel()
	directory := t.TempDir()
	other, later := smtp(), smtp()
	other.ID = "def456"
	later.SavedAt = later.SavedAt.Add(time.Millisecond)
	seen := map[string]bool{}
	for _, connector := range []backup.Connector{smtp(), other, later} {
		path, err := backup.SaveConnector(directory, connector)
		if err != nil {
			t.Fatal(err)
		}
		if seen[path] {
			t.Errorf("%s was written twice", path)
		}
		seen[path] = true
	}
	listed, err := os.ReadDir(filepath.Join(directory, "backups"))
	if err != nil || len(listed) != 3 {
		t.Errorf("%d files, %v; want 3", len(listed), err)
	}
}

// Names come from a server, so they must not lead out of the folder, nor to a
// backup that is there, nor to what no file system takes.
func TestSaveConnector_hostileNames(t *testing.T) {
	t.Parallel()
	directory := t.TempDir()
	first, err := backup.SaveConnector(directory, smtp())
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{first: true}
	for _, id := range []string{
		"../../evil", "/etc/evil", "..", "a/b", `C:\evil`, `..\evil`, "nul\x00", "a\nb", "\x1b[2J", "\u202e", strings.Repeat("x", 300),
		"/" + strings.TrimSuffix(filepath.Base(first), ".json"),
	} {
		for _, connector := range []backup.Connector{
			{SavedAt: smtp().SavedAt, ID: id, ConnectorID: "c", Config: smtp().Config},
			{SavedAt: smtp().SavedAt, ID: "i", ConnectorID: id, Config: smtp().Config},
			{SavedAt: smtp().SavedAt, ID: id, ConnectorID: id, Config: smtp().Config},
		} {
			path, err := backup.SaveConnector(directory, connector)
			if err != nil || filepath.Dir(path) != filepath.Dir(first) || seen[path] {
				t.Errorf("the id %q led to %s, %v", id, path, err)
			}
			seen[path] = true
		}
	}
	entries, err := backup.List(directory)
	if err != nil || len(entries) != len(seen) {
		t.Errorf("%d of %d are found again, %v", len(entries), len(seen), err)
	}
}

func TestSaveConnector_impossible(t *testing.T) {
	t.Parallel()
	blocked := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(blocked, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	unencodable := smtp()
	unencodable.Config["auth"] = func() {}
	taken := t.TempDir()
	path, err := backup.SaveConnector(taken, smtp())
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(filepath.Join(path, "full"), 0o700); err != nil { // a folder of the file's name
		t.Fatal(err)
	}
	tests := map[string]struct {
		directory string
		connector backup.Connector
		contains  string
	}{
		"no home":             {"", smtp(), "there is no home directory; set XDG_STATE_HOME"},
		"a file in the way":   {blocked, smtp(), "file"},
		"not encodable":       {t.TempDir(), unencodable, "func()"},
		"a folder in the way": {taken, smtp(), ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			path, err := backup.SaveConnector(test.directory, test.connector)
			if err == nil || path != "" {
				t.Fatalf("saved to %q, %v; want an error", path, err)
			}
			if text := err.Error(); !strings.HasPrefix(text, "back up the connector abc123: ") || !strings.Contains(text, test.contains) || strings.Contains(text, "smtp-password") {
				t.Errorf("error is %q", text)
			}
		})
	}
}
