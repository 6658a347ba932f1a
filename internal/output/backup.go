package output

import (
	"time"

	"github.com/logtoctl/logtoctl/internal/backup"
	"github.com/logtoctl/logtoctl/internal/plan"
)

// Backup is the document of one backup, without the connector's configuration,
// which has secrets in it.
type Backup struct {
	ID          string    `json:"id"` // names the backup
	SavedAt     time.Time `json:"savedAt"`
	Endpoint    string    `json:"endpoint"`
	ConnectorID string    `json:"connectorId"`
	Connector   string    `json:"connector"` // the id that it had and would get again
	Path        string    `json:"path"`
}

// Backups is the document of all backups: a bare array, the oldest first.
type Backups []Backup

// NewBackups returns the view of the backups.
func NewBackups(entries []backup.Entry) Backups {
	view := Backups{}
	for _, entry := range entries {
		view = append(view, Backup{
			ID: entry.Name, SavedAt: entry.SavedAt, Endpoint: entry.Endpoint,
			ConnectorID: entry.ConnectorID, Connector: entry.ID, Path: entry.Path,
		})
	}
	return view
}

// Table returns one backup a row.
func (b Backups) Table() Table {
	table := Table{Header: []string{"Id", "Saved", "Endpoint", "Connector"}}
	for _, one := range b {
		table.Rows = append(table.Rows, []string{one.ID, one.SavedAt.UTC().Format(time.RFC3339), one.Endpoint, one.ConnectorID})
	}
	return table
}

// Restored is the document of a connector that was brought back. Its
// configuration is of another provider and stays out of it.
type Restored struct {
	ID          string      `json:"id"`
	ConnectorID string      `json:"connectorId"`
	Status      plan.Status `json:"status"`
	Backup      string      `json:"backup,omitempty"` // file with the connector that was there instead
	DryRun      bool        `json:"dryRun,omitempty"`
}

// Table returns the connector as names and values.
func (r Restored) Table() Table {
	return object(
		pair("connector", r.ConnectorID),
		pair("id", r.ID),
		pair("backup", r.Backup),
		pair("status", status(r.Status, r.DryRun)),
	)
}
