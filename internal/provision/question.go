package provision

import (
	"context"
	"sync"
	"time"
)

// question is something that several want to know, or somebody later on. It is
// asked once.
type question[T any] struct {
	ask      func() (T, error)
	asking   sync.Once
	answered chan struct{}
	answer   T
	err      error
	at       time.Time // of the answer
}

func newQuestion[T any](ask func() (T, error)) *question[T] {
	return &question[T]{ask: ask, answered: make(chan struct{})}
}

// start asks, unless that is done, and does not wait.
func (q *question[T]) start() {
	q.asking.Do(func() {
		go func() {
			defer close(q.answered)
			q.answer, q.err = q.ask()
			q.at, q.ask = time.Now(), nil // which would keep alive what it was asked with
		}()
	})
}

// wait asks, unless that is done, and returns the answer once it is there.
func (q *question[T]) wait(ctx context.Context) (T, error) {
	q.start()
	select {
	case <-ctx.Done():
		var none T
		return none, ctx.Err()
	case <-q.answered:
		return q.answer, q.err
	}
}

// isOld tells whether the answer is too old to write by; one that is still to come
// is not.
func (q *question[T]) isOld() bool {
	select {
	case <-q.answered:
		return time.Since(q.at) >= freshFor
	default:
		return false
	}
}

// look is a question about what is about to be written. Who comes when the answer
// has grown old asks it again.
type look[T any] struct {
	ask func() (T, error)

	mu   sync.Mutex
	last *question[T]
}

func newLook[T any](ctx context.Context, ask func(context.Context) (T, error)) *look[T] {
	return &look[T]{ask: func() (T, error) { return ask(ctx) }}
}

// start asks, unless there is an answer to come or a recent one, and does not wait.
func (l *look[T]) start() *question[T] {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.last == nil || l.last.isOld() {
		l.last = newQuestion(l.ask)
		l.last.start()
	}
	return l.last
}

// wait does so too, and returns the answer once it is there.
func (l *look[T]) wait(ctx context.Context) (T, error) { return l.start().wait(ctx) }

// end returns when nothing is being asked any more; nobody must ask again.
func (l *look[T]) end() {
	if l.last != nil {
		<-l.last.answered
	}
}
