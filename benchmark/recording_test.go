package benchmark_test

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"sync"
	"time"
)

// exchange is a request, the round that it was made in, and its answer.
type exchange struct {
	request
	answer

	round int
}

// quiet is how long nothing comes before a round is taken to be complete, unless
// it is known what is in it. A process that is busy for longer is not waited for.
const (
	quiet = 300 * time.Millisecond
	stuck = 8 * time.Second
)

// recorder notes the exchanges of a run, and finds its rounds: it holds all
// answers back until nothing more comes without them. A run whose rounds should be
// known is held to them, so that a slow process is not taken for one that waits.
type recorder struct {
	known [][]string // the requests of each round, nil when they are not known
	next  player

	mu        sync.Mutex
	exchanges []exchange
	round     int
	waiting   []string
	open      chan struct{}
	patience  *time.Timer
}

func newRecorder(next player, known [][]string) *recorder {
	return &recorder{known: known, next: next, open: make(chan struct{})}
}

// play answers a request when its round is complete.
func (r *recorder) play(ctx context.Context, q request) answer {
	round := r.wait(q.name)
	a := r.next(ctx, q)
	r.mu.Lock()
	defer r.mu.Unlock()
	r.exchanges = append(r.exchanges, exchange{q, a, round})
	return a
}

// wait returns the round of a request when that is complete.
func (r *recorder) wait(name string) int {
	r.mu.Lock()
	round, open := r.round, r.open
	r.waiting = append(r.waiting, name)
	if r.patience != nil {
		r.patience.Stop()
	}
	slices.Sort(r.waiting)
	if round < len(r.known) && slices.Equal(r.waiting, r.known[round]) {
		r.release(round)
	} else {
		pause := quiet
		if r.known != nil {
			pause = stuck
		}
		r.patience = time.AfterFunc(pause, func() {
			r.mu.Lock()
			defer r.mu.Unlock()
			r.release(round)
		})
	}
	r.mu.Unlock()
	<-open
	return round
}

// release opens the gate of a round, once.
func (r *recorder) release(round int) {
	if r.round == round {
		close(r.open)
		r.round, r.waiting, r.open = round+1, nil, make(chan struct{})
	}
}

// rounds returns the names of the requests of each round, sorted.
func rounds(exchanges []exchange) [][]string {
	var all [][]string
	for _, x := range exchanges {
		for len(all) <= x.round {
			all = append(all, nil)
		}
		all[x.round] = append(all[x.round], x.name)
	}
	for _, round := range all {
		slices.Sort(round)
	}
	return all
}

// delay is what an exchange takes on its way; a new connection takes as long again.
func delay(latency time.Duration, newcomer bool) {
	if newcomer {
		latency *= 2
	}
	time.Sleep(latency)
}

// playback answers as a recording does, each exchange that much later. The first request of a name gets the first
// answer that was given to it, and so on.
func playback(recorded []exchange, latency time.Duration) (p player, finished func() error) {
	var mu sync.Mutex
	var strangers []string
	left := map[string][]answer{}
	for _, x := range recorded {
		left[x.name] = append(left[x.name], x.answer)
	}
	take := func(name string) answer {
		mu.Lock()
		defer mu.Unlock()
		answers := left[name]
		if len(answers) == 0 {
			strangers = append(strangers, name)
			return answer{status: http.StatusInternalServerError}
		}
		left[name] = answers[1:]
		return answers[0]
	}
	p = func(_ context.Context, r request) answer {
		delay(latency, r.newcomer)
		return take(r.name)
	}
	return p, func() error {
		mu.Lock()
		defer mu.Unlock()
		if len(strangers) > 0 {
			return fmt.Errorf("requests that were not made when it was recorded: %q", strangers)
		}
		for name, answers := range left {
			if len(answers) > 0 {
				return fmt.Errorf("%s was made less often than when it was recorded", name)
			}
		}
		return nil
	}
}
