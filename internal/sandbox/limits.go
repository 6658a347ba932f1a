package sandbox

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"time"

	"golang.org/x/sync/semaphore"
)

const (
	readHeaderTimeout = 10 * time.Second
	idleTimeout       = 2 * time.Minute
	// bodyTimeout is how long a body may take to arrive, and writeTimeout how
	// long a client may take to make room for a part of its answer. Neither
	// bounds the answering itself: an inbox waits for mails, and a fault delays.
	bodyTimeout  = 30 * time.Second
	writeTimeout = 30 * time.Second

	// maxConnections are those to one address of a service. One more waits
	// until another is closed.
	maxConnections = 4096

	maxLogtoBody      = 1 << 20  // bytes
	maxDirectMailBody = 16 << 20 // bytes
	// maxBodies are the bytes of the large bodies that a service holds at a time,
	// and roomTimeout is how long a part of one more may wait for room.
	maxBodies   = 32 << 20
	roomTimeout = time.Second
	// smallBody are the bytes of each body that need no room, so that large ones
	// never keep ordinary requests out. There are as many as there are connections.
	smallBody = 64 << 10

	// maxHeader bounds the request line and the headers in bytes, as Node does,
	// on which Logto stands.
	maxHeader = 16 << 10
	// maxDirectMailHeader is more, because clients of Aliyun put a whole mail
	// into the query.
	maxDirectMailHeader = 1 << 20
)

// limitTime gives up on clients that send or read too slowly.
func limitTime(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		connection := http.NewResponseController(w)
		_ = connection.SetWriteDeadline(time.Time{}) // that of the last answer; connections without deadlines are for tests
		if r.Body != http.NoBody {
			_ = connection.SetReadDeadline(time.Now().Add(bodyTimeout))
			r.Body = &timedBody{ReadCloser: r.Body, connection: connection}
		}
		next.ServeHTTP(&timedWriter{ResponseWriter: w, connection: connection}, r)
	})
}

// timedBody takes the deadline off the connection when the body has arrived:
// it would end the request that is being answered.
type timedBody struct {
	io.ReadCloser
	connection *http.ResponseController
}

// Read reads on, until the deadline.
func (b *timedBody) Read(data []byte) (int, error) {
	n, err := b.ReadCloser.Read(data)
	if err == io.EOF {
		_ = b.connection.SetReadDeadline(time.Time{})
	}
	return n, err
}

// timedWriter gives each part of an answer its time.
type timedWriter struct {
	http.ResponseWriter
	connection *http.ResponseController
}

// Write writes a part.
func (w *timedWriter) Write(data []byte) (int, error) {
	_ = w.connection.SetWriteDeadline(time.Now().Add(writeTimeout))
	return w.ResponseWriter.Write(data)
}

// Unwrap lets [http.ResponseController] reach the connection.
func (w *timedWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// limitBodies bounds each body, and all that a service holds at a time. It has a
// body arrive before it hands the request on, and a large one takes up room as
// it arrives, until the request is answered. When there is none, that is a 503.
func limitBodies(limit, budget int64, next http.Handler) http.Handler {
	room := semaphore.NewWeighted(budget)
	return http.MaxBytesHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Body == http.NoBody {
			next.ServeHTTP(w, r)
			return
		}
		arriving := &roomyBody{Reader: r.Body, take: func(size int64) error {
			ctx, cancel := context.WithTimeout(r.Context(), roomTimeout)
			defer cancel()
			return room.Acquire(ctx, size)
		}}
		defer func() { room.Release(arriving.taken) }()
		body, err := io.ReadAll(arriving)
		if errors.Is(err, errNoRoom) {
			w.Header().Set("Retry-After", "1")
			http.Error(w, err.Error(), http.StatusServiceUnavailable)
			return
		}
		r.Body = &arrivedBody{Reader: bytes.NewReader(body), err: err, Closer: r.Body}
		next.ServeHTTP(w, r)
	}), limit)
}

var errNoRoom = errors.New("the sandbox holds too many large requests already; try again when some of them are answered")

// roomyBody takes up room for what has arrived of a body, beyond a small one.
type roomyBody struct {
	io.Reader
	take        func(size int64) error
	read, taken int64
}

// Read fails with errNoRoom when there is no room for what it has read.
func (b *roomyBody) Read(data []byte) (int, error) {
	n, err := b.Reader.Read(data)
	b.read += int64(n)
	if size := b.read - smallBody - b.taken; size > 0 {
		if b.take(size) != nil {
			return 0, errNoRoom
		}
		b.taken += size
	}
	return n, err
}

// arrivedBody is a body that has arrived, as far as it did: what went wrong with
// the rest is for the service to say.
type arrivedBody struct {
	io.Reader
	io.Closer
	err error
}

// Read returns what went wrong in the place of the end.
func (b *arrivedBody) Read(data []byte) (int, error) {
	n, err := b.Reader.Read(data)
	if err == io.EOF && b.err != nil {
		err = b.err
	}
	return n, err
}

// newServer returns a server with what all of them have.
func newServer(ctx context.Context, handler http.Handler, maxHeader int) *http.Server {
	return &http.Server{
		Handler:           limitTime(handler),
		MaxHeaderBytes:    maxHeader,
		ReadHeaderTimeout: readHeaderTimeout,
		IdleTimeout:       idleTimeout,
		BaseContext:       func(net.Listener) context.Context { return ctx },
	}
}
