package doctor

import (
	"net/http"
	"sync"
	"time"
)

// observer is a transport that reads from the answers how far the server's
// clock is ahead of this machine's.
type observer struct {
	next http.RoundTripper
	now  func() time.Time

	mu    sync.Mutex
	ahead Fact[time.Duration]
}

func newObserver(target Target) *observer {
	next := target.Transport
	if next == nil {
		next = http.DefaultTransport
	}
	return &observer{next: next, now: target.Now, ahead: Fact[time.Duration]{Err: errNotAsked}}
}

// RoundTrip passes the request on and notes the header Date of the answer. It
// counts whole seconds and was written between the request and the answer, so
// that their middle is what it is compared with.
func (o *observer) RoundTrip(request *http.Request) (*http.Response, error) {
	sent := o.now()
	response, err := o.next.RoundTrip(request)
	if err != nil {
		return nil, err
	}
	if date, err := http.ParseTime(response.Header.Get("Date")); err == nil {
		middle := sent.Add(o.now().Sub(sent) / 2)
		o.mu.Lock()
		o.ahead = Fact[time.Duration]{Value: date.Add(time.Second / 2).Sub(middle)}
		o.mu.Unlock()
	}
	return response, nil
}

func (o *observer) clock() Fact[time.Duration] {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.ahead
}
