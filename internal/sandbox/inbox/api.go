package inbox

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"
	"time"
)

// maxWait bounds how long a request may wait for a message.
const maxWait = 5 * time.Minute

type failure struct {
	Error failureDetail `json:"error"`
}

type failureDetail struct {
	Code    string `json:"code"`
	Message string `json:"message"`
}

// list answers GET /api/messages: the chosen messages, newest first. With
// ?wait=10s it holds the answer back until there is at least one, and answers
// an empty list when the time is over. A message that is already there answers
// at once; ?after=ID, the id of the newest message known, asks for a later one.
func (h *handler) list(w http.ResponseWriter, r *http.Request) {
	filter, wait, err := readQuery(r.URL.Query())
	if err != nil {
		writeFailure(w, http.StatusBadRequest, "request.invalid", err.Error())
		return
	}
	writeJSON(w, http.StatusOK, h.store.await(r.Context(), filter, wait))
}

func (h *handler) get(w http.ResponseWriter, r *http.Request) {
	message, found := h.store.Get(r.PathValue("id"))
	if !found {
		writeFailure(w, http.StatusNotFound, "message.not_found", "there is no message with the id "+r.PathValue("id"))
		return
	}
	writeJSON(w, http.StatusOK, message)
}

func (h *handler) clear(w http.ResponseWriter, _ *http.Request) {
	h.store.Clear()
	w.WriteHeader(http.StatusNoContent)
}

// await returns the chosen messages as soon as there are any, or none when the
// time is over or the context ends.
func (s *Store) await(ctx context.Context, f Filter, wait time.Duration) []Message {
	ctx, cancel := context.WithTimeout(ctx, wait)
	defer cancel()
	for {
		changed := s.Changed()
		if messages := s.List(f); len(messages) > 0 {
			return messages
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return []Message{}
		}
	}
}

func readQuery(query url.Values) (Filter, time.Duration, error) {
	filter := Filter{To: query.Get("to")}
	var wait time.Duration
	var err error
	if text := query.Get("after"); text != "" {
		if filter.After, err = strconv.ParseUint(text, 10, 64); err != nil {
			return filter, 0, queryError("after must be the id of a message")
		}
	}
	if text := query.Get("wait"); text != "" {
		if wait, err = time.ParseDuration(text); err != nil || wait < 0 || wait > maxWait {
			return filter, 0, queryError("wait must be a duration such as 10s, at most " + maxWait.String())
		}
	}
	return filter, wait, nil
}

// queryError is a parameter that cannot be understood, in words for the caller.
type queryError string

// Error returns the words.
func (e queryError) Error() string { return string(e) }

func writeFailure(w http.ResponseWriter, status int, code, message string) {
	writeJSON(w, status, failure{failureDetail{Code: code, Message: message}})
}

func writeJSON[T Message | []Message | failure](w http.ResponseWriter, status int, body T) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	// The client may have gone; there is nobody left to tell.
	_ = json.NewEncoder(w).Encode(body)
}
