package preview

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/logtoctl/logtoctl/internal/email/framed"
)

// heartbeat keeps an idle stream from being taken for a dead one.
const heartbeat = 20 * time.Second

// handler answers the page: its files at "/", what it shows at /api/state, news
// of saved files at /api/events, and one address for each mail below /mail/.
type handler struct {
	options Options
	shelf   *shelf
}

func newHandler(options Options, shelf *shelf) http.Handler {
	h := &handler{options: options, shelf: shelf}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /api/state", h.state)
	mux.HandleFunc("GET /api/events", h.events)
	mux.HandleFunc("GET /mail/{key...}", h.mail)
	mux.Handle("GET /", pageHandler())
	return mux
}

// state answers with the [State] for the values of the query.
func (h *handler) state(w http.ResponseWriter, r *http.Request) {
	values := valuesOf(h.options.Values, r.URL.Query())
	library, err := h.shelf.get(r.Context(), brandValues(values))
	state := newState(h.options.Name, library, values)
	if err != nil {
		state = newState(h.options.Name, Library{}, nil)
		state.Error = err.Error()
	}
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(state) // the reader has gone
}

// mail answers with one mail as a frame shows it: mode=dark, images=off and the
// values are in the query.
func (h *handler) mail(w http.ResponseWriter, r *http.Request) {
	query := r.URL.Query()
	values := valuesOf(h.options.Values, query)
	library, err := h.shelf.get(r.Context(), brandValues(values))
	if err != nil {
		http.Error(w, err.Error(), http.StatusUnprocessableEntity)
		return
	}
	template, found := library.find(r.PathValue("key"))
	if !found {
		http.Error(w, fmt.Sprintf("there is no template %q", r.PathValue("key")), http.StatusNotFound)
		return
	}
	look := framed.Look{Dark: query.Get("mode") == "dark"}
	if query.Get("images") == "off" {
		look.Pictures = framed.NoPictures
	}
	header := w.Header()
	header.Set("Content-Type", "text/html; charset=utf-8")
	// The page may measure the mail, hence its origin; nothing in it may run.
	header.Set("Content-Security-Policy", look.Policy()+"; sandbox allow-same-origin")
	_, _ = strings.NewReader(framed.Mail(render(template, values), look)).WriteTo(w) // the reader has gone
}

// events sends "change" whenever a file was saved.
func (h *handler) events(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/event-stream")
	controller := http.NewResponseController(w)
	send := func(text string) bool {
		_, err := w.Write([]byte(text))
		return err == nil && controller.Flush() == nil
	}
	ticker := time.NewTicker(heartbeat)
	defer ticker.Stop()
	changed := h.shelf.wait()
	for text := ": connected\n\n"; send(text); {
		select {
		case <-changed:
			changed = h.shelf.wait()
			text = "event: change\ndata: {}\n\n"
		case <-ticker.C:
			text = ": still here\n\n"
		case <-r.Context().Done():
			return
		}
	}
}
