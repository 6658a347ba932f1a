package inbox

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"time"
)

// heartbeat keeps an idle stream from being taken for a dead one.
const heartbeat = 20 * time.Second

// snapshot is the data of the event "inbox".
type snapshot struct {
	// Inbox tells one sandbox from the next at the same address.
	Inbox    string    `json:"inbox"`
	Messages []Summary `json:"messages"`
}

// removal is the data of the event "removed".
type removal struct {
	IDs []string `json:"ids"`
}

// events answers GET /api/events with server-sent events: "inbox" at the start,
// with all there is, newest first; then "message" with the [Summary] of each new
// one and "removed" with the ids of those that have gone. A stream that was
// interrupted starts over, because the sandbox behind the address may be another
// one by then; its reader replaces what it has.
func (h *handler) events(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/event-stream")
	stream := &eventStream{w: w, flush: http.NewResponseController(w).Flush}
	ticker := time.NewTicker(heartbeat)
	defer ticker.Stop()
	for {
		changed := h.store.Changed()
		if err := stream.catchUp(h.store); err != nil {
			return // the reader has gone
		}
		select {
		case <-changed:
		case <-ticker.C:
			if err := stream.send(": still here\n\n"); err != nil {
				return
			}
		case <-r.Context().Done():
			return
		}
	}
}

// eventStream remembers what one reader has been told.
type eventStream struct {
	w     http.ResponseWriter
	flush func() error
	known map[string]bool // ids of the messages; nil before the first event
}

func (e *eventStream) catchUp(store *Store) error {
	messages := store.Summaries(Filter{})
	before := e.known
	e.known = make(map[string]bool, len(messages))
	for _, message := range messages {
		e.known[message.ID] = true
	}
	if before == nil {
		return sendEvent(e, "inbox", snapshot{Inbox: store.id, Messages: messages})
	}
	var gone []string
	for id := range before {
		if !e.known[id] {
			gone = append(gone, id)
		}
	}
	if len(gone) > 0 {
		slices.Sort(gone)
		if err := sendEvent(e, "removed", removal{IDs: gone}); err != nil {
			return err
		}
	}
	for _, message := range slices.Backward(messages) {
		if before[message.ID] {
			continue
		}
		if err := sendEvent(e, "message", message); err != nil {
			return err
		}
	}
	return nil
}

func sendEvent[T snapshot | removal | Summary](e *eventStream, name string, data T) error {
	text, err := json.Marshal(data)
	if err != nil {
		return fmt.Errorf("encode the event %s: %w", name, err)
	}
	return e.send("event: " + name + "\ndata: " + string(text) + "\n\n")
}

func (e *eventStream) send(event string) error {
	if _, err := e.w.Write([]byte(event)); err != nil {
		return err
	}
	return e.flush()
}
