package fault

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"time"
)

func (r Rule) apply(w http.ResponseWriter, request *http.Request, next http.Handler) {
	switch r.Kind {
	case Status:
		r.answer(w)
	case Delay:
		request = received(request)
		timer := time.NewTimer(time.Duration(r.Delay))
		defer timer.Stop()
		select {
		case <-timer.C:
			next.ServeHTTP(w, request)
		case <-request.Context().Done():
			// The client has given up, and so would a service under load.
		}
	case DropBefore:
		drop(w)
	case DropAfter:
		next.ServeHTTP(discard{http.Header{}}, request)
		drop(w)
	case Skew: // concerns clocks, see Injector.Clock
	}
}

// received is a request whose body has arrived. Until it has, a server does not
// notice that the client gives up.
func received(request *http.Request) *http.Request {
	if request.Body == nil || request.Body == http.NoBody {
		return request
	}
	body, err := io.ReadAll(request.Body)
	arrived := new(*request)
	arrived.Body = struct {
		io.Reader
		io.Closer
	}{io.MultiReader(bytes.NewReader(body), failing{err}), request.Body}
	return arrived
}

// failing is the end of a body: nothing more, or what went wrong with it.
type failing struct{ err error }

// Read returns the error.
func (f failing) Read([]byte) (int, error) {
	if f.err == nil {
		return 0, io.EOF
	}
	return 0, f.err
}

// answer writes what a proxy in front of the service would.
func (r Rule) answer(w http.ResponseWriter) {
	contentType, body := "application/json; charset=utf-8", r.Body
	switch {
	case body != "":
	case r.Status == http.StatusBadGateway:
		contentType = "text/html; charset=utf-8"
		body = "<html>\n<head><title>502 Bad Gateway</title></head>\n" +
			"<body><center><h1>502 Bad Gateway</h1></center></body>\n</html>\n"
	default:
		contentType = "text/plain; charset=utf-8"
		body = http.StatusText(r.Status) + "\n"
	}
	header := w.Header()
	header.Set("Content-Type", contentType)
	if r.Status == http.StatusTooManyRequests {
		header.Set("Retry-After", strconv.Itoa(max(1, r.RetryAfter)))
	}
	w.WriteHeader(r.Status)
	_, _ = fmt.Fprint(w, body)
}

// drop closes the connection without an answer. A connection that cannot be
// taken over, as of HTTP/2, gets a 503, so that the request still fails.
func drop(w http.ResponseWriter) {
	connection, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		w.WriteHeader(http.StatusServiceUnavailable)
		return
	}
	_ = connection.Close()
}

// discard is an answer that nobody gets.
type discard struct{ header http.Header }

// Header returns the header that is not sent.
func (d discard) Header() http.Header { return d.header }

// Write drops the data.
func (d discard) Write(data []byte) (int, error) { return len(data), nil }

// WriteHeader drops the status.
func (d discard) WriteHeader(int) {}
