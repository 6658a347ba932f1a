package doctor

import (
	"cmp"
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
		File: target.File, FileName: target.FileName, Resolver: target.Resolver, ProbeSend: target.ProbeSend,
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
// as it is. Without one it has no more than what directMail of the file says, of
// which a connector takes its sender and region.
func mailerOf(file *manifest.Manifest, connectors func() Fact[[]logtoadmin.Connector]) Fact[manifest.Connector] {
	if file != nil && file.Connector != nil {
		return Fact[manifest.Connector]{Value: withKey(*file.Connector, connectors)}
	}
	live, found := plan.FindConnector(connectors().Value)
	if !found && file != nil && file.DirectMail != nil && file.DirectMail.Sender != "" {
		return Fact[manifest.Connector]{Value: manifest.Connector{AccountName: file.DirectMail.Sender, RegionID: file.DirectMail.Region}}
	}
	if !found {
		return Fact[manifest.Connector]{Err: errNotAsked}
	}
	connector, err := manifest.ConnectorFromConfig(live.Config)
	return Fact[manifest.Connector]{Value: connector, Err: err}
}

// withKey gives a connector the AccessKey that the tenant's has, if the file
// leaves it to an environment in which it is not set.
func withKey(connector manifest.Connector, connectors func() Fact[[]logtoadmin.Connector]) manifest.Connector {
	if !lacksKey(connector) {
		return connector
	}
	live, _ := plan.FindConnector(connectors().Value)
	if has, err := manifest.ConnectorFromConfig(live.Config); err == nil {
		connector.AccessKeyID, connector.AccessKeySecret = has.AccessKeyID, has.AccessKeySecret
	}
	return connector
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
// one, whatever the settings say. Without a connector it is where the file wants
// the account to be, else the region of the settings.
func regionOf(mailer Fact[manifest.Connector], target Target) string {
	defaultRegion := aliyundm.Regions()[0].ID
	switch {
	case mailer.Err == nil && mailer.Value.RegionID != "":
		return mailer.Value.RegionID
	case mailer.Err == nil:
		return defaultRegion
	case target.File != nil && target.File.DirectMail != nil && target.File.DirectMail.Region != "":
		return target.File.DirectMail.Region
	default:
		return cmp.Or(target.Region, defaultRegion)
	}
}
