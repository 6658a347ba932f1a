package preview

import (
	"context"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

func TestShelf(t *testing.T) {
	t.Parallel()
	reads := 0
	s := newShelf(func(_ context.Context, brand map[string]string) (Library, error) {
		reads++
		return Library{Templates: []Template{{File: brand["brand.name"]}}}, nil
	})
	get := func(name string, want int) {
		t.Helper()
		library, err := s.get(t.Context(), map[string]string{"brand.name": name})
		if err != nil || library.Templates[0].File != name || reads != want {
			t.Errorf("got %v, %v after %d reads, want %d", library, err, reads, want)
		}
	}
	get("a", 1)
	get("a", 1)
	get("b", 2)
	changed := s.wait()
	s.forget()
	select {
	case <-changed:
	default:
		t.Error("nobody was told")
	}
	get("b", 3)
}

func TestDebounce(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		changes := make(chan struct{})
		var acts atomic.Int64
		go debounce(changes, time.Second, func() { acts.Add(1) })
		for range 3 {
			changes <- struct{}{}
			time.Sleep(time.Second / 2) // of the bubble's clock
		}
		if synctest.Wait(); acts.Load() != 0 {
			t.Errorf("%d acts while files were being written", acts.Load())
		}
		time.Sleep(time.Second)
		if synctest.Wait(); acts.Load() != 1 {
			t.Errorf("%d acts for three changes", acts.Load())
		}
		close(changes)
	})
}
