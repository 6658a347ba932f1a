package doctor

import (
	"context"
	"iter"
	"sync"
	"time"

	"github.com/logtoctl/logtoctl/internal/manifest"
	"github.com/logtoctl/logtoctl/internal/plan"
	"github.com/logtoctl/logtoctl/pkg/aliyundm"
	"github.com/logtoctl/logtoctl/pkg/logtoadmin"
)

// patience bounds a whole look. A service that is away costs no more than this,
// whatever the deadlines of single requests are.
const patience = 45 * time.Second

// Look asks everything that the checks are made from, at the same time as far
// as one answer does not depend on another. It does not fail: what could not be
// found out is part of the facts.
func Look(ctx context.Context, target Target) *Facts {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	facts := &Facts{
		Endpoint: target.Endpoint, AppID: target.AppID, NoLogto: target.NoLogto,
		File: target.File, FileName: target.FileName,
	}
	logto := newLogtoLook(ctx, target)
	mailer := sync.OnceValue(func() Fact[manifest.Connector] { return mailerOf(target.File, logto.connectors) })
	var looking sync.WaitGroup
	looking.Go(func() { logto.look(&facts.Logto) })
	looking.Go(func() { newMailLook(ctx, target, mailer()).look(&facts.DirectMail) })
	looking.Wait()
	return facts
}

// mailerOf is the connector to look into: as it should be if that is known, else
// as it is.
func mailerOf(file *manifest.Manifest, connectors func() Fact[[]logtoadmin.Connector]) Fact[manifest.Connector] {
	if file != nil && file.Connector != nil {
		return Fact[manifest.Connector]{Value: *file.Connector}
	}
	live, found := plan.FindConnector(connectors().Value)
	if !found {
		return Fact[manifest.Connector]{Err: errNotAsked}
	}
	connector, err := manifest.ConnectorFromConfig(live.Config)
	return Fact[manifest.Connector]{Value: connector, Err: err}
}

// ask asks one question, unless what it needs is not there.
func ask[T any](obstacle error, question func() (T, error)) Fact[T] {
	if obstacle != nil {
		return Fact[T]{Err: errNotAsked}
	}
	value, err := question()
	return Fact[T]{Value: value, Err: err}
}

// collect reads a list to its end.
func collect[T any](list iter.Seq2[T, error]) ([]T, error) {
	var all []T
	for one, err := range list {
		if err != nil {
			return nil, err
		}
		all = append(all, one)
	}
	return all, nil
}

// probe reads no more of a list than shows that it may be read.
func probe[T any](list iter.Seq2[T, error]) error {
	for _, err := range list {
		return err
	}
	return nil
}

// regionOf is where the connector sends: one without a region uses the default
// one, whatever the settings say.
func regionOf(mailer Fact[manifest.Connector], setting string) string {
	defaultRegion := aliyundm.Regions()[0].ID
	switch {
	case mailer.Err == nil && mailer.Value.RegionID != "":
		return mailer.Value.RegionID
	case mailer.Err == nil || setting == "":
		return defaultRegion
	default:
		return setting
	}
}
