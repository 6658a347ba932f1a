package provision

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"golang.org/x/sync/errgroup"

	"github.com/logtoctl/logtoctl/internal/email"
	"github.com/logtoctl/logtoctl/internal/partial"
	"github.com/logtoctl/logtoctl/internal/plan"
	"github.com/logtoctl/logtoctl/pkg/aliyundm"
	"github.com/logtoctl/logtoctl/pkg/logtoadmin"
)

// ConnectorResult says what happened to the tenant's email connector.
type ConnectorResult struct {
	Status    plan.Status
	Connector logtoadmin.Connector
	Fields    []plan.Field
	Kept      []string // usage types that only the live connector has
	Shadow    Shadow
}

// ConnectorState is the live state that concerns the email connector.
type ConnectorState struct {
	Connectors []logtoadmin.Connector
	Factory    logtoadmin.ConnectorFactory
	Localised  []logtoadmin.EmailTemplate
	Experience logtoadmin.SignInExperience
}

// ReadConnectorState reads the connectors, what the installed connector package
// understands, the localised templates, and the sign-in experience, which says
// what their fallback language is; all at the same time.
func (p Provisioner) ReadConnectorState(ctx context.Context) (ConnectorState, error) {
	var state ConnectorState
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() (err error) {
		state.Connectors, err = p.Logto.Connectors.List(ctx)
		return err
	})
	group.Go(func() (err error) {
		state.Factory, err = p.factory(ctx)
		return err
	})
	group.Go(func() (err error) {
		state.Localised, err = p.LocalisedTemplates(ctx)
		return err
	})
	group.Go(func() (err error) {
		state.Experience, err = p.Logto.SignInExperience.Get(ctx)
		return err
	})
	return state, group.Wait()
}

// Connector returns the Aliyun Direct Mail connector, or [plan.NoConnectorError].
func (s ConnectorState) Connector() (logtoadmin.Connector, error) {
	connector, found := plan.FindConnector(s.Connectors)
	if !found {
		return connector, &plan.NoConnectorError{}
	}
	return connector, nil
}

// Shadow says which of the connector's templates localised ones hide.
func (s ConnectorState) Shadow() Shadow {
	return newShadow(localise(s.Localised), s.Experience.LanguageInfo.FallbackLanguage)
}

func (p Provisioner) factory(ctx context.Context) (logtoadmin.ConnectorFactory, error) {
	factory, err := p.Logto.ConnectorFactories.Get(ctx, plan.AliyunDirectMail)
	if errors.Is(err, logtoadmin.ErrNotFound) {
		return factory, &ConnectorPackageError{}
	}
	return factory, err
}

// LocalisedTemplates reads the templates that shadow the connector's own. A
// server that is too old to have them has none.
func (p Provisioner) LocalisedTemplates(ctx context.Context) ([]logtoadmin.EmailTemplate, error) {
	templates, err := p.Logto.EmailTemplates.List(ctx, logtoadmin.EmailTemplateFilter{})
	if refusal, ok := errors.AsType[*logtoadmin.Error](err); ok && refusal.StatusCode == http.StatusNotFound {
		return nil, nil
	}
	return templates, err
}

// GetConnector reads the Aliyun Direct Mail connector of the tenant.
func (p Provisioner) GetConnector(ctx context.Context) (logtoadmin.Connector, error) {
	live, err := p.Logto.Connectors.List(ctx)
	if err != nil {
		return logtoadmin.Connector{}, err
	}
	return ConnectorState{Connectors: live}.Connector()
}

// EnsureConnector creates the connector, or brings the one that is there to
// what is wanted. A connector of another provider is handed to save before it
// is displaced, and stays when save fails.
func (p Provisioner) EnsureConnector(ctx context.Context, want logtoadmin.ConnectorConfig, replace bool, save func(logtoadmin.Connector) error) (ConnectorResult, error) {
	state, err := p.ReadConnectorState(ctx)
	if err != nil {
		return ConnectorResult{}, err
	}
	if want, err = supported(state.Factory, want); err != nil {
		return ConnectorResult{}, err
	}
	change, err := plan.EnsureConnector(state.Connectors, want, replace)
	if err != nil {
		return ConnectorResult{}, err
	}
	result := ConnectorResult{
		Status: change.Status, Connector: change.Wanted(), Fields: change.Fields,
		Kept: change.Kept, Shadow: state.Shadow(),
	}
	if p.DryRun || change.Status == plan.Unchanged {
		return result, nil
	}
	result.Connector, err = p.applyConnector(ctx, change, want, save)
	if result.Connector.ID == "" {
		return ConnectorResult{}, err
	}
	return result, err
}

// applyConnector writes the connector and compares what the server kept with
// what is wanted. What it displaces is saved first.
func (p Provisioner) applyConnector(ctx context.Context, change plan.ConnectorChange, want logtoadmin.ConnectorConfig, save func(logtoadmin.Connector) error) (logtoadmin.Connector, error) {
	for _, displaced := range change.Displaced {
		if err := save(displaced); err != nil {
			return logtoadmin.Connector{}, err
		}
	}
	written, err := p.writeConnector(ctx, change)
	if err != nil {
		return written, err
	}
	again, err := plan.EnsureConnector([]logtoadmin.Connector{written}, want, false)
	if err != nil {
		return written, fmt.Errorf("read back the connector: %w", err)
	}
	return written, readBack("the connector "+written.ID, again.Fields)
}

// supported checks the wanted region against what the installed connector
// package understands: an older one ignores it and sends from cn-hangzhou.
func supported(factory logtoadmin.ConnectorFactory, want logtoadmin.ConnectorConfig) (logtoadmin.ConnectorConfig, error) {
	region, _ := want["regionId"].(string)
	if region == "" || factory.HasFormItem("regionId") {
		return want, nil
	}
	if region != defaultRegion() {
		return nil, &RegionUnsupportedError{Region: region}
	}
	return without(want, "regionId"), nil
}

// defaultRegion is the one that a configuration without a region means.
func defaultRegion() string { return aliyundm.Regions()[0].ID }

func without(config logtoadmin.ConnectorConfig, key string) logtoadmin.ConnectorConfig {
	rest := make(logtoadmin.ConnectorConfig, len(config))
	for name, value := range config {
		if name != key {
			rest[name] = value
		}
	}
	return rest
}

func (p Provisioner) writeConnector(ctx context.Context, change plan.ConnectorChange) (logtoadmin.Connector, error) {
	if change.Status == plan.Updated {
		return p.Logto.Connectors.Update(ctx, change.Live.ID, logtoadmin.UpdateConnectorRequest{Config: change.Config})
	}
	created, err := p.Logto.Connectors.Create(ctx, logtoadmin.CreateConnectorRequest{ConnectorID: plan.AliyunDirectMail, Config: change.Config})
	if errors.Is(err, logtoadmin.ErrUncertain) {
		return p.lookForConnector(ctx, err)
	}
	return created, err
}

// lookForConnector finds out what a create did whose answer was lost. The
// tenant has one email connector at most, so what is there is the answer.
func (p Provisioner) lookForConnector(ctx context.Context, lost error) (logtoadmin.Connector, error) {
	lookCtx, cancel := afterwards(ctx)
	defer cancel()
	created, err := p.GetConnector(lookCtx)
	if err != nil {
		return logtoadmin.Connector{}, fmt.Errorf("create the connector %s; it was not found afterwards: %w", plan.AliyunDirectMail, lost)
	}
	if ctx.Err() != nil {
		return created, &partial.Error{Done: []string{fmt.Sprintf("created the connector %s", created.ID)}, Err: ctx.Err()}
	}
	return created, nil
}

// DeleteConnector deletes the connector that was found before.
func (p Provisioner) DeleteConnector(ctx context.Context, connector logtoadmin.Connector) (ConnectorResult, error) {
	result := ConnectorResult{Status: plan.Deleted, Connector: connector}
	if p.DryRun {
		return result, nil
	}
	if err := p.Logto.Connectors.Delete(ctx, connector.ID); err != nil {
		return ConnectorResult{}, err
	}
	return result, nil
}

// localise turns the server's rows into what internal/email selects from.
func localise(rows []logtoadmin.EmailTemplate) []email.LocalisedTemplate {
	localised := make([]email.LocalisedTemplate, len(rows))
	for i, row := range rows {
		localised[i] = email.LocalisedTemplate{
			LanguageTag: row.LanguageTag, UsageType: email.UsageType(row.TemplateType),
			Subject: row.Details.Subject, Content: row.Details.Content, ContentType: row.Details.ContentType,
			ReplyTo: row.Details.ReplyTo, SendFrom: row.Details.SendFrom,
		}
	}
	return localised
}
