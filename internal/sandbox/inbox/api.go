package inbox

import (
	"context"
	"encoding/json"
	"io"
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

// list answers GET /api/messages: the chosen messages, newest first. ?to= is an
// address, ?search= words that all have to be in the message. With ?wait=10s it
// holds the answer back until there is at least one, and answers an empty list
// when the time is over. A message that is already there answers at once;
// ?after=ID, the id of the newest message known, asks for a later one. With
// ?view=summary the list is of [Summary], without the bodies.
func (h *handler) list(w http.ResponseWriter, r *http.Request) {
	asked, err := readQuery(r.URL.Query())
	switch {
	case err != nil:
		writeFailure(w, http.StatusBadRequest, "request.invalid", err.Error())
	case asked.summary:
		writeList(w, await(r.Context(), h.store, asked, h.store.Summaries))
	default:
		writeList(w, await(r.Context(), h.store, asked, h.store.List))
	}
}

// get answers GET /api/messages/{id}: one message.
func (h *handler) get(w http.ResponseWriter, r *http.Request) {
	message, found := h.store.Get(r.PathValue("id"))
	if !found {
		writeNotFound(w, r)
		return
	}
	writeJSON(w, http.StatusOK, message)
}

// delete answers DELETE /api/messages/{id}: it removes one message.
func (h *handler) delete(w http.ResponseWriter, r *http.Request) {
	if !h.store.Delete(r.PathValue("id")) {
		writeNotFound(w, r)
		return
	}
	w.WriteHeader(http.StatusNoContent)
}

// clear answers DELETE /api/messages: it removes all messages.
func (h *handler) clear(w http.ResponseWriter, _ *http.Request) {
	h.store.Clear()
	w.WriteHeader(http.StatusNoContent)
}

// await returns the chosen messages as soon as there are any, or none when the
// time is over or the context ends.
func await[T Message | Summary](ctx context.Context, s *Store, asked question, list func(Filter) []T) []T {
	ctx, cancel := context.WithTimeout(ctx, asked.wait)
	defer cancel()
	for {
		changed := s.Changed()
		if messages := list(asked.filter); len(messages) > 0 {
			return messages
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return []T{}
		}
	}
}

// question is what a query asks for.
type question struct {
	filter  Filter
	wait    time.Duration
	summary bool
}

func readQuery(query url.Values) (question, error) {
	asked := question{filter: Filter{To: query.Get("to"), Search: query.Get("search")}}
	var err error
	if text := query.Get("after"); text != "" {
		if asked.filter.After, err = strconv.ParseUint(text, 10, 64); err != nil {
			return asked, queryError("after must be the id of a message")
		}
	}
	if text := query.Get("wait"); text != "" {
		if asked.wait, err = time.ParseDuration(text); err != nil || asked.wait < 0 || asked.wait > maxWait {
			return asked, queryError("wait must be a duration such as 10s, at most " + maxWait.String())
		}
	}
	switch query.Get("view") {
	case "":
	case "summary":
		asked.summary = true
	default:
		return asked, queryError("view must be summary, or left out for whole messages")
	}
	return asked, nil
}

// queryError is a parameter that cannot be understood, in words for the caller.
type queryError string

// Error returns the words.
func (e queryError) Error() string { return string(e) }

func writeNotFound(w http.ResponseWriter, r *http.Request) {
	writeFailure(w, http.StatusNotFound, "message.not_found", "there is no message with the id "+r.PathValue("id"))
}

func writeFailure(w http.ResponseWriter, status int, code, message string) {
	writeJSON(w, status, failure{failureDetail{Code: code, Message: message}})
}

func writeJSON[T Message | failure](w http.ResponseWriter, status int, body T) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	// The client may have gone; there is nobody left to tell.
	_ = json.NewEncoder(w).Encode(body)
}

// writeList encodes one message after the other: those of a full inbox at once
// would take as much memory again as the inbox itself, for each who asks.
func writeList[T Message | Summary](w http.ResponseWriter, messages []T) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	separator := "["
	for _, message := range messages {
		text, err := json.Marshal(message)
		if err == nil { // as it always does: texts, times and flags
			_, err = w.Write(append([]byte(separator), text...))
		}
		if err != nil {
			return // the client has gone
		}
		separator = ","
	}
	if len(messages) == 0 {
		_, _ = io.WriteString(w, separator)
	}
	_, _ = io.WriteString(w, "]\n")
}
