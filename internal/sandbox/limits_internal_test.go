package sandbox

import (
	"bufio"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// pipes is a listener without a network, so that time in it is the test's.
type pipes struct {
	waiting chan net.Conn
	closed  chan struct{}
	once    sync.Once
}

func (p *pipes) Accept() (net.Conn, error) {
	select {
	case connection := <-p.waiting:
		return connection, nil
	case <-p.closed:
		return nil, net.ErrClosed
	}
}

func (p *pipes) Close() error {
	p.once.Do(func() { close(p.closed) })
	return nil
}

func (p *pipes) Addr() net.Addr { return &net.TCPAddr{} }

// dial connects to a server with all limits, which stops with the test.
func dial(t *testing.T, handler http.HandlerFunc) net.Conn {
	t.Helper()
	listener := &pipes{waiting: make(chan net.Conn), closed: make(chan struct{})}
	server := newServer(context.Background(), handler, maxHeader)
	go func() { _ = server.Serve(listener) }()
	client, served := net.Pipe()
	listener.waiting <- served
	t.Cleanup(func() { _ = errors.Join(client.Close(), server.Close()) })
	return client
}

// drip writes a text, then a letter a second until the server has had enough,
// and returns how long that took.
func drip(connection net.Conn, beginning string) time.Duration {
	begun := time.Now()
	go func() { _, _ = io.Copy(io.Discard, connection) }()
	_, err := io.WriteString(connection, beginning)
	for ; err == nil; _, err = io.WriteString(connection, "x") {
		time.Sleep(time.Second)
	}
	return time.Since(begun)
}

func TestServer_slowClients(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		beginning string
		patience  time.Duration
	}{
		"headers": {"GET / HTTP/1.1\r\nHost: localhost\r\n", readHeaderTimeout},
		"a body":  {"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n", bodyTimeout},
		"a body without a length": {
			"POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n400\r\n", bodyTimeout,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				connection := dial(t, func(_ http.ResponseWriter, r *http.Request) { _, _ = io.ReadAll(r.Body) })
				if took := drip(connection, test.beginning); took > test.patience+2*time.Second {
					t.Errorf("the server waited for %s", took)
				}
			})
		})
	}
}

// TestServer_slowReader: a client that does not read its answer is given up.
func TestServer_slowReader(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		written := make(chan error)
		connection := dial(t, func(w http.ResponseWriter, _ *http.Request) {
			_, err := io.WriteString(w, strings.Repeat("x", 1<<20))
			written <- err
		})
		begun := time.Now()
		if _, err := io.WriteString(connection, "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"); err != nil {
			t.Fatal(err)
		}
		if err := <-written; err == nil || time.Since(begun) > writeTimeout {
			t.Errorf("after %s: %v", time.Since(begun), err)
		}
	})
}

// TestServer_patience: none of that concerns a server that takes its time, nor
// the next request on the same connection.
func TestServer_patience(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		connection := dial(t, func(w http.ResponseWriter, r *http.Request) {
			body, _ := io.ReadAll(r.Body)
			select {
			case <-time.After(5 * time.Minute):
				_, _ = w.Write(body)
			case <-r.Context().Done():
				t.Errorf("the request ended: %v", r.Context().Err())
			}
		})
		answers := bufio.NewReader(connection)
		for range 3 {
			if _, err := io.WriteString(connection, "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\r\nhello"); err != nil {
				t.Fatal(err)
			}
			response, err := http.ReadResponse(answers, nil)
			if err != nil {
				t.Fatal(err)
			}
			if body, err := io.ReadAll(response.Body); err != nil || string(body) != "hello" {
				t.Errorf("answer %q, %v", body, err)
			}
			time.Sleep(time.Minute)
		}
		begun := time.Now()
		if _, err := answers.ReadByte(); !errors.Is(err, io.EOF) || time.Since(begun) > idleTimeout {
			t.Errorf("an idle connection after %s: %v", time.Since(begun), err)
		}
	})
}

// sender sends bodies to a service, in which the requests are answered that hold
// a body until they are let go.
type sender struct {
	handler  http.Handler
	answered chan struct{}
}

func newSender(limit, budget int64) sender {
	answered := make(chan struct{})
	return sender{answered: answered, handler: limitBodies(limit, budget, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, err := io.Copy(io.Discard, r.Body)
		if _, tooLarge := errors.AsType[*http.MaxBytesError](err); tooLarge {
			w.WriteHeader(http.StatusRequestEntityTooLarge)
		} else if err != nil {
			w.WriteHeader(http.StatusBadRequest)
		}
		if r.URL.Path == "/held" {
			<-answered
		}
	}))}
}

// sends sends a body that does not say how long it is.
func (s sender) sends(t *testing.T, path string, body io.Reader) <-chan *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, path, body)
	r.ContentLength = -1
	served := make(chan *httptest.ResponseRecorder, 1)
	go func() {
		recorder := httptest.NewRecorder()
		s.handler.ServeHTTP(recorder, r)
		served <- recorder
	}()
	return served
}

func bytesOf(size int) io.Reader { return strings.NewReader(strings.Repeat("x", size)) }

// TestLimitBodies_idle: what has not arrived takes no room, however many clients
// have begun to send.
func TestLimitBodies_idle(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		const large = 4 * smallBody
		sender := newSender(large, large)
		var idle []*io.PipeWriter
		var waiting []<-chan *httptest.ResponseRecorder
		for range 10 {
			body, client := io.Pipe()
			idle, waiting = append(idle, client), append(waiting, sender.sends(t, "/", body))
			_, _ = client.Write([]byte("x"))
		}
		synctest.Wait()
		begun := time.Now()
		if got := (<-sender.sends(t, "/", bytesOf(large))).Code; got != http.StatusOK || time.Since(begun) > 0 {
			t.Errorf("a body beside idle ones: %d after %s", got, time.Since(begun))
		}
		for i, client := range idle {
			_ = client.CloseWithError(io.ErrUnexpectedEOF)
			if got := (<-waiting[i]).Code; got != http.StatusBadRequest {
				t.Errorf("a body that ended early: %d", got)
			}
		}
	})
}

// TestLimitBodies_full: while large bodies fill the room, one more waits for a
// moment and is refused, and small ones get through. What was answered makes room.
func TestLimitBodies_full(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		const large = 4 * smallBody
		sender := newSender(large, 2*(large-smallBody))
		first, second := sender.sends(t, "/held", bytesOf(large)), sender.sends(t, "/held", bytesOf(large))
		synctest.Wait()
		begun := time.Now()
		if got := (<-sender.sends(t, "/", bytesOf(smallBody))).Code; got != http.StatusOK || time.Since(begun) > 0 {
			t.Errorf("a small body: %d after %s", got, time.Since(begun))
		}
		refused := <-sender.sends(t, "/", bytesOf(smallBody+1))
		if refused.Code != http.StatusServiceUnavailable || refused.Header().Get("Retry-After") != "1" ||
			!strings.Contains(refused.Body.String(), "try again") || time.Since(begun) != roomTimeout {
			t.Errorf("one more after %s: %d %v %s", time.Since(begun), refused.Code, refused.Header(), refused.Body)
		}
		patient := sender.sends(t, "/", bytesOf(large))
		synctest.Wait()
		sender.answered <- struct{}{}
		if got := (<-patient).Code; got != http.StatusOK {
			t.Errorf("one for which room was made: %d", got)
		}
		sender.answered <- struct{}{}
		for _, held := range []<-chan *httptest.ResponseRecorder{first, second} {
			if got := (<-held).Code; got != http.StatusOK {
				t.Errorf("a body that filled the room: %d", got)
			}
		}
		for range 3 { // refusals have given back what they had
			if got := (<-sender.sends(t, "/", bytesOf(large+1))).Code; got != http.StatusRequestEntityTooLarge {
				t.Errorf("a body above the limit: %d", got)
			}
		}
		third, fourth := sender.sends(t, "/held", bytesOf(large)), sender.sends(t, "/held", bytesOf(large))
		close(sender.answered)
		if a, b := (<-third).Code, (<-fourth).Code; a != http.StatusOK || b != http.StatusOK {
			t.Errorf("the whole room at the end: %d and %d", a, b)
		}
	})
}
