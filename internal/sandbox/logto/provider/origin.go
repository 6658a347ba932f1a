package provider

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/logtoctl/logtoctl/internal/sandbox/logto/cors"
)

// checkOrigin refuses the scripts of pages that are not the application's. A
// request without an origin comes from no browser, or from the provider's own page.
func (p *Provider) checkOrigin(w http.ResponseWriter, r *http.Request, app Application) error {
	origin := r.Header.Get("Origin")
	if origin == "" || origin == originOf(p.endpoint) || app.hasOrigin(origin) {
		return nil
	}
	return cors.Forbid(w, r, app.ID)
}

// hasOrigin reports whether the application's scripts come from that origin: it
// is allowed by name, or one of its redirect URIs is there.
func (a Application) hasOrigin(origin string) bool {
	return slices.Contains(a.CORSAllowedOrigins, origin) || slices.ContainsFunc(a.RedirectURIs, func(uri string) bool {
		if strings.Contains(uri, "*") {
			return matchesPattern(withoutPath(uri), normalURL(origin))
		}
		return originOf(uri) == origin
	})
}

// originOf is the origin of a URL as a browser sends it. An address that only an
// app on a device understands has none, which browsers call null.
func originOf(uri string) string {
	parsed, err := url.Parse(normalURL(uri))
	switch {
	case err != nil || parsed.Scheme == "":
		return ""
	case parsed.Scheme != "http" && parsed.Scheme != "https":
		return "null"
	}
	return parsed.Scheme + "://" + parsed.Host
}

// withoutPath cuts a URL after its host and port.
func withoutPath(uri string) string {
	scheme, rest, found := strings.Cut(uri, "://")
	if !found {
		return ""
	}
	if at := strings.IndexAny(rest, "/?#"); at >= 0 {
		rest = rest[:at]
	}
	return scheme + "://" + rest
}
