// Package provider is the OpenID provider of the sandbox's Logto: the part
// that signs people in to applications.
//
// It stands on github.com/zitadel/oidc, which brings what OpenID Connect
// prescribes: the requests and their parsing, the tokens and their signatures,
// PKCE, the verification of ID tokens. What a real Logto decides for itself is
// decided here: the order of the checks and their words, the hops of a sign-in
// and their cookies, who is asked what, and for how long things are good.
//
// A sign-in goes like this. The application sends the browser to the
// authorization endpoint; the request is checked, and becomes an interaction,
// which a cookie ties to the browser. Two prompts may need a person: login, for
// which the browser is sent to the sign-in page, whose API finishes it with
// [Provider.Login]; and consent, which the sandbox gives by itself. After each
// the browser resumes the request, and when nothing is left to ask it goes back
// to the application with a code. The application exchanges that for tokens.
// The browser keeps a session, so that the next sign-in is silent.
//
// Sessions, grants, codes and tokens live in memory, are bounded in number, and
// expire by the clock of [Options].
package provider

import (
	"crypto/ecdsa"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/zitadel/oidc/v3/pkg/oidc"
	"github.com/zitadel/oidc/v3/pkg/op"
	"github.com/zitadel/schema"

	"github.com/logtoctl/logtoctl/internal/sandbox/logto/cors"
)

// Options are what a [Provider] needs from its surroundings.
type Options struct {
	// Endpoint is Logto's base URL without a trailing slash; the issuer is
	// Endpoint/oidc.
	Endpoint string
	// Directory knows the applications and the users.
	Directory Directory
	// Resources are the indicators of the API resources that access tokens can
	// be for. Users have no permission on them: nothing in the sandbox gives any.
	Resources []string
	// UnknownSessionURL returns where the tenant wants browsers to go that come
	// to the consent page without a sign-in; nothing, like the zero value, means
	// Endpoint/unknown-session.
	UnknownSessionURL func() string
	// Key signs the tokens; it is on the curve P-384. KeyID names it.
	Key   *ecdsa.PrivateKey
	KeyID string
	// Now is the clock; the default is [time.Now].
	Now func() time.Time
	// Logger is told what went wrong inside the provider, never a secret. The
	// default one discards everything.
	Logger *slog.Logger
}

// Provider keeps the sign-ins under way, the sessions of browsers, and what was
// granted to applications. It is safe for concurrent use; [New] makes one.
type Provider struct {
	endpoint  string
	issuer    string
	secure    bool // cookies travel over TLS only
	directory Directory
	resources []string
	keys      keys
	now       func() time.Time
	logger    *slog.Logger
	decoder   *schema.Decoder
	hints     *op.IDTokenHintVerifier

	unknownSessionURL func() string

	// mu is never held while the directory is asked. No pointer to what others
	// find in the state leaves it: what is needed afterwards is copied.
	mu    sync.Mutex
	state state
}

// New returns a provider that knows no session yet. It fails when an option is
// missing or unusable.
func New(options Options) (*Provider, error) {
	endpoint, err := url.Parse(options.Endpoint)
	if err != nil || endpoint.Host == "" || strings.HasSuffix(options.Endpoint, "/") {
		return nil, fmt.Errorf("start the openid provider: endpoint %q is not a base URL without a trailing slash", options.Endpoint)
	}
	if options.Directory == nil {
		return nil, errors.New("start the openid provider: no directory of applications and users")
	}
	keys, err := newKeys(options.Key, options.KeyID)
	if err != nil {
		return nil, fmt.Errorf("start the openid provider: %w", err)
	}
	p := &Provider{
		endpoint:  options.Endpoint,
		issuer:    options.Endpoint + "/oidc",
		secure:    endpoint.Scheme == "https",
		directory: options.Directory,
		resources: options.Resources,
		keys:      keys,
		now:       options.Now,
		logger:    options.Logger,
		decoder:   schema.NewDecoder(),
		state:     newState(),

		unknownSessionURL: options.UnknownSessionURL,
	}
	if p.unknownSessionURL == nil {
		p.unknownSessionURL = func() string { return "" }
	}
	p.decoder.IgnoreUnknownKeys(true)
	p.hints = op.NewIDTokenHintVerifier(p.issuer, keys, op.WithSupportedIDTokenHintSigningAlgorithms(string(signatureAlgorithm)))
	if p.now == nil {
		p.now = time.Now
	}
	if p.logger == nil {
		p.logger = slog.New(slog.DiscardHandler)
	}
	return p, nil
}

// Register adds the provider's routes to the mux: all of Logto's but the token
// endpoint, which serves machines, too, and hands users' grants to
// [Provider.Token].
func (p *Provider) Register(mux *http.ServeMux) {
	mux.HandleFunc("GET /oidc/auth", p.authorize)
	mux.HandleFunc("POST /oidc/auth", p.authorize)
	mux.HandleFunc("GET /oidc/auth/{uid}", p.resume)
	mux.HandleFunc("GET /consent", p.consent)
	cors.Client(http.MethodGet, http.MethodPost).Handle(mux, "/oidc/me", p.userinfo)
	cors.Client(http.MethodPost).Handle(mux, "/oidc/token/revocation", p.revoke)
	cors.Client(http.MethodPost).Handle(mux, "/oidc/token/introspection", p.introspect)
	mux.HandleFunc("GET /oidc/session/end", p.endSession)
	mux.HandleFunc("POST /oidc/session/end", p.endSession)
	mux.HandleFunc("POST /oidc/session/end/confirm", p.confirmEndSession)
	mux.HandleFunc("GET /oidc/session/end/success", p.sessionEnded)
}

// scopes are the scopes that the provider knows; others are dropped.
func scopes() []string {
	return []string{
		oidc.ScopeOpenID, oidc.ScopeOfflineAccess, oidc.ScopeProfile, oidc.ScopeEmail, oidc.ScopePhone, oidc.ScopeAddress,
		"custom_data", "identities", "roles", "urn:logto:scope:organizations", "urn:logto:scope:organization_roles",
		"urn:logto:scope:sessions", "urn:logto:scope:trusted_devices",
	}
}
