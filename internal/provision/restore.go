package provision

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/logtoctl/logtoctl/internal/plan"
	"github.com/logtoctl/logtoctl/pkg/logtoadmin"
)

// RestoreConnector brings a saved connector back under its old id. The email
// connector that is there instead is handed to save before it is displaced, and
// stays when save fails.
func (p Provisioner) RestoreConnector(ctx context.Context, saved logtoadmin.Connector, save func(logtoadmin.Connector) error) (ConnectorResult, error) {
	live, err := p.Logto.Connectors.List(ctx)
	if err != nil {
		return ConnectorResult{}, err
	}
	result := ConnectorResult{Status: plan.Created, Connector: saved}
	var displaced []logtoadmin.Connector
	for _, connector := range live {
		switch {
		case connector.ID == saved.ID && sameConfig(connector, saved):
			result.Status = plan.Unchanged
		case connector.ID == saved.ID:
			result.Status = plan.Updated
		case connector.Type == logtoadmin.ConnectorTypeEmail:
			displaced = append(displaced, connector)
		}
	}
	if result.Status == plan.Created && len(displaced) > 0 {
		result.Status = plan.Replaced
	}
	if p.DryRun || result.Status == plan.Unchanged {
		return result, nil
	}
	if result.Status == plan.Updated {
		result.Connector, err = p.Logto.Connectors.Update(ctx, saved.ID, logtoadmin.UpdateConnectorRequest{Config: saved.Config})
		return result, err
	}
	for _, connector := range displaced {
		if err := save(connector); err != nil {
			return ConnectorResult{}, err
		}
	}
	result.Connector, err = p.restore(ctx, saved)
	return result, err
}

// restore creates a connector that there was before. When the answer is lost it
// looks whether the connector is back.
func (p Provisioner) restore(ctx context.Context, saved logtoadmin.Connector) (logtoadmin.Connector, error) {
	created, err := p.Logto.Connectors.Create(ctx, logtoadmin.CreateConnectorRequest{ConnectorID: saved.ConnectorID, ID: saved.ID, Config: saved.Config})
	if !errors.Is(err, logtoadmin.ErrUncertain) {
		return created, err
	}
	lookCtx, cancel := afterwards(ctx)
	defer cancel()
	live, lookErr := p.Logto.Connectors.List(lookCtx)
	i := slices.IndexFunc(live, func(c logtoadmin.Connector) bool { return c.ID == saved.ID })
	if lookErr != nil || i < 0 {
		return logtoadmin.Connector{}, fmt.Errorf("bring the connector %s (%s) back; it was not found afterwards: %w", saved.ConnectorID, saved.ID, err)
	}
	return live[i], nil
}

func sameConfig(a, b logtoadmin.Connector) bool {
	return a.ConnectorID == b.ConnectorID && plan.Fingerprint(a.Config) == plan.Fingerprint(b.Config)
}
