package logtoadmin

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"slices"
	"time"

	"github.com/logtoctl/logtoctl/pkg/secret"
)

const (
	maxRedirects = 5
	// idleConnections is how many connections to the one host are kept: as
	// many as there are calls that logically run at the same time.
	idleConnections = 8
)

// defaultTransport is the standard one of net/http with room for parallel calls.
func defaultTransport() http.RoundTripper {
	standard, ok := http.DefaultTransport.(*http.Transport)
	if !ok {
		return http.DefaultTransport
	}
	transport := standard.Clone()
	transport.MaxIdleConnsPerHost = idleConnections
	return transport
}

// checkRedirect follows a redirect of a read on the same host and refuses all
// others: credentials must not reach another host, and net/http would turn a
// redirected POST into a GET.
func checkRedirect(redactor *secret.Redactor) func(next *http.Request, via []*http.Request) error {
	return func(next *http.Request, via []*http.Request) error {
		first := via[0]
		isRead := first.Method == http.MethodGet || first.Method == http.MethodHead
		sameHost := next.URL.Scheme == first.URL.Scheme && next.URL.Host == first.URL.Host
		if !isRead || !sameHost || len(via) > maxRedirects {
			return &RedirectError{Method: first.Method, From: plainURL(first.URL, redactor), To: plainURL(next.URL, redactor)}
		}
		return nil
	}
}

// plainURL is a URL without user, query and fragment, which may hold secrets. A
// server may point to a host or a path in which it echoes what it got.
func plainURL(u *url.URL, redactor *secret.Redactor) string {
	return (&url.URL{Scheme: u.Scheme, Host: redactor.Redact(u.Host), Path: redactor.Redact(u.Path)}).String()
}

// readOnlyTransport refuses every request that could change something.
type readOnlyTransport struct {
	next     http.RoundTripper
	tokenURL string // the one POST that is let through
}

func (t *readOnlyTransport) RoundTrip(request *http.Request) (*http.Response, error) {
	switch {
	case request.Method == http.MethodGet, request.Method == http.MethodHead,
		request.Method == http.MethodPost && request.URL.String() == t.tokenURL:
		return t.next.RoundTrip(request)
	}
	if request.Body != nil {
		_ = request.Body.Close() // a RoundTripper closes the body also when it fails
	}
	return nil, ErrReadOnly
}

// readOnlyError names the request that a read-only client kept back.
type readOnlyError struct{ method, path string }

func (e *readOnlyError) Error() string {
	return fmt.Sprintf("%s %s was not sent: %v", e.method, e.path, ErrReadOnly)
}

func (e *readOnlyError) Unwrap() error { return ErrReadOnly }

// logTransport writes a debug line for each attempt.
type logTransport struct {
	next     http.RoundTripper
	logger   *slog.Logger
	now      func() time.Time
	redactor *secret.Redactor
}

func (t *logTransport) RoundTrip(request *http.Request) (*http.Response, error) {
	ctx := request.Context()
	if !t.logger.Enabled(ctx, slog.LevelDebug) {
		return t.next.RoundTrip(request)
	}
	start := t.now()
	response, err := t.next.RoundTrip(request)
	attributes := []slog.Attr{
		slog.String("method", request.Method),
		slog.String("path", t.redactor.Redact(request.URL.Path)), // a redirect may have led there
		slog.Duration("duration", t.now().Sub(start)),
		slog.Int("attempt", attemptOf(ctx)),
	}
	if query := loggedQuery(request.URL.Query()); query != "" {
		attributes = append(attributes, slog.String("query", t.redactor.Redact(query)))
	}
	if err != nil {
		attributes = append(attributes, slog.String("error", err.Error()))
	} else {
		attributes = append(attributes,
			slog.Int("status", response.StatusCode),
			slog.String("request_id", requestID(response.Header, t.redactor)))
	}
	t.logger.LogAttrs(ctx, slog.LevelDebug, "logto request", attributes...)
	return response, err
}

// loggedQuery shows the parameters that are known to be harmless and hides the
// values of all others.
func loggedQuery(query url.Values) string {
	known := []string{"page", "page_size", "types", "type", "search", "languageTag", "templateType"}
	for name, values := range query {
		if !slices.Contains(known, name) {
			query[name] = slices.Repeat([]string{secret.Redacted}, len(values))
		}
	}
	return query.Encode()
}

// attemptKey is the context key of the number of the attempt.
type attemptKey struct{}

func withAttempt(ctx context.Context, attempt int) context.Context {
	return context.WithValue(ctx, attemptKey{}, attempt)
}

func attemptOf(ctx context.Context) int {
	attempt, _ := ctx.Value(attemptKey{}).(int)
	return attempt
}
