package logtoadmin

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"github.com/go-resty/resty/v2"

	"github.com/logtoctl/logtoctl/pkg/secret"
)

// Client calls the Management API of one Logto tenant. Its services share one
// connection pool, one token and one set of rules for deadlines and repeats.
type Client struct {
	// Applications manages applications, their secrets and their roles.
	Applications *ApplicationService
	// Connectors manages the connectors that send mail and text messages.
	Connectors *ConnectorService
	// ConnectorFactories tells which kinds of connector the server has.
	ConnectorFactories *ConnectorFactoryService
	// SignInExperience manages how end users sign up and sign in.
	SignInExperience *SignInExperienceService
	// VerificationCodes sends verification codes and checks them.
	VerificationCodes *VerificationCodeService
	// EmailTemplates manages the localised email templates of the tenant.
	EmailTemplates *EmailTemplateService
	// Roles lists the roles of the tenant.
	Roles *RoleService

	endpoint string
	host     string // of the endpoint, for errors
	resource string

	credentials *credentials // nil without WithCredentials

	rest      *resty.Client
	tokens    *tokenSource
	redactor  *secret.Redactor
	now       func() time.Time
	timeout   time.Duration
	userAgent string
}

// credentials are those of a machine-to-machine application.
type credentials struct {
	appID  string
	secret secret.Text
}

// New returns a client for the Logto at an endpoint, such as
// https://tenant.logto.app or http://localhost:3001, with or without a path
// prefix. It makes no request. A malformed endpoint or option is an error.
func New(endpoint string, options ...Option) (*Client, error) {
	base, host, err := parseEndpoint(endpoint)
	if err != nil {
		return nil, err
	}
	cfg := defaultConfig(base)
	for _, option := range options {
		if err := option(&cfg); err != nil {
			return nil, err
		}
	}
	redactor := new(secret.Redactor)
	c := &Client{
		endpoint:  base,
		host:      host,
		resource:  cfg.resource,
		rest:      newRest(base, cfg, redactor),
		redactor:  redactor,
		now:       cfg.now,
		timeout:   cfg.timeout,
		userAgent: cfg.userAgent,
	}
	if cfg.appID != "" {
		c.credentials = &credentials{appID: cfg.appID, secret: cfg.appSecret}
		c.redactor.Add(cfg.appSecret, secret.Text(c.credentials.pair()))
	}
	c.tokens = &tokenSource{
		fetch:  c.requestToken,
		store:  cfg.store,
		key:    tokenKey(base, cfg.resource, cfg.appID, cfg.appSecret),
		now:    cfg.now,
		logger: cfg.logger,
		learn:  c.redactor.Add,
	}
	c.Applications = &ApplicationService{service{c}}
	c.Connectors = &ConnectorService{service{c}}
	c.ConnectorFactories = &ConnectorFactoryService{service{c}}
	c.SignInExperience = &SignInExperienceService{service{c}}
	c.VerificationCodes = &VerificationCodeService{service{c}}
	c.EmailTemplates = &EmailTemplateService{service{c}}
	c.Roles = &RoleService{service{c}}
	return c, nil
}

// newRest assembles the transport. From the outside in: refuse writes, log,
// send. The order matters: a refused request is not logged as sent.
func newRest(base string, cfg config, redactor *secret.Redactor) *resty.Client {
	httpClient := *cfg.httpClient
	if httpClient.Transport == nil {
		httpClient.Transport = defaultTransport()
	}
	httpClient.Transport = &logTransport{next: httpClient.Transport, logger: cfg.logger, now: cfg.now, redactor: redactor}
	if cfg.readOnly {
		httpClient.Transport = &readOnlyTransport{next: httpClient.Transport, tokenURL: base + tokenPath}
	}
	httpClient.CheckRedirect = checkRedirect(redactor)
	return resty.NewWithClient(&httpClient).
		SetBaseURL(base).
		SetDisableWarn(true).
		SetRetryCount(0).
		SetLogger(silentLogger{})
}

// Format prints the endpoint whatever the verb. The client holds secrets in
// fields that package fmt would print otherwise.
func (c Client) Format(state fmt.State, _ rune) {
	_, _ = fmt.Fprintf(state, "logto client for %s", c.endpoint)
}

// service is what all services have in common: the client, and that printing one
// shows no more than printing the client.
type service struct{ client *Client }

// Format prints the endpoint of the client whatever the verb.
func (s service) Format(state fmt.State, verb rune) { s.client.Format(state, verb) }

// Endpoint returns the base URL that the client was made with, without a
// trailing slash.
func (c *Client) Endpoint() string { return c.endpoint }

// Status asks whether the server is ready. It needs no credentials.
//
// API: GET /api/status.
func (c *Client) Status(ctx context.Context) error {
	_, err := c.do(ctx, call{method: http.MethodGet, path: "/api/status", public: true})
	if err != nil {
		return fmt.Errorf("ask for the status of %s: %w", c.endpoint, err)
	}
	return nil
}

// Authenticate makes sure that the client has an access token for the
// Management API, so that wrong credentials show before anything is done. It
// fails with [*TokenError] or [*MissingRoleError], and with
// [ErrMissingCredentials] when the client was made without credentials.
//
// API: POST /oidc/token.
func (c *Client) Authenticate(ctx context.Context) error {
	_, err := c.bearer(ctx)
	return err
}

// HasToken tells whether an access token is at hand, here or in the store, so that
// the next call takes no round trip for one. It makes no request.
func (c *Client) HasToken(ctx context.Context) bool {
	if c.credentials == nil {
		return false
	}
	_, ok := c.tokens.atHand(ctx)
	return ok
}

// bearer returns a token that is valid as far as the client knows.
func (c *Client) bearer(ctx context.Context) (secret.Text, error) {
	if c.credentials == nil {
		return "", ErrMissingCredentials
	}
	token, err := c.tokens.token(ctx)
	if err != nil {
		return "", fmt.Errorf("get an access token: %w", err)
	}
	return token, nil
}

// silentLogger keeps resty from writing to the process's standard error.
type silentLogger struct{}

func (silentLogger) Errorf(string, ...any) {}
func (silentLogger) Warnf(string, ...any)  {}
func (silentLogger) Debugf(string, ...any) {}
