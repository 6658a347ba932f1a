package logto

import (
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"path"
	"strings"
	"time"

	"github.com/logtoctl/logtoctl/internal/sandbox/logto/provider"
)

// mailTimeout bounds one request to the Direct Mail endpoint. The real
// connector sets no bound at all, which a sandbox cannot afford.
const mailTimeout = 30 * time.Second

// Options are what a [Server] needs from its surroundings.
type Options struct {
	// Endpoint is the base URL at which the server is reached, without a
	// trailing slash: http://localhost:3001. Its tokens are issued by Endpoint/oidc.
	Endpoint string
	// DirectMail returns the base URL of the Direct Mail service of a region
	// such as cn-hangzhou, to which connectors post their mail.
	DirectMail func(region string) string
	// InboxURL is the page with the mails, which the sign-in page points to;
	// empty for none.
	InboxURL string
	// HTTPClient sends the connectors' requests. The default one gives up
	// after 30 seconds.
	HTTPClient *http.Client
	// Now is the clock; the default is [time.Now].
	Now func() time.Time
	// Logger is told what went wrong inside the server, never a secret. The
	// default one discards everything.
	Logger *slog.Logger
}

// Server is a Logto tenant that forgets everything when it is dropped. It is
// an [http.Handler] and safe for concurrent use; [New] makes one.
type Server struct {
	endpoint   string
	directMail func(region string) string
	inboxURL   string
	client     *http.Client
	now        func() time.Time
	logger     *slog.Logger

	keys      signingKeys
	factories []connectorFactory
	state     *state
	provider  *provider.Provider
	routes    []route
	mux       *http.ServeMux
}

var _ http.Handler = (*Server)(nil)

// New returns a fresh tenant: username and password sign-in, no connector, and
// no application but the machine-to-machine one of [Server.Credentials]. It
// fails when an option is missing or unusable.
func New(options Options) (*Server, error) {
	endpoint, err := url.Parse(options.Endpoint)
	if err != nil || endpoint.Host == "" || strings.HasSuffix(options.Endpoint, "/") {
		return nil, fmt.Errorf("start the sandbox's logto: endpoint %q is not a base URL without a trailing slash", options.Endpoint)
	}
	if options.DirectMail == nil {
		return nil, errors.New("start the sandbox's logto: no Direct Mail endpoint")
	}
	keys, err := newSigningKeys()
	if err != nil {
		return nil, fmt.Errorf("start the sandbox's logto: %w", err)
	}
	factories, err := connectorFactories()
	if err != nil {
		return nil, fmt.Errorf("start the sandbox's logto: %w", err)
	}
	s := &Server{
		endpoint:   options.Endpoint,
		directMail: options.DirectMail,
		inboxURL:   options.InboxURL,
		client:     options.HTTPClient,
		now:        options.Now,
		logger:     options.Logger,
		keys:       keys,
		factories:  factories,
	}
	if s.client == nil {
		s.client = &http.Client{Timeout: mailTimeout}
	}
	if s.now == nil {
		s.now = time.Now
	}
	if s.logger == nil {
		s.logger = slog.New(slog.DiscardHandler)
	}
	s.state = newState(s.now())
	s.provider, err = provider.New(provider.Options{
		Endpoint:  s.endpoint,
		Directory: directory{s.state},
		Resources: []string{managementResource},
		Key:       s.keys.private,
		KeyID:     s.keys.id,
		Now:       s.now,
		Logger:    s.logger,

		UnknownSessionURL: s.unknownSessionURL,
	})
	if err != nil {
		return nil, fmt.Errorf("start the sandbox's logto: %w", err)
	}
	s.routes = s.managementRoutes()
	s.mux = s.router()
	return s, nil
}

// Credentials returns the id and the secret of the machine-to-machine
// application that every tenant starts with. It has the role "Logto Management
// API access", so its token carries the scope all.
func (s *Server) Credentials() (appID, appSecret string) {
	return s.state.seed.id, s.state.seed.secret.Reveal()
}

// ServeHTTP serves the OpenID provider under /oidc, the page on which people
// sign in, and under /api what that page and administrators call.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Logto-Core-Request-Id", random(alphanumeric, requestIDLength))
	if strings.HasPrefix(r.URL.Path, "/api/") {
		// Scripts of Logto's console may read what is below, those of others may
		// not; a sandbox has no console.
		w.Header().Set("Vary", "Origin")
	}
	if escaped := r.URL.EscapedPath(); len(escaped) > 1 && strings.HasSuffix(escaped, "/") {
		r = withoutTrailingSlash(r) // Logto's router does not mind one
	}
	if escaped := r.URL.EscapedPath(); path.Clean(escaped) != escaped {
		writeBare(w, http.StatusNotFound) // the mux would redirect, to a route that was not asked for
		return
	}
	s.mux.ServeHTTP(w, r)
}

func withoutTrailingSlash(r *http.Request) *http.Request {
	trimmed := new(*r)
	trimmed.URL = new(*r.URL)
	trimmed.URL.Path = strings.TrimSuffix(r.URL.Path, "/")
	trimmed.URL.RawPath = strings.TrimSuffix(r.URL.RawPath, "/")
	return trimmed
}
