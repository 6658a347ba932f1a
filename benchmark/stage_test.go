package benchmark_test

import (
	"bytes"
	"cmp"
	"context"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"sync/atomic"

	"github.com/logtoctl/logtoctl/internal/sandbox/directmail"
)

// request is one request as it came to the stage.
type request struct {
	name     string // such as "GET /api/connectors", or the action of a Direct Mail call
	base     string // URL of the service on the stage
	method   string
	uri      string
	host     string
	header   http.Header
	body     []byte
	newcomer bool // the first one on its connection
}

// answer is what a service said.
type answer struct {
	status int
	header http.Header
	body   []byte
}

// player answers the requests that come to a stage.
type player func(context.Context, request) answer

// stage stands in for Logto and Direct Mail, at the same addresses for as long as
// it lives: a token that logtoctl keeps is for an address.
type stage struct {
	logto, directMail *httptest.Server
	player            atomic.Pointer[player]
	sent, received    atomic.Int64 // bytes, as logtoctl sees them
	connections       atomic.Int64
}

// identifier is an id of an application or a connector in a path.
var identifier = regexp.MustCompile(`/(applications|connectors)/[a-z0-9]{10,}`)

func newStage() *stage {
	s := &stage{}
	s.logto = s.open(s.ask(func(r *http.Request) string {
		return r.Method + " " + identifier.ReplaceAllString(r.URL.Path, "/$1/*")
	}))
	s.directMail = s.open(s.ask(directmail.Action))
	return s
}

func (s *stage) close() {
	s.logto.Close()
	s.directMail.Close()
}

// plays sets who answers from now on, and begins to count anew.
func (s *stage) plays(p player) {
	s.player.Store(&p)
	s.sent.Store(0)
	s.received.Store(0)
	s.connections.Store(0)
}

// ask has the player answer. The name is asked for before the body is read.
func (s *stage) ask(name func(*http.Request) string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		q := request{
			name: name(r), base: "http://" + r.Context().Value(http.LocalAddrContextKey).(net.Addr).String(),
			method: r.Method, uri: r.URL.RequestURI(), host: r.Host, header: r.Header, newcomer: newcomer(r),
		}
		var err error
		if q.body, err = io.ReadAll(r.Body); err != nil {
			return // the process is gone
		}
		a := (*s.player.Load())(r.Context(), q)
		for name, values := range a.header {
			w.Header()[name] = values
		}
		w.WriteHeader(a.status)
		_, _ = w.Write(a.body)
	})
}

type connectionKey struct{}

// newcomer tells whether a request is the first one on its connection.
func newcomer(r *http.Request) bool {
	return !r.Context().Value(connectionKey{}).(*atomic.Bool).Swap(true)
}

// open serves at a new address.
func (s *stage) open(handler http.Handler) *httptest.Server {
	server := httptest.NewUnstartedServer(handler)
	server.Config.ConnContext = func(ctx context.Context, _ net.Conn) context.Context {
		return context.WithValue(ctx, connectionKey{}, new(atomic.Bool))
	}
	server.Listener = counter{server.Listener, s}
	server.Start()
	return server
}

// counter counts the connections to a listener, and the bytes that go over them.
type counter struct {
	net.Listener
	stage *stage
}

func (c counter) Accept() (net.Conn, error) {
	connection, err := c.Listener.Accept()
	c.stage.connections.Add(1)
	return countedConn{connection, c.stage}, err
}

type countedConn struct {
	net.Conn
	stage *stage
}

func (c countedConn) Read(data []byte) (int, error) {
	n, err := c.Conn.Read(data)
	c.stage.sent.Add(int64(n))
	return n, err
}

func (c countedConn) Write(data []byte) (int, error) {
	n, err := c.Conn.Write(data)
	c.stage.received.Add(int64(n))
	return n, err
}

// upstream follows no redirect and uses no proxy.
var upstream = &http.Transport{MaxIdleConnsPerHost: 16, DisableCompression: true}

// forward lets the services of a sandbox answer.
func (s *stage) forward(logtoURL, directMailURL string) player {
	return func(ctx context.Context, r request) answer {
		base, host := logtoURL, ""
		if r.base == s.directMail.URL {
			base = directMailURL
			if strings.HasPrefix(r.host, "dm") {
				host = r.host // which says the region
			}
		}
		target, err := http.NewRequestWithContext(ctx, r.method, base+r.uri, bytes.NewReader(r.body))
		if err != nil {
			return answer{status: http.StatusInternalServerError}
		}
		target.Header, target.Host = r.header, cmp.Or(host, target.Host)
		response, err := upstream.RoundTrip(target)
		if err != nil {
			return answer{status: http.StatusInternalServerError}
		}
		defer func() { _ = response.Body.Close() }()
		body, err := io.ReadAll(response.Body)
		if err != nil {
			return answer{status: http.StatusInternalServerError}
		}
		return answer{status: response.StatusCode, header: response.Header, body: body}
	}
}
