package cli

import (
	"github.com/logtoctl/logtoctl/internal/backup"
	"github.com/logtoctl/logtoctl/internal/config"
	"github.com/logtoctl/logtoctl/pkg/logtoadmin"
)

// SaveConnector writes a connector that is about to be displaced to a private
// file, and returns its path.
func (e *Env) SaveConnector(displaced logtoadmin.Connector) (string, error) {
	path, err := backup.SaveConnector(config.StateDir(e.Lookup), backup.Connector{
		SavedAt: e.Now(), Endpoint: e.Settings.Endpoint,
		ID: displaced.ID, ConnectorID: displaced.ConnectorID, Config: displaced.Config,
	})
	if err == nil {
		e.Note("saved the connector %s (%s) to %s", displaced.ConnectorID, displaced.ID, path)
	}
	return path, err
}
