// Package backup keeps what logtoctl is about to displace in private files, so
// that nothing of the user's is lost, and finds it there again.
package backup

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/natefinch/atomic"

	"github.com/logtoctl/logtoctl/pkg/logtoadmin"
)

// Connector is the content of a backup file: a connector as Logto had it. Its
// configuration is in clear, because a restored connector must work again.
type Connector struct {
	SavedAt     time.Time                  `json:"savedAt"`
	Endpoint    string                     `json:"endpoint"`
	ID          string                     `json:"id"`
	ConnectorID string                     `json:"connectorId"`
	Config      logtoadmin.ConnectorConfig `json:"config"`
}

// folderName is the folder of the backups below the state folder.
const folderName = "backups"

// SaveConnector writes the connector into a new file below the directory, mode
// 0600, and returns its path.
func SaveConnector(directory string, saved Connector) (string, error) {
	if directory == "" {
		return "", fmt.Errorf("back up the connector %s: there is no home directory; set XDG_STATE_HOME", saved.ID)
	}
	folder := filepath.Join(directory, folderName)
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return "", fmt.Errorf("back up the connector %s: %w", saved.ID, err)
	}
	content, err := json.MarshalIndent(saved, "", "  ")
	if err != nil {
		return "", fmt.Errorf("back up the connector %s: %w", saved.ID, err)
	}
	name := fmt.Sprintf("%s-%s-%s%s", saved.SavedAt.UTC().Format("20060102T150405.000Z"), inName(saved.ConnectorID), inName(saved.ID), extension)
	path := filepath.Join(folder, name)
	// The temporary file that is renamed into place is made with mode 0600.
	if err := atomic.WriteFile(path, bytes.NewReader(append(content, '\n'))); err != nil {
		return "", fmt.Errorf("back up the connector %s: %w", saved.ID, err)
	}
	return path, nil
}

// longestInName is how many characters of an id a name has. Logto's have 21.
const longestInName = 64

// inName returns an id as a part of the name of a file. It comes from a server,
// which could call a connector anything: a path that leads elsewhere, a backup
// that is there already, what no file system takes. Where something has to be left
// out, a checksum keeps the names of two connectors apart.
func inName(id string) string {
	safe := strings.Map(func(r rune) rune {
		if r == '-' || r == '_' || '0' <= r && r <= '9' || 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' {
			return r
		}
		return '_'
	}, id)
	if safe == id && len(id) <= longestInName {
		return id
	}
	sum := sha256.Sum256([]byte(id))
	return fmt.Sprintf("%s-%x", safe[:min(len(safe), longestInName)], sum[:8])
}
