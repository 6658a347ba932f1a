package reliability_test

import (
	"bytes"
	"cmp"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"
)

// shortTimeout keeps the trials in which somebody does not answer short, and is
// long enough for everything else on a machine that has a lot to do.
const shortTimeout = 10 * time.Second

// networkFaults are what happens on the way. Those that happen once have to be
// survived where the retry rule says so.
func networkFaults() []kind {
	short := []string{"--timeout=" + shortTimeout.String()}
	return []kind{
		{name: "refused for good", cause: once((*exchange).refuseConnections), onwards: true, told: "unreachable", what: "the connection is reset, and nobody listens any more"},
		{name: "reset before", cause: once((*exchange).drop), survives: repeatable, told: "unreachable", what: "the connection is reset, and the request has had no effect"},
		{name: "reset after", cause: once(func(x *exchange) { x.forward(); x.drop() }), survives: repeatable, told: "unreachable", what: "it is reset when the request has had its effect"},
		{name: "cut in the body", cause: once(cut), survives: repeatable, told: "unreachable", what: "it is reset in the middle of the answer"},
		{name: "stall before", cause: once((*exchange).hold), args: short, told: "unreachable", what: "no answer and no effect, until logtoctl gives up"},
		{name: "stall after", cause: once(func(x *exchange) { x.forward(); x.hold() }), args: short, told: "unreachable", what: "the effect and no answer"},
		{name: "slow drip", cause: once(drip), args: short, told: "unreachable", what: "an answer that comes in small pieces and has no end"},
	}
}

// serviceFaults are what a service under load says, or something in front of it.
func serviceFaults() []kind {
	return []kind{
		{name: "429, Retry-After: 1", cause: once(refuse(http.StatusTooManyRequests, "1")), survives: every, told: "rate_limited", what: "too many requests, come back in a second"},
		{name: "429", cause: once(refuse(http.StatusTooManyRequests, "")), survives: every, told: "rate_limited", what: "the same, and it does not say when"},
		{name: "429 for good", cause: once(refuse(http.StatusTooManyRequests, "")), onwards: true, told: "rate_limited", what: "it says so each time"},
		{name: "500", cause: once(refuse(http.StatusInternalServerError, "")), told: "server_failed", what: "the service failed, and had no effect"},
		{name: "502 with HTML", cause: once(refuse(http.StatusBadGateway, "")), survives: repeatable, told: "unreachable", what: "the page of a proxy"},
		{name: "503", cause: once(refuse(http.StatusServiceUnavailable, "")), survives: repeatable, told: "unreachable", what: "not there at the moment"},
		{name: "503 for good", cause: once(refuse(http.StatusServiceUnavailable, "")), onwards: true, told: "unreachable", what: "it says so each time"},
		{name: "half a JSON", cause: once(half), told: "unexpected_response", what: "the effect, and an answer that ends too soon"},
		{name: "another content type", cause: once(asHTML), told: "unexpected_response", what: "the effect, and an answer that calls itself a page"},
		{name: "10 MB", cause: once(huge), told: "unexpected_response", what: "the effect, and an answer that is too long"},
		{name: "redirect", cause: once((*exchange).redirect), told: "unexpected_response", what: "to another host, which must never see a request"},
		{name: "token expired", cause: expire, onwards: true, survives: every, told: "unauthorized", what: "earlier than it said"},
	}
}

// once is a disturbance that does not depend on the process.
func once(d disturbance) func(*process) disturbance {
	return func(*process) disturbance { return d }
}

// every request survives.
func every(string) bool { return true }

// repeatable is the retry rule: a request may be sent again unless it creates or
// sends something. The token request can be repeated, too.
func repeatable(point string) bool {
	switch method, path, _ := strings.Cut(point, " "); method {
	case http.MethodGet, http.MethodPut, http.MethodPatch:
		return true
	case http.MethodPost:
		return path == "/oidc/token"
	default: // an action of Direct Mail
		return strings.HasPrefix(point, "Query") || strings.HasPrefix(point, "Desc")
	}
}

// refuse answers as something in front of the service does.
func refuse(status int, retryAfter string) disturbance {
	return func(x *exchange) {
		header := http.Header{"Content-Type": {"text/plain; charset=utf-8"}}
		body := http.StatusText(status) + "\n"
		if status == http.StatusBadGateway {
			header.Set("Content-Type", "text/html")
			body = "<html>\n<head><title>502 Bad Gateway</title></head>\n<body><center><h1>502 Bad Gateway</h1></center></body>\n</html>\n"
		}
		if retryAfter != "" {
			header.Set("Retry-After", retryAfter)
		}
		x.pass(answer{status, header, []byte(body)})
	}
}

// cut lets the service do its work and ends the connection in the middle of its
// answer.
func cut(x *exchange) {
	a := x.forward()
	a.header.Set("Content-Length", strconv.Itoa(len(a.body)+1))
	a.body = a.body[:len(a.body)/2]
	x.pass(a)
	_ = http.NewResponseController(x.w).Flush()
	x.drop()
}

// half is an answer that ends well for HTTP and too soon for JSON.
func half(x *exchange) {
	a := x.forward()
	a.body = a.body[:len(a.body)/2]
	a.header.Del("Content-Length")
	x.pass(a)
}

// asHTML says that the answer is a page.
func asHTML(x *exchange) {
	a := x.forward()
	a.header.Set("Content-Type", "text/html")
	x.pass(a)
}

// drip begins to answer and never comes to an end, if there is a body at all.
func drip(x *exchange) {
	a := x.forward()
	a.header.Del("Content-Length")
	a.body = a.body[:len(a.body)/2]
	x.pass(a)
	ticker := time.NewTicker(20 * time.Millisecond)
	defer ticker.Stop()
	for {
		if _, err := x.w.Write([]byte(" ")); err != nil {
			return
		}
		_ = http.NewResponseController(x.w).Flush()
		select {
		case <-ticker.C:
		case <-x.request.Context().Done():
			return
		}
	}
}

// huge makes the answer longer than any answer of Logto or Direct Mail is.
func huge(x *exchange) {
	a := x.forward()
	a.header.Del("Content-Length")
	a.body = append(a.body, bytes.Repeat([]byte(" "), 10<<20)...)
	x.pass(a)
}

// expire refuses the token that the first disturbed request had, and no other
// one: it expired earlier than it said. What has no token is let through.
func expire(*process) disturbance {
	var (
		mu      sync.Mutex
		expired string
	)
	isExpired := func(token string) bool {
		mu.Lock()
		defer mu.Unlock()
		expired = cmp.Or(expired, token)
		return token == expired
	}
	return func(x *exchange) {
		token, isBearer := strings.CutPrefix(x.request.Header.Get("Authorization"), "Bearer ")
		if isBearer && isExpired(token) {
			x.pass(answer{http.StatusUnauthorized, http.Header{"Content-Type": {"application/json"}}, []byte(`{"code":"auth.unauthorized","message":"Unauthorized. Please check credentials and its scope."}`)})
			return
		}
		x.pass(x.forward())
	}
}

// redirect points to a host that must never see the request: its credentials
// would be in it.
func (x *exchange) redirect() {
	http.Redirect(x.w, x.request, x.proxy.elsewhere.URL+x.request.URL.RequestURI(), http.StatusTemporaryRedirect)
}

// refuseConnections loses the request and lets nobody connect any more.
func (x *exchange) refuseConnections() {
	x.proxy.logto.shut()
	x.proxy.directMail.shut()
	x.drop()
}
