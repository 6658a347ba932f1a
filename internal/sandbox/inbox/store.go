package inbox

import (
	"crypto/rand"
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

// Filter chooses messages. The zero value chooses all of them.
type Filter struct {
	// To is a recipient's address, compared without regard to case.
	To string
	// After is the id of a message: only newer ones are chosen.
	After uint64
	// Search is words that all have to be somewhere in addresses, alias,
	// subject, text, code, tag or ids of the message, without regard to case.
	Search string
}

// Store holds the messages of a running sandbox, at most 500 of them and
// 32 MiB. It may be used from several goroutines. Make one with [NewStore].
type Store struct {
	now func() time.Time
	// id tells this store from one that was at the same address before.
	id string

	mu      sync.Mutex
	entries []entry // oldest first
	bytes   int
	lastID  uint64
	changed chan struct{}
}

// entry is a message with what is worked out once for all searches.
type entry struct {
	Message
	number   uint64
	haystack string
}

func (e entry) size() int { return e.Message.size() + len(e.haystack) }

func (e entry) matches(f Filter, words []string) bool {
	return e.number > f.After && (f.To == "" || strings.EqualFold(e.To, f.To)) &&
		!slices.ContainsFunc(words, func(word string) bool { return !strings.Contains(e.haystack, word) })
}

// NewStore returns an empty store that stamps messages by the given clock; nil
// means [time.Now].
func NewStore(now func() time.Time) *Store {
	if now == nil {
		now = time.Now
	}
	return &Store{now: now, id: rand.Text(), changed: make(chan struct{})}
}

// Add stores a message. It sets ID, Code, Language, RemotePictures, Text where
// that is empty, and ReceivedAt where that is zero.
func (s *Store) Add(m Message) {
	if m.ReceivedAt.IsZero() {
		m.ReceivedAt = s.now().UTC()
	}
	if m.Text == "" {
		m.Text = email.PlainText(m.HTML)
	}
	m.Code = codeIn(m.Text)
	m.Language, m.RemotePictures = lookInto(m.HTML)
	added := entry{Message: m, haystack: haystack(m)}

	s.mu.Lock()
	defer s.mu.Unlock()
	s.lastID++
	added.number = s.lastID
	added.ID = strconv.FormatUint(s.lastID, 10)
	s.entries = append(s.entries, added)
	s.bytes += added.size()
	for len(s.entries) > 1 && (len(s.entries) > maxMessages || s.bytes > maxBytes) {
		s.remove(0)
	}
	s.announce()
}

// List returns the chosen messages, newest first.
func (s *Store) List(f Filter) []Message {
	return collect(s, f, func(m Message) Message { return m })
}

// Summaries returns the chosen messages as a list shows them, newest first.
func (s *Store) Summaries(f Filter) []Summary { return collect(s, f, Message.summary) }

func collect[T Message | Summary](s *Store, f Filter, as func(Message) T) []T {
	words := searchWords(f.Search)
	s.mu.Lock()
	defer s.mu.Unlock()
	chosen := []T{}
	for _, e := range slices.Backward(s.entries) {
		if e.matches(f, words) {
			chosen = append(chosen, as(e.Message))
		}
	}
	return chosen
}

// Get returns one message by its id, and false when there is none.
func (s *Store) Get(id string) (Message, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	at := s.find(id)
	if at < 0 {
		return Message{}, false
	}
	return s.entries[at].Message, true
}

// Delete removes one message and returns false when there is none with the id.
func (s *Store) Delete(id string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	at := s.find(id)
	if at < 0 {
		return false
	}
	s.remove(at)
	s.announce()
	return true
}

// Clear removes all messages. Ids are not used again.
func (s *Store) Clear() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.entries, s.bytes = nil, 0
	s.announce()
}

// Changed returns a channel that is closed at the next Add, Delete or Clear. Get
// it before looking at the store: a change in between is then not missed.
func (s *Store) Changed() <-chan struct{} {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.changed
}

// announce wakes everyone who waits. The caller holds the lock.
func (s *Store) announce() {
	close(s.changed)
	s.changed = make(chan struct{})
}

// find returns the place of a message, or -1. The caller holds the lock.
func (s *Store) find(id string) int {
	return slices.IndexFunc(s.entries, func(e entry) bool { return e.ID == id })
}

// remove drops the message at a place. The caller holds the lock.
func (s *Store) remove(at int) {
	s.bytes -= s.entries[at].size()
	s.entries = slices.Delete(s.entries, at, at+1)
}
