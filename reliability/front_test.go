package reliability_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"sync"
)

// front is the address of one service as logtoctl knows it.
type front struct {
	URL    string
	server *http.Server

	mu        sync.Mutex
	address   string // the same one each time that it is opened
	listening net.Listener
}

// marker is a path that the front answers itself.
const marker = "/-/marker"

func (p *proxy) newFront(upstream string, name func(*http.Request) string) *front {
	f := &front{address: "127.0.0.1:0"}
	f.server = &http.Server{
		Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path != marker {
				p.serve(w, r, upstream, name)
			}
		}),
		ConnContext: func(ctx context.Context, _ net.Conn) context.Context {
			return context.WithValue(ctx, runKey{}, p.run.Load())
		},
	}
	return f
}

// open listens, unless it does so already.
func (f *front) open() (err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.listening != nil {
		return nil
	}
	if f.listening, err = net.Listen("tcp", f.address); err != nil {
		return errors.Join(errTaken, err)
	}
	f.address = f.listening.Addr().String()
	f.URL = "http://" + f.address
	f.server.SetKeepAlivesEnabled(true)
	go func(l net.Listener) { _ = f.server.Serve(l) }(f.listening)
	return nil
}

// errTaken says that somebody else has got the port in the meantime.
var errTaken = errors.New("cannot listen again")

// shut refuses all connections from now on, and ends those that are idle.
func (f *front) shut() {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.listening != nil {
		_ = f.listening.Close()
		f.listening = nil
		f.server.SetKeepAlivesEnabled(false)
	}
}

// mark makes a new connection and waits for an answer on it. Connections are
// accepted in the order in which they were made, so all earlier ones have been
// given their run by then.
func (f *front) mark() error {
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	response, err := client.Get(f.URL + marker)
	if err != nil {
		return fmt.Errorf("mark the end of a run: %w", err)
	}
	return response.Body.Close()
}
