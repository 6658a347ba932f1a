package inbox

import (
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/logtoctl/logtoctl/internal/email"
)

// The bounds of a store. Whichever is reached first makes the oldest messages
// go; the newest message always stays.
const (
	maxMessages = 500
	maxBytes    = 32 << 20
)

// Message is one mail to one recipient.
type Message struct {
	// ID is a decimal number that grows with every message of a store.
	ID         string    `json:"id"`
	ReceivedAt time.Time `json:"receivedAt"`
	From       string    `json:"from"`
	FromAlias  string    `json:"fromAlias"`
	To         string    `json:"to"`
	Subject    string    `json:"subject"`
	HTML       string    `json:"html"`
	// Text is the plain text that the sender gave, else what the HTML says.
	Text string `json:"text"`
	// Code is the one-time code in the text, or empty.
	Code string `json:"code"`
	// RequestID is the RequestId of the Direct Mail call that sent the mail.
	RequestID string `json:"requestId"`
}

func (m Message) size() int { return len(m.Subject) + len(m.HTML) + len(m.Text) }

// Filter chooses messages. The zero value chooses all of them.
type Filter struct {
	// To is a recipient's address, compared without regard to case.
	To string
	// After is the id of a message: only newer ones are chosen.
	After uint64
}

// Store holds the messages of a running sandbox, at most 500 of them and
// 32 MiB. It may be used from several goroutines. Make one with [NewStore].
type Store struct {
	now func() time.Time

	mu       sync.Mutex
	messages []Message // oldest first
	bytes    int
	lastID   uint64
	cleared  int
	changed  chan struct{}
}

// NewStore returns an empty store that stamps messages by the given clock; nil
// means [time.Now].
func NewStore(now func() time.Time) *Store {
	if now == nil {
		now = time.Now
	}
	return &Store{now: now, changed: make(chan struct{})}
}

// Add stores a message. It sets ID, Code, Text where that is empty, and
// ReceivedAt where that is zero.
func (s *Store) Add(m Message) {
	if m.ReceivedAt.IsZero() {
		m.ReceivedAt = s.now().UTC()
	}
	if m.Text == "" {
		m.Text = email.PlainText(m.HTML)
	}
	m.Code = codeIn(m.Text)

	s.mu.Lock()
	defer s.mu.Unlock()
	s.lastID++
	m.ID = strconv.FormatUint(s.lastID, 10)
	s.messages = append(s.messages, m)
	s.bytes += m.size()
	for len(s.messages) > 1 && (len(s.messages) > maxMessages || s.bytes > maxBytes) {
		s.bytes -= s.messages[0].size()
		s.messages = slices.Delete(s.messages, 0, 1)
	}
	s.announce()
}

// List returns the chosen messages, newest first.
func (s *Store) List(f Filter) []Message {
	s.mu.Lock()
	defer s.mu.Unlock()
	chosen := []Message{}
	for _, m := range slices.Backward(s.messages) {
		if number(m.ID) > f.After && (f.To == "" || strings.EqualFold(m.To, f.To)) {
			chosen = append(chosen, m)
		}
	}
	return chosen
}

// Get returns one message by its id, and false when there is none.
func (s *Store) Get(id string) (Message, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	at := slices.IndexFunc(s.messages, func(m Message) bool { return m.ID == id })
	if at < 0 {
		return Message{}, false
	}
	return s.messages[at], true
}

// Clear removes all messages. Ids are not used again.
func (s *Store) Clear() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.messages, s.bytes = nil, 0
	s.cleared++
	s.announce()
}

// Changed returns a channel that is closed at the next Add or Clear. Get it
// before looking at the store: a change in between is then not missed.
func (s *Store) Changed() <-chan struct{} {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.changed
}

func (s *Store) timesCleared() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.cleared
}

// announce wakes everyone who waits. The caller holds the lock.
func (s *Store) announce() {
	close(s.changed)
	s.changed = make(chan struct{})
}

// number reads an id that the store itself has written.
func number(id string) uint64 {
	n, _ := strconv.ParseUint(id, 10, 64)
	return n
}
