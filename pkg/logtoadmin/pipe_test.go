package logtoadmin_test

import (
	"context"
	"errors"
	"net"
	"net/http"
	"sync/atomic"
	"testing"

	"github.com/logtoctl/logtoctl/pkg/logtoadmin"
	"github.com/logtoctl/logtoctl/pkg/secret"
)

// pipeHost is the host of a server that lives in memory.
const pipeHost = "logto.test"

// pipe is an HTTP server and the transport that reaches it, connected in memory.
// Unlike sockets, it stands still inside a synctest bubble, so that the bubble's
// clock can move and no test waits.
type pipe struct {
	connections chan net.Conn
	closed      chan struct{}
	refuse      atomic.Int32 // dials to refuse, counted down
	dials       atomic.Int32
}

// newPipe serves a handler until the test ends.
func newPipe(t *testing.T, handler http.Handler) (*pipe, *http.Client) {
	t.Helper()
	p := &pipe{connections: make(chan net.Conn), closed: make(chan struct{})}
	server := &http.Server{Handler: handler}
	served := make(chan struct{})
	go func() {
		defer close(served)
		if err := server.Serve(p); !errors.Is(err, http.ErrServerClosed) {
			t.Errorf("serve: %v", err)
		}
	}()
	transport := &http.Transport{DialContext: p.dial}
	t.Cleanup(func() {
		transport.CloseIdleConnections()
		_ = server.Close()
		<-served
	})
	return p, &http.Client{Transport: transport}
}

func (p *pipe) dial(ctx context.Context, network, _ string) (net.Conn, error) {
	p.dials.Add(1)
	if p.refuse.Add(-1) >= 0 {
		return nil, &net.OpError{Op: "dial", Net: network, Err: errors.New("connection refused")}
	}
	client, server := net.Pipe()
	select {
	case p.connections <- server:
		return client, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	case <-p.closed:
		return nil, net.ErrClosed
	}
}

func (p *pipe) Accept() (net.Conn, error) {
	select {
	case connection := <-p.connections:
		return connection, nil
	case <-p.closed:
		return nil, net.ErrClosed
	}
}

func (p *pipe) Close() error {
	close(p.closed)
	return nil
}

func (p *pipe) Addr() net.Addr { return &net.UnixAddr{Name: pipeHost, Net: "pipe"} }

// storedToken makes the client start with a token, so that a test meets the
// requests it is about and no others.
func storedToken() logtoadmin.Option {
	return logtoadmin.WithTokenStore(foreverStore{})
}

// foreverStore always has a token that never expires.
type foreverStore struct{}

func (foreverStore) Load(context.Context, string) (logtoadmin.Token, bool, error) {
	return logtoadmin.Token{AccessToken: "token-0", ExpiresAt: farFuture, Scope: "all"}, true, nil
}
func (foreverStore) Save(context.Context, string, logtoadmin.Token) error { return nil }
func (foreverStore) Delete(context.Context, string, secret.Text) error    { return nil }
