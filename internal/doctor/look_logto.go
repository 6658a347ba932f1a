package doctor

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"

	"github.com/logtoctl/logtoctl/internal/plan"
	"github.com/logtoctl/logtoctl/pkg/logtoadmin"
)

// documentLimit bounds what is read of a document that anything at the endpoint
// may have written, in bytes.
const documentLimit = 1 << 20

// logtoLook asks the Logto.
type logtoLook struct {
	ctx      context.Context //nolint:containedctx // it lives for one look, whose questions share it
	endpoint string
	obstacle error // why there is no client
	client   *logtoadmin.Client
	plain    *http.Client
	observer *observer

	token      func() error
	connectors func() Fact[[]logtoadmin.Connector]
}

func newLogtoLook(ctx context.Context, target Target) *logtoLook {
	l := &logtoLook{
		ctx: ctx, endpoint: strings.TrimRight(target.Endpoint, "/"),
		obstacle: target.NoLogto, observer: newObserver(target),
	}
	l.plain = &http.Client{Transport: l.observer, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	if l.obstacle == nil {
		l.client, l.obstacle = target.Logto(&http.Client{Transport: l.observer})
	}
	l.token = sync.OnceValue(func() error {
		if l.obstacle != nil {
			return errNotAsked
		}
		return l.client.Authenticate(ctx)
	})
	l.connectors = sync.OnceValue(func() Fact[[]logtoadmin.Connector] {
		return ask(l.token(), func() ([]logtoadmin.Connector, error) { return l.client.Connectors.List(ctx) })
	})
	return l
}

// look fills the facts. The reads wait for the token, which all of them need,
// so that a token that is refused is asked for once.
func (l *logtoLook) look(facts *LogtoFacts) {
	if l.obstacle != nil {
		*facts = logtoUnasked(l.obstacle)
		return
	}
	var asking sync.WaitGroup
	asking.Go(func() { facts.Status = l.client.Status(l.ctx) })
	asking.Go(func() { facts.Issuer = ask(nil, l.issuer) })
	asking.Go(func() { facts.Core = ask(nil, l.core) })
	asking.Go(func() { facts.Token = l.token() })
	asking.Go(func() { facts.Connectors = l.connectors() })
	asking.Go(func() {
		facts.Factory = ask(l.token(), func() (logtoadmin.ConnectorFactory, error) {
			return l.client.ConnectorFactories.Get(l.ctx, plan.AliyunDirectMail)
		})
	})
	asking.Go(func() {
		facts.Experience = ask(l.token(), func() (logtoadmin.SignInExperience, error) { return l.client.SignInExperience.Get(l.ctx) })
	})
	asking.Go(func() {
		facts.Templates = ask(l.token(), func() ([]logtoadmin.EmailTemplate, error) {
			return l.client.EmailTemplates.List(l.ctx, logtoadmin.EmailTemplateFilter{})
		})
	})
	asking.Go(func() {
		facts.Applications = ask(l.token(), func() ([]logtoadmin.Application, error) {
			return collect(l.client.Applications.List(l.ctx, logtoadmin.ListApplicationsOptions{}))
		})
	})
	asking.Wait()
	facts.Clock = l.observer.clock()
}

func logtoUnasked(obstacle error) LogtoFacts {
	facts := LogtoFacts{Status: obstacle, Token: errNotAsked}
	facts.Issuer.Err, facts.Core.Err, facts.Clock.Err = errNotAsked, errNotAsked, errNotAsked
	facts.Factory.Err, facts.Connectors.Err, facts.Experience.Err = errNotAsked, errNotAsked, errNotAsked
	facts.Templates.Err, facts.Applications.Err = errNotAsked, errNotAsked
	return facts
}

// issuer reads the discovery document of OpenID Connect.
func (l *logtoLook) issuer() (string, error) {
	var document struct {
		Issuer string `json:"issuer"`
	}
	err := l.read("/oidc/.well-known/openid-configuration", &document)
	return document.Issuer, err
}

// core asks where the core endpoint is. Only an admin endpoint answers: the
// route is there for the console alone (routes/well-known of Logto's server).
func (l *logtoLook) core() (string, error) {
	var document struct {
		User string `json:"user"`
	}
	err := l.read("/api/.well-known/endpoints/default", &document)
	if status := (*statusError)(nil); errors.As(err, &status) && status.code == http.StatusNotFound {
		return "", nil
	}
	return strings.TrimRight(document.User, "/"), err
}

// read reads a public document, which the Management API client knows nothing of.
func (l *logtoLook) read(path string, document any) error {
	request, err := http.NewRequestWithContext(l.ctx, http.MethodGet, l.endpoint+path, http.NoBody)
	if err != nil {
		return err
	}
	response, err := l.plain.Do(request)
	if err != nil {
		return err
	}
	defer func() { _ = response.Body.Close() }()
	if response.StatusCode != http.StatusOK {
		return &statusError{path: path, code: response.StatusCode}
	}
	if err := json.NewDecoder(io.LimitReader(response.Body, documentLimit)).Decode(document); err != nil {
		return fmt.Errorf("%s is not the JSON document that Logto has there: %w", path, err)
	}
	return nil
}

// statusError is an answer with another status than 200.
type statusError struct {
	path string
	code int
}

// Error names the document and the status.
func (e *statusError) Error() string {
	return fmt.Sprintf("%s answered %d %s", e.path, e.code, http.StatusText(e.code))
}
