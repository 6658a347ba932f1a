// Package origin keeps web pages of elsewhere out of services that listen on
// loopback, where whoever reaches them is trusted.
//
// A browser on this machine reaches them for any page that asks it to, in two
// ways. A page can have its own host name resolve to 127.0.0.1, so that the
// browser takes the service for the page's own server (DNS rebinding): the
// header Host then names that host, and [IsLoopback] tells it from this machine.
// And a page can make requests to another origin, whose answers it is not shown
// but which do their work all the same: what browsers say about where a request
// comes from tells those, and [IsForeign] reads it. A [Guard] refuses both.
package origin

import (
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
)

// The codes of refusals.
const (
	// CodeHost is that of a request for a host that is not this machine.
	CodeHost = "request.host"
	// CodeForeign is that of a request that a page of another origin makes.
	CodeForeign = "request.cross_origin"
)

// Guard says whom a service on loopback answers. Its zero value answers
// requests to this machine that no page of another origin makes.
type Guard struct {
	// Alias tells the host names, as the header Host has them, under which the
	// service is also known; nil means none.
	Alias func(host string) bool
	// Open tells the requests that pages of any origin may make; nil means none.
	Open func(*http.Request) bool
	// AnyHost tells the requests that are answered whatever host they are for;
	// nil means none.
	AnyHost func(*http.Request) bool
	// Refuse writes a refusal, which has the status 403, a code of this package
	// and a sentence; nil writes the sentence as text.
	Refuse func(w http.ResponseWriter, code, message string)
}

// Wrap puts the guard in front of a service.
func (g Guard) Wrap(next http.Handler) http.Handler {
	if g.Refuse == nil {
		g.Refuse = func(w http.ResponseWriter, _, message string) { http.Error(w, message, http.StatusForbidden) }
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case !g.isHere(r):
			g.Refuse(w, CodeHost, "the sandbox answers only to localhost: use "+address(r)+
				"; in a container, share the network namespace of the sandbox, as examples/compose.yaml does")
		case IsForeign(r) && (g.Open == nil || !g.Open(r)):
			g.Refuse(w, CodeForeign, "a page of another origin cannot read or change the sandbox")
		default:
			next.ServeHTTP(w, r)
		}
	})
}

func (g Guard) isHere(r *http.Request) bool {
	return IsLoopback(r.Host) || g.Alias != nil && g.Alias(r.Host) || g.AnyHost != nil && g.AnyHost(r)
}

// address is the base URL under which a service answers that got a request.
func address(r *http.Request) string {
	here := url.URL{Scheme: "http", Host: "localhost"}
	if r.TLS != nil {
		here.Scheme = "https"
	}
	if socket, ok := r.Context().Value(http.LocalAddrContextKey).(*net.TCPAddr); ok {
		here.Host = net.JoinHostPort(here.Host, strconv.Itoa(socket.Port))
	}
	return here.String()
}

// IsLoopback tells whether the host of a request, with or without a port, is
// this machine: an address of loopback, localhost or a name below it.
func IsLoopback(host string) bool {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	host = strings.ToLower(strings.Trim(host, "[]"))
	if host == "localhost" || strings.HasSuffix(host, ".localhost") {
		return true
	}
	ip := net.ParseIP(host)
	return ip != nil && ip.IsLoopback()
}

// IsForeign tells whether a page of another origin makes a request, another
// port of this machine included. Following a link or opening a window is not
// that: the person does it, and sees what comes of it. Programs that are no
// browsers say nothing about where they come from, and are not foreign.
func IsForeign(r *http.Request) bool {
	switch r.Header.Get("Sec-Fetch-Site") {
	case "same-origin", "none":
		return false
	case "":
		return isOther(r.Header.Get("Origin"), r.Host)
	}
	opened := r.Header.Get("Sec-Fetch-Mode") == "navigate" && r.Header.Get("Sec-Fetch-Dest") == "document"
	return !opened || r.Method != http.MethodGet && r.Method != http.MethodHead
}

// isOther compares a header Origin with the host of the request. A page that
// hides its origin says "null", which is no host.
func isOther(origin, host string) bool {
	if origin == "" {
		return false
	}
	of, err := url.Parse(origin)
	return err != nil || of.Host != host
}
