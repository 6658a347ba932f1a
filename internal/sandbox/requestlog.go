package sandbox

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"sync"
)

// maxRequests bounds the log; the oldest entries go first. Of what a client may
// make as long as it likes, each entry keeps maxLogged bytes.
const (
	maxRequests = 10_000
	maxLogged   = 256
)

// Request is one request that reached the sandbox.
type Request struct {
	// Service is [ServiceLogto] or [ServiceDirectMail].
	Service string `json:"service"`
	// Method, Path and Action are cut after 256 bytes.
	Method string `json:"method"`
	Path   string `json:"path"`
	// Action is the operation of a Direct Mail call, empty for Logto.
	Action string `json:"action"`
	// Status is the HTTP status of the answer, 0 while there is none or when
	// the connection was dropped without one.
	Status int `json:"status"`
	// Write is true for a request that asks to change something: at Logto
	// anything but GET, HEAD and the token request, at Direct Mail an
	// operation that does not begin with Desc, Get, List, Query or
	// SenderStatistics.
	Write bool `json:"write"`
}

// RequestLog remembers the last 10,000 requests to Logto and Direct Mail, in
// the order in which they came. Its zero value is empty and ready to
// use, from several goroutines. As a handler it lists them as JSON on GET and
// forgets them on DELETE.
type RequestLog struct {
	mu       sync.Mutex
	requests []*Request
}

// All returns the requests so far, oldest first.
func (l *RequestLog) All() []Request {
	l.mu.Lock()
	defer l.mu.Unlock()
	all := make([]Request, len(l.requests))
	for i, request := range l.requests {
		all[i] = *request
	}
	return all
}

// Writes returns the requests so far that asked to change something.
func (l *RequestLog) Writes() []Request {
	return slices.DeleteFunc(l.All(), func(r Request) bool { return !r.Write })
}

// Reset forgets all requests.
func (l *RequestLog) Reset() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.requests = nil
}

func (l *RequestLog) add(r *Request) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.requests) == maxRequests {
		l.requests = slices.Delete(l.requests, 0, 1)
	}
	l.requests = append(l.requests, r)
}

// ServeHTTP answers GET and DELETE.
func (l *RequestLog) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	switch r.Method {
	case http.MethodGet:
		w.Header().Set("Content-Type", "application/json; charset=utf-8")
		_ = json.NewEncoder(w).Encode(l.All()) // the client may have gone
	case http.MethodDelete:
		l.Reset()
		w.WriteHeader(http.StatusNoContent)
	default:
		w.Header().Set("Allow", "GET, DELETE")
		w.WriteHeader(http.StatusMethodNotAllowed)
	}
}

// record logs the requests to a service. The action is read before the service
// reads the body.
func (l *RequestLog) record(service string, action func(*http.Request) string, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		entry := &Request{Service: service, Method: logged(r.Method), Path: logged(r.URL.Path)}
		if action != nil {
			entry.Action = logged(action(r))
		}
		entry.Write = entry.isWrite()
		// Logged before it is answered, so that whoever has the answer finds
		// the request in the log.
		l.add(entry)
		next.ServeHTTP(&statusWriter{ResponseWriter: w, note: func(status int) { l.answered(entry, status) }}, r)
	})
}

// logged is what an entry keeps of a text: a copy, because the text is a part of
// the request, which would stay in memory with it.
func logged(text string) string {
	if len(text) <= maxLogged {
		return strings.Clone(text)
	}
	return strings.ToValidUTF8(text[:maxLogged], "") + "…"
}

// answered notes the first status of an answer, which is the one that counts.
func (l *RequestLog) answered(entry *Request, status int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if entry.Status == 0 {
		entry.Status = status
	}
}

func (r *Request) isWrite() bool {
	if r.Service == ServiceDirectMail {
		return !slices.ContainsFunc([]string{"Desc", "Get", "List", "Query", "SenderStatistics"},
			func(prefix string) bool { return strings.HasPrefix(r.Action, prefix) })
	}
	return r.Method != http.MethodGet && r.Method != http.MethodHead && r.Path != "/oidc/token"
}

// statusWriter notes the status of an answer on its way.
type statusWriter struct {
	http.ResponseWriter
	note func(status int)
}

// WriteHeader notes the status, unless another one follows it.
func (w *statusWriter) WriteHeader(status int) {
	if status >= http.StatusOK {
		w.note(status)
	}
	w.ResponseWriter.WriteHeader(status)
}

// Write notes the 200 that net/http adds by itself when there was no status.
func (w *statusWriter) Write(data []byte) (int, error) {
	w.note(http.StatusOK)
	return w.ResponseWriter.Write(data)
}

// Unwrap lets [http.ResponseController] reach the connection.
func (w *statusWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }
