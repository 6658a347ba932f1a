// Package cors says which scripts may read the answers of Logto's OpenID
// endpoints: those of any origin where everything is public, and elsewhere those
// of the origins that belong to the client that makes the request.
//
// A [Policy] answers the preflight of a browser, which does not say for which
// client it asks, and marks every answer as readable. Once an endpoint knows the
// client and finds the origin to be a stranger's, it takes that back with [Forbid].
package cors

import (
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/logtoctl/logtoctl/internal/sandbox/logto/oauth"
)

// maxAge is how long a browser may remember the answer to a preflight.
const maxAge = time.Hour

const allowOrigin = "Access-Control-Allow-Origin"

// Policy is what browsers are told about one endpoint.
type Policy struct {
	// Methods are those that the endpoint serves.
	Methods []string
	// Exposed is the header that scripts may read beside the usual ones; empty for none.
	Exposed string
}

// Open is the policy of the documents that are for everybody: GET alone.
func Open() Policy { return Policy{Methods: []string{http.MethodGet}} }

// Client is the policy of an endpoint for clients, whose scripts may see by
// which challenge they were refused.
func Client(methods ...string) Policy { return Policy{Methods: methods, Exposed: "WWW-Authenticate"} }

// Handle adds the endpoint to a mux: its methods, and the preflight.
func (p Policy) Handle(mux *http.ServeMux, path string, serve http.HandlerFunc) {
	for _, method := range p.Methods {
		mux.HandleFunc(method+" "+path, p.marked(serve))
	}
	mux.HandleFunc("OPTIONS "+path, p.preflight)
}

// marked lets scripts of the origin that asks read the answer.
func (p Policy) marked(serve http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		mark(w, r)
		if p.Exposed != "" {
			w.Header().Set("Access-Control-Expose-Headers", p.Exposed)
		}
		serve(w, r)
	}
}

// preflight tells a browser what it may send. An OPTIONS request that is none
// has no route.
func (p Policy) preflight(w http.ResponseWriter, r *http.Request) {
	if r.Header.Get("Access-Control-Request-Method") == "" {
		w.Header().Add("Vary", "Origin")
		oauth.UnrecognizedRoute(r).Write(w, r, "")
		return
	}
	mark(w, r)
	w.Header().Set("Access-Control-Max-Age", strconv.Itoa(int(maxAge.Seconds())))
	w.Header().Set("Access-Control-Allow-Methods", strings.Join(p.Methods, ","))
	if headers := r.Header.Get("Access-Control-Request-Headers"); headers != "" {
		w.Header().Set("Access-Control-Allow-Headers", headers)
	}
	w.WriteHeader(http.StatusNoContent)
}

func mark(w http.ResponseWriter, r *http.Request) {
	w.Header().Add("Vary", "Origin")
	origin := r.Header.Get("Origin")
	if origin == "" {
		origin = "*"
	}
	w.Header().Set(allowOrigin, origin)
}

// Forbid takes back that scripts may read the answer, and returns the refusal
// for a client that does not know the request's origin.
func Forbid(w http.ResponseWriter, r *http.Request, clientID string) error {
	w.Header().Del(allowOrigin)
	return oauth.InvalidRequest("origin " + r.Header.Get("Origin") + " not allowed for client: " + clientID)
}
