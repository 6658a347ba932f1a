package provision

import (
	"cmp"
	"context"
	"errors"
	"sync"

	"github.com/logtoctl/logtoctl/internal/manifest"
	"github.com/logtoctl/logtoctl/internal/plan"
	"github.com/logtoctl/logtoctl/pkg/aliyundm"
)

// Senders keeps the sender addresses that Direct Mail has been asked for, so that
// a run over several tenants asks once for all whose connectors would ask the same.
// The zero value is ready.
type Senders struct {
	mu    sync.Mutex
	asked map[sight]*question[[]string]
}

// sight is what it depends on which sender addresses somebody sees.
type sight struct {
	endpoint, region string
	credentials      aliyundm.Credentials
}

func sightOf(connector manifest.Connector, client *aliyundm.Client) sight {
	return sight{client.Endpoint(), cmp.Or(connector.RegionID, defaultRegion()), credentials(connector)}
}

// of returns the question for the sender addresses that a client sees. It does not
// end with the context, because others may wait for the same answer. A failure that
// says nothing of the AccessKey is no answer for whoever comes later.
func (s *Senders) of(ctx context.Context, of sight, client *aliyundm.Client) *question[[]string] {
	s.mu.Lock()
	defer s.mu.Unlock()
	asked, ok := s.asked[of]
	if !ok {
		if s.asked == nil {
			s.asked = map[sight]*question[[]string]{}
		}
		ctx := context.WithoutCancel(ctx)
		asked = newQuestion(func() ([]string, error) {
			known, err := senders(ctx, client)
			if err != nil && !errors.Is(err, aliyundm.ErrUnauthorized) && !errors.Is(err, aliyundm.ErrForbidden) {
				s.forget(of)
			}
			return known, err
		})
		s.asked[of] = asked
	}
	return asked
}

// forget has the next one ask again.
func (s *Senders) forget(of sight) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.asked, of)
}

// askSenders asks what [Provisioner.Apply] may have to know of the connector of a
// file, and does not wait: while Logto is asked for a token nothing else can be asked
// of it. With a token at hand nothing is asked in advance, because most runs find
// nothing to do. What cannot be asked shows when the plan is carried out, if it
// matters then.
func (p Provisioner) askSenders(ctx context.Context, want plan.Desired) {
	if p.DryRun || p.Senders == nil || want.Connector == nil || p.Logto.HasToken(ctx) {
		return
	}
	connector, err := manifest.ConnectorFromConfig(want.Connector)
	if err != nil {
		return
	}
	if client, err := p.DirectMail.DirectMail(connector.RegionID, credentials(connector)); err == nil {
		p.Senders.of(ctx, sightOf(connector, client), client).start()
	}
}

// knownSenders reads the sender addresses that the AccessKey of a connector sees.
// What was asked together with the plan will do, unless the account has changed
// since.
func (r *run) knownSenders(ctx context.Context, connector manifest.Connector, client *aliyundm.Client) ([]string, error) {
	if r.Senders == nil || r.planned.changesAccount() {
		return senders(ctx, client)
	}
	return r.Senders.of(ctx, sightOf(connector, client), client).wait(ctx)
}
