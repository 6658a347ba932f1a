package preview

import (
	"context"
	"maps"
	"sync"
)

// shelf keeps what was read last, so that a page with many frames reads the
// files once, until one of them changes or somebody wants another brand.
type shelf struct {
	load   Loader
	loaded func(Library) // is told of every library that was read

	reading sync.Mutex // held while files are read; guards the three below
	fresh   bool
	brand   map[string]string
	library Library

	mu      sync.Mutex // guards changed
	changed chan struct{}
}

func newShelf(load Loader) *shelf {
	return &shelf{load: load, loaded: func(Library) {}, changed: make(chan struct{})}
}

// onLoad says who is told of every library. It comes before the first get.
func (s *shelf) onLoad(act func(Library)) { s.loaded = act }

// get returns the templates with that brand.
func (s *shelf) get(ctx context.Context, brand map[string]string) (Library, error) {
	s.reading.Lock()
	defer s.reading.Unlock()
	if s.fresh && maps.Equal(s.brand, brand) {
		return s.library, nil
	}
	library, err := s.load(ctx, brand)
	s.library, s.brand, s.fresh = library, brand, err == nil
	if err == nil {
		s.loaded(library)
	}
	return library, err
}

// forget makes the next get read the files again, and tells all who wait.
func (s *shelf) forget() {
	s.reading.Lock()
	s.fresh = false
	s.reading.Unlock()
	s.mu.Lock()
	defer s.mu.Unlock()
	close(s.changed)
	s.changed = make(chan struct{})
}

// wait returns a channel that is closed at the next change.
func (s *shelf) wait() <-chan struct{} {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.changed
}
