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

// events answers GET /api/events with server-sent events: "reset" at the start
// and whenever the inbox was cleared, which tells the reader to forget what it
// has, and "message" with the JSON of one message, oldest first. A stream that
// was interrupted starts over, because the sandbox behind the address may be
// another one by then.
func (h *handler) events(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/event-stream")
	stream := &eventStream{w: w, flush: http.NewResponseController(w).Flush, cleared: -1}
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

// eventStream remembers what one reader has been sent.
type eventStream struct {
	w       http.ResponseWriter
	flush   func() error
	cleared int
	last    uint64
}

func (e *eventStream) catchUp(store *Store) error {
	if cleared := store.timesCleared(); cleared != e.cleared {
		if err := e.send("event: reset\ndata: {}\n\n"); err != nil {
			return err
		}
		e.cleared = cleared
	}
	for _, message := range slices.Backward(store.List(Filter{After: e.last})) {
		data, err := json.Marshal(message)
		if err != nil {
			return fmt.Errorf("encode message %s: %w", message.ID, err)
		}
		if err := e.send("event: message\ndata: " + string(data) + "\n\n"); err != nil {
			return err
		}
		e.last = number(message.ID)
	}
	return nil
}

func (e *eventStream) send(event string) error {
	if _, err := e.w.Write([]byte(event)); err != nil {
		return err
	}
	return e.flush()
}
