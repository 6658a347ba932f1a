package sandbox

import (
	"encoding/json"
	"net/http"
	"strings"

	"github.com/logtoctl/logtoctl/internal/sandbox/directmail"
	"github.com/logtoctl/logtoctl/internal/sandbox/origin"
)

// guardLogto keeps pages of elsewhere out of the Logto. Its OpenID endpoints are
// for applications of any origin, who are told apart by what they present, and
// what a script of theirs may read is said there.
func guardLogto(logto http.Handler) http.Handler {
	guard := origin.Guard{
		Open: func(r *http.Request) bool {
			return r.Method == http.MethodOptions || !strings.HasPrefix(r.URL.Path, "/api/")
		},
		AnyHost: isForApplications,
		Refuse: func(w http.ResponseWriter, code, message string) {
			forbid(w, struct {
				Code    string `json:"code"`
				Message string `json:"message"`
			}{code, message})
		},
	}
	guarded := guard.Wrap(noStoreAPI(logto))
	return unsniffed(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("X-Frame-Options", "SAMEORIGIN") // as Logto's has it, on everything
		guarded.ServeHTTP(w, r)
	}))
}

// isForApplications tells the OpenID endpoints that applications call themselves.
// One in a container reaches this machine by another name, and a page whose host
// name was rebound finds nothing there that was not for everybody already.
func isForApplications(r *http.Request) bool {
	switch strings.TrimSuffix(r.URL.Path, "/") { // as Logto's router does
	case "/oidc/.well-known/openid-configuration", "/oidc/jwks", "/oidc/token", "/oidc/me",
		"/oidc/token/introspection", "/oidc/token/revocation":
		return true
	}
	return false
}

// guardDirectMail keeps pages of elsewhere out of the Direct Mail, which is also
// known as the hosts of its regions.
func guardDirectMail(directMail http.Handler) http.Handler {
	guard := origin.Guard{
		Alias: directmail.IsHost,
		Refuse: func(w http.ResponseWriter, code, message string) {
			forbid(w, struct {
				Code    string
				Message string
			}{code, message})
		},
	}
	return unsniffed(guard.Wrap(directMail))
}

// forbid writes a refusal in the shape of the service.
func forbid[T any](w http.ResponseWriter, refusal T) {
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(http.StatusForbidden)
	_ = json.NewEncoder(w).Encode(refusal) // the client may have gone
}

// unsniffed has browsers take an answer for what it says it is.
func unsniffed(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("X-Content-Type-Options", "nosniff")
		next.ServeHTTP(w, r)
	})
}

// noStoreAPI has browsers keep nothing of the Management API, which shows
// secrets, unless an answer says otherwise.
func noStoreAPI(logto http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, "/api/") {
			w.Header().Set("Cache-Control", "no-store")
		}
		logto.ServeHTTP(w, r)
	})
}
