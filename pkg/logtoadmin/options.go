package logtoadmin

import (
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"time"

	"github.com/logtoctl/logtoctl/pkg/secret"
)

const (
	defaultTimeout   = 30 * time.Second
	defaultUserAgent = "logtoadmin"
)

// Option changes how a [Client] is made. It reports an error for a value that
// cannot work, so that the mistake shows in [New] and not in a later call.
type Option func(*config) error

type config struct {
	appID      string
	appSecret  secret.Text
	resource   string
	httpClient *http.Client
	now        func() time.Time
	store      TokenStore
	logger     *slog.Logger
	timeout    time.Duration
	readOnly   bool
	userAgent  string
}

func defaultConfig(base string) config {
	return config{
		resource:   ResourceFor(base),
		httpClient: new(http.Client),
		now:        time.Now,
		logger:     slog.New(slog.DiscardHandler),
		timeout:    defaultTimeout,
		userAgent:  defaultUserAgent,
	}
}

// WithCredentials names the machine-to-machine application whose client
// credentials get the access token. Without it only [Client.Status] works.
func WithCredentials(appID string, appSecret secret.Text) Option {
	return func(c *config) error {
		if appID == "" {
			return errors.New("id of the machine-to-machine application is empty")
		}
		if appSecret == "" {
			return fmt.Errorf("secret of the machine-to-machine application %s is empty", appID)
		}
		c.appID, c.appSecret = appID, appSecret
		return nil
	}
}

// WithResource sets the resource indicator of the Management API. The default
// is what [ResourceFor] returns for the endpoint.
func WithResource(indicator string) Option {
	return func(c *config) error {
		if indicator == "" {
			return errors.New("resource indicator of the management api is empty")
		}
		c.resource = indicator
		return nil
	}
}

// WithHTTPClient sets the HTTP client that requests go through. The client is
// copied and not changed; its redirect policy is replaced, because credentials
// must not follow a redirect to another host.
func WithHTTPClient(client *http.Client) Option {
	return func(c *config) error {
		if client == nil {
			return errors.New("http client is nil")
		}
		c.httpClient = client
		return nil
	}
}

// WithClock sets the clock that says whether a token has expired and how far off
// the date of a Retry-After is. Deadlines and pauses follow the real time. The
// default is [time.Now].
func WithClock(now func() time.Time) Option {
	return func(c *config) error {
		if now == nil {
			return errors.New("clock is nil")
		}
		c.now = now
		return nil
	}
}

// WithTokenStore keeps access tokens in a store, so that another client or
// process can use them for the rest of their lifetime. Without it a token lives
// as long as the client.
func WithTokenStore(store TokenStore) Option {
	return func(c *config) error {
		if store == nil {
			return errors.New("token store is nil")
		}
		c.store = store
		return nil
	}
}

// WithLogger makes the client write one debug line for each attempt of each
// request: method, path, known query parameters, status, duration, request id
// and number of the attempt. Headers and bodies are never logged.
func WithLogger(logger *slog.Logger) Option {
	return func(c *config) error {
		if logger == nil {
			return errors.New("logger is nil")
		}
		c.logger = logger
		return nil
	}
}

// WithTimeout sets the deadline of each attempt of a request, from dialling to
// the last byte of the answer. The default is 30 seconds.
func WithTimeout(timeout time.Duration) Option {
	return func(c *config) error {
		if timeout <= 0 {
			return fmt.Errorf("timeout %s is not positive", timeout)
		}
		c.timeout = timeout
		return nil
	}
}

// WithReadOnly makes each request that could change something fail with
// [ErrReadOnly] before it leaves: all but GET and HEAD, and the request for a
// token. A dry run takes the path of a real one with it.
func WithReadOnly() Option {
	return func(c *config) error {
		c.readOnly = true
		return nil
	}
}

// WithUserAgent sets the User-Agent header. The default is "logtoadmin".
func WithUserAgent(userAgent string) Option {
	return func(c *config) error {
		if userAgent == "" {
			return errors.New("user agent is empty")
		}
		c.userAgent = userAgent
		return nil
	}
}
