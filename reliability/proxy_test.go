package reliability_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/logtoctl/logtoctl/internal/sandbox/directmail"
)

// disturbance is what happens to a request instead of being forwarded.
type disturbance func(*exchange)

// proxy stands between logtoctl and the two services of a sandbox. It names each
// request and disturbs the one that it was told to.
type proxy struct {
	logto, directMail *front
	elsewhere         *httptest.Server // another host, where no request may go
	strayed           atomic.Int64
	// wrote is called after each request that may have changed the tenant,
	// before its answer is passed on and before the next one is let through.
	wrote func()

	writing sync.Mutex   // one write at a time, so that each can be looked at
	run     atomic.Int64 // connections of an earlier run are no longer served
	busy    sync.WaitGroup

	mu      sync.Mutex
	seen    map[string]int // how often each request was made in this run
	points  []string       // the requests of this run, in the order of their arrival
	at      place
	disturb disturbance
	reached bool
}

type runKey struct{}

func newProxy(logtoURL, directMailURL string, wrote func()) (*proxy, error) {
	p := &proxy{wrote: wrote}
	p.elsewhere = httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { p.strayed.Add(1) }))
	p.logto = p.newFront(logtoURL, func(r *http.Request) string {
		return r.Method + " " + identifier.ReplaceAllString(r.URL.Path, "/$1/*")
	})
	p.directMail = p.newFront(directMailURL, directmail.Action)
	return p, errors.Join(p.logto.open(), p.directMail.open())
}

// identifier is the id of an object in a path.
var identifier = regexp.MustCompile(`/(applications|connectors|email-templates)/[a-z0-9]{10,}`)

func (p *proxy) close() {
	p.elsewhere.Close()
	_ = p.logto.server.Close()
	_ = p.directMail.server.Close()
}

// next begins a run, which is disturbed at a place. What the run before has left
// behind, on connections that nobody has looked at yet, is never forwarded; what
// was being forwarded is waited for.
func (p *proxy) next(at place, d disturbance) error {
	for _, front := range []*front{p.logto, p.directMail} {
		if err := errors.Join(front.open(), front.mark()); err != nil {
			return err
		}
	}
	p.mu.Lock()
	p.run.Add(1)
	p.mu.Unlock()
	p.busy.Wait()
	p.mu.Lock()
	defer p.mu.Unlock()
	p.seen, p.points, p.at, p.disturb, p.reached = map[string]int{}, nil, at, d, false
	return nil
}

// enter counts a request in, unless it belongs to an earlier run.
func (p *proxy) enter(r *http.Request) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if r.Context().Value(runKey{}) != p.run.Load() {
		return false
	}
	p.busy.Add(1)
	return true
}

func (p *proxy) serve(w http.ResponseWriter, r *http.Request, upstream string, name func(*http.Request) string) {
	x := &exchange{proxy: p, w: w, request: r, upstream: upstream}
	if !p.enter(r) {
		x.drop()
		return
	}
	defer p.busy.Done()
	var err error
	if x.body, err = io.ReadAll(r.Body); err != nil {
		return // the process is gone
	}
	r.Body = io.NopCloser(bytes.NewReader(x.body))
	if disturb := p.arrive(name(r)); disturb != nil {
		disturb(x)
		return
	}
	x.through()
}

// arrive notes a request and returns what is to happen to it, nil for nothing.
func (p *proxy) arrive(name string) disturbance {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.seen[name]++
	if p.seen[name] > 1 {
		name = fmt.Sprintf("%s (%d)", name, p.seen[name])
	}
	p.points = append(p.points, name)
	if !p.at.all && name != p.at.point && (!p.at.onwards || !p.reached) {
		return nil
	}
	p.reached = true
	return p.disturb
}

// arrived returns the requests of this run so far.
func (p *proxy) arrived() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.points)
}

// wasReached tells whether anything was disturbed in this run.
func (p *proxy) wasReached() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.reached
}

// exchange is one request on its way through the proxy.
type exchange struct {
	proxy    *proxy
	w        http.ResponseWriter
	request  *http.Request
	body     []byte
	upstream string
}

// answer is what the service said.
type answer struct {
	status int
	header http.Header
	body   []byte
}

// forward lets the service do its work, whether or not the client still waits.
func (x *exchange) forward() answer {
	r := x.request
	isWrite := r.Method != http.MethodGet && r.URL.Path != "/oidc/token"
	if isWrite {
		x.proxy.writing.Lock()
		defer x.proxy.writing.Unlock()
	}
	target, err := http.NewRequest(r.Method, x.upstream+r.URL.RequestURI(), bytes.NewReader(x.body))
	if err != nil {
		return answer{status: http.StatusInternalServerError}
	}
	target.Header = r.Header
	if strings.HasPrefix(r.Host, "dm") {
		target.Host = r.Host // which says the region
	}
	response, err := upstream.RoundTrip(target)
	if err != nil {
		return answer{status: http.StatusInternalServerError}
	}
	defer func() { _ = response.Body.Close() }()
	received := answer{status: response.StatusCode, header: response.Header}
	if received.body, err = io.ReadAll(response.Body); err != nil {
		return answer{status: http.StatusInternalServerError}
	}
	if isWrite && x.proxy.wrote != nil {
		x.proxy.wrote()
	}
	return received
}

// upstream follows no redirect and uses no proxy.
var upstream = &http.Transport{MaxIdleConnsPerHost: 8, DisableCompression: true}

// through lets a request through, undisturbed.
func (x *exchange) through() { x.pass(x.forward()) }

// pass gives the client an answer.
func (x *exchange) pass(a answer) {
	for name, values := range a.header {
		x.w.Header()[name] = values
	}
	x.w.WriteHeader(a.status)
	_, _ = x.w.Write(a.body)
}

// hold waits until the client has given up.
func (x *exchange) hold() { <-x.request.Context().Done() }

// drop resets the connection.
func (x *exchange) drop() {
	connection, _, err := http.NewResponseController(x.w).Hijack()
	if err != nil {
		return
	}
	if tcp, ok := connection.(*net.TCPConn); ok {
		_ = tcp.SetLinger(0)
	}
	_ = connection.Close()
}
