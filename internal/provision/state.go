package provision

import (
	"context"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/logtoctl/logtoctl/internal/plan"
	"github.com/logtoctl/logtoctl/pkg/logtoadmin"
)

// State is what a tenant has, as far as a file can be about it.
type State struct {
	plan.State
	Factory logtoadmin.ConnectorFactory // read for a file with a connector only

	read time.Time // when reading it began
}

// ReadState reads all that a file can be about in one round: every part at the
// same time, because none needs another.
func (p Provisioner) ReadState(ctx context.Context, want plan.Desired) (State, error) {
	state := State{State: plan.State{Self: p.Self}, read: time.Now()}
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() (err error) {
		state.Applications, err = p.Applications(ctx)
		return err
	})
	group.Go(func() (err error) {
		state.Connectors, err = p.Logto.Connectors.List(ctx)
		return err
	})
	group.Go(func() (err error) {
		state.Templates, err = p.LocalisedTemplates(ctx)
		return err
	})
	group.Go(func() (err error) {
		state.Experience, err = p.Logto.SignInExperience.Get(ctx)
		return err
	})
	if want.DirectMail != nil {
		group.Go(func() (err error) {
			state.DirectMail, err = p.readDirectMail(ctx, *want.DirectMail)
			return err
		})
	}
	if want.Connector != nil {
		group.Go(func() (err error) {
			state.Factory, err = p.factory(ctx)
			return err
		})
	}
	return state, group.Wait()
}

// Planned is a plan with what it was made from.
type Planned struct {
	Want  plan.Desired // as the installed connector package understands it
	State State
	Set   plan.Set
}

// Plan reads the tenant and says what would have to change for it to be as
// wanted. It writes nothing. What [Provisioner.Apply] may have to know of the
// connector's sender address is asked while a token is fetched; nobody waits for
// that before the apply does.
func (p Provisioner) Plan(ctx context.Context, want plan.Desired, consent plan.Consent) (Planned, error) {
	p.askSenders(ctx, want)
	state, err := p.ReadState(ctx, want)
	if err != nil {
		return Planned{}, err
	}
	if want.Connector != nil {
		if want.Connector, err = supported(state.Factory, want.Connector); err != nil {
			return Planned{}, err
		}
	}
	planned := Planned{Want: want, State: state}
	compared := state.State
	if !consent.Adopt {
		compared.Applications = tolerated(state.Applications, want.Applications)
	}
	planned.Set, err = plan.Everything(compared, want, consent)
	return planned, err
}

// reliesAnew tells whether people are about to depend on the connector as they
// did not before: it is written, or the sign-in experience begins to use it.
func (p Planned) reliesAnew() bool {
	connector, signIn := p.Set.Connector, p.Set.SignIn
	return connector != nil && (connector.Status != plan.Unchanged || signIn != nil && signIn.Status != plan.Unchanged)
}

// changesAccount tells whether the Direct Mail account will be another one than
// was read.
func (p Planned) changesAccount() bool {
	return slices.ContainsFunc(p.Set.Steps(), func(s plan.Step) bool { return s.IsDirectMail() && s.Status != plan.Unchanged })
}

// Shadow says which of the connector's templates localised ones hide once the
// plan is carried out: those that are there and those of the file. It is nobody's
// business when the file mentions neither, or when there is no connector to hide
// anything of.
func (p Planned) Shadow() Shadow {
	_, live := plan.FindConnector(p.State.Connectors)
	if p.Want.Connector == nil && (len(p.Want.Templates) == 0 || !live) {
		return Shadow{}
	}
	rows := localise(slices.Concat(p.State.Templates, p.Want.Templates))
	return newShadow(rows, p.State.Experience.LanguageInfo.FallbackLanguage)
}

// tolerated lets an application that is not logtoctl's pass for its own when it
// is just as the file says: nothing has to be written, so that nobody has to
// agree to it. It is how an exported file applies to the tenant it came from.
func tolerated(live []logtoadmin.Application, want []plan.Application) []logtoadmin.Application {
	passed := slices.Clone(live)
	for _, application := range want {
		change, err := plan.EnsureApplication(live, application, true)
		if err != nil || change.Status != plan.Updated || plan.Key(change.Live) != "" || len(change.Fields) != 1 {
			continue // more than the mark of ownership differs, or less
		}
		i := slices.IndexFunc(passed, func(a logtoadmin.Application) bool { return a.ID == change.Live.ID })
		passed[i].CustomData = change.Update.CustomData
	}
	return passed
}
