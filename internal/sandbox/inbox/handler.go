package inbox

import (
	"net"
	"net/http"
	"strings"
)

type handler struct{ store *Store }

// NewHandler serves a store: the page at "/", the HTML of a message for the
// page's frame at "/mail/{id}", and under "/api/" the messages (GET, DELETE
// /api/messages and /api/messages/{id}) and the stream of events (GET
// /api/events). Requests that name a host other than this machine are refused,
// and so are writes that a page of another origin makes a browser send, because
// the inbox holds codes that let people in.
func NewHandler(store *Store) http.Handler {
	h := &handler{store: store}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /api/messages", h.list)
	mux.HandleFunc("DELETE /api/messages", h.clear)
	mux.HandleFunc("GET /api/messages/{id}", h.get)
	mux.HandleFunc("DELETE /api/messages/{id}", h.delete)
	mux.HandleFunc("GET /api/events", h.events)
	mux.HandleFunc("GET /mail/{id}", h.frame)
	mux.Handle("GET /", page())
	return Guard(mux)
}

// Guard keeps web pages of elsewhere out of a handler that is served on
// loopback. It refuses host names that are not this machine's, which stops DNS
// rebinding, and cross-origin requests with unsafe methods, both with 403. What
// it answers, no other origin can take into its own pages or hold on to.
func Guard(next http.Handler) http.Handler {
	protection := http.NewCrossOriginProtection()
	protection.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		writeFailure(w, http.StatusForbidden, "request.cross_origin", "a page of another origin cannot change the sandbox")
	}))
	sameOrigin := protection.Handler(next)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !isLoopback(r.Host) {
			writeFailure(w, http.StatusForbidden, "request.host", "the sandbox answers only to localhost")
			return
		}
		header := w.Header()
		header.Set("Cache-Control", "no-store")
		header.Set("Cross-Origin-Opener-Policy", "same-origin")
		header.Set("Cross-Origin-Resource-Policy", "same-origin")
		header.Set("X-Content-Type-Options", "nosniff")
		header.Set("Referrer-Policy", "no-referrer")
		sameOrigin.ServeHTTP(w, r)
	})
}

func isLoopback(host string) bool {
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
