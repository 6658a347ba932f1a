package inbox

import (
	"net/http"

	"github.com/logtoctl/logtoctl/internal/sandbox/origin"
)

type handler struct{ store *Store }

// NewHandler serves a store: the page at "/", the HTML of a message for the
// page's frame at "/mail/{id}", and under "/api/" the messages (GET, DELETE
// /api/messages and /api/messages/{id}) and the stream of events (GET
// /api/events). Requests that name a host other than this machine are refused,
// and so are those that a page of another origin makes a browser send, because
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
// loopback: see package origin, whose refusals it words as the API does. What
// the handler answers, no other origin can take into its own pages or hold on
// to, and no browser keeps.
func Guard(next http.Handler) http.Handler {
	sameOrigin := origin.Guard{Refuse: func(w http.ResponseWriter, code, message string) {
		writeFailure(w, http.StatusForbidden, code, message)
	}}.Wrap(next)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		header := w.Header()
		header.Set("Cache-Control", "no-store")
		header.Set("Content-Security-Policy", apiPolicy)
		header.Set("Cross-Origin-Opener-Policy", "same-origin")
		header.Set("Cross-Origin-Resource-Policy", "same-origin")
		header.Set("X-Content-Type-Options", "nosniff")
		header.Set("Referrer-Policy", "no-referrer")
		sameOrigin.ServeHTTP(w, r)
	})
}

// apiPolicy is for what is no page: nobody has to show it in a frame. Pages set
// their own.
const apiPolicy = "default-src 'none'; frame-ancestors 'none'"
