package aliyundm

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"sync/atomic"

	"github.com/alibabacloud-go/tea/dara"

	"github.com/logtoctl/logtoctl/pkg/secret"
)

// longestAnswer bounds what is read of an answer, in bytes. A page of 500 sender
// addresses has about 200 KB.
const longestAnswer = 4 << 20

// exchange is the SDK's HTTP client for a single attempt. It sends the request
// and judges the answer, so that the SDK sees nothing but a JSON object with a
// status of success. Anything else becomes failure, where the SDK would lose the
// status, take an error for a success, or hand out a nil body.
type exchange struct {
	client    *http.Client
	address   string // host[:port] to connect to, which need not be the Host header
	redactor  *secret.Redactor
	failure   *Error
	status    int
	requestID string

	// net/http calls its hooks from other goroutines.
	wantedConn, gotConn atomic.Bool
}

var _ dara.HttpClient = (*exchange)(nil)

// errRefused stops the SDK; the reason is in exchange.failure.
var errRefused = errors.New("refused by the exchange")

func newExchange(client *http.Client, address string, credentials Credentials) *exchange {
	redactor := &secret.Redactor{}
	redactor.Add(credentials.AccessKeySecret, credentials.SecurityToken)
	return &exchange{client: client, address: address, redactor: redactor}
}

// Call is what the SDK calls. The transport that it offers is not used: it takes
// proxies from the environment even for loopback addresses, and it is a new one
// each time, so that no connection would ever be used twice.
func (x *exchange) Call(request *http.Request, _ *http.Transport) (*http.Response, error) {
	ctx := request.Context()
	if ctx.Err() != nil {
		x.failure = &Error{Err: unreachable(ended(ctx)), unsent: true}
		return nil, errRefused
	}
	request = request.Clone(x.trace(ctx))
	request.URL.Host = x.address
	response, err := x.client.Do(request)
	if err != nil {
		x.failure = x.broken(ctx, err)
		return nil, errRefused
	}
	defer func() { _ = response.Body.Close() }()

	x.status = response.StatusCode
	x.requestID = name(response.Header.Get("x-acs-request-id"))
	body, err := io.ReadAll(io.LimitReader(response.Body, longestAnswer+1))
	if err != nil {
		x.failure = x.broken(ctx, err)
		return nil, errRefused
	}
	if x.failure = x.judge(response, body); x.failure != nil {
		return nil, errRefused
	}
	response.Body = io.NopCloser(bytes.NewReader(body))
	return response, nil
}

// trace watches whether a connection was had: without one, the request certainly
// did not leave.
func (x *exchange) trace(ctx context.Context) context.Context {
	return httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		GetConn: func(string) { x.wantedConn.Store(true) },
		GotConn: func(httptrace.GotConnInfo) { x.gotConn.Store(true) },
	})
}

// broken is an exchange without a whole answer.
func (x *exchange) broken(ctx context.Context, err error) *Error {
	failure := &Error{StatusCode: x.status, RequestID: x.requestID, unsent: x.neverLeft(err)}
	if ctx.Err() != nil {
		failure.Err = unreachable(ended(ctx))
		return failure
	}
	// A *url.Error repeats the URL, which holds the parameters of the request.
	if wrapped, ok := errors.AsType[*url.Error](err); ok {
		err = wrapped.Err
	}
	failure.Err = unreachable(err)
	return failure
}

// neverLeft tells whether the request certainly did not leave. A transport that
// does not report its connections is trusted only when it could not dial.
func (x *exchange) neverLeft(err error) bool {
	if x.gotConn.Load() {
		return false
	}
	dial, ok := errors.AsType[*net.OpError](err)
	return x.wantedConn.Load() || ok && dial.Op == "dial"
}

// judge returns nil for a JSON object with a status of success and no error code.
func (x *exchange) judge(response *http.Response, body []byte) *Error {
	failure := &Error{
		StatusCode: x.status,
		RequestID:  x.requestID,
		retryAfter: demandedPause(response.Header),
	}
	answer, isAnswer := decodeAnswer(response.Header.Get("Content-Type"), body)
	switch {
	case len(body) > longestAnswer:
		failure.Err = unexpected(fmt.Sprintf("the answer is longer than %d bytes", longestAnswer))
	case isAnswer && answer.isError():
		x.fill(failure, answer)
	case 300 <= x.status && x.status < 400:
		failure.Err = unexpected("the endpoint redirects to another address")
	case !isAnswer || x.status < 200 || x.status >= 300:
		failure.Err = unexpected(describe(response.Header.Get("Content-Type"), body))
	default:
		if id := name(string(answer.RequestID)); id != "" {
			x.requestID = id
		}
		return nil
	}
	return failure
}

// fill takes over what Direct Mail said.
func (x *exchange) fill(failure *Error, answer answer) {
	failure.Code = name(string(answer.Code))
	failure.Message = message(failure.Code, x.redactor.Redact(string(answer.Message)))
	failure.HostID = name(string(answer.HostID))
	failure.Recommend = message(failure.Code, x.redactor.Redact(string(answer.Recommend)))
	if id := name(string(answer.RequestID)); id != "" {
		failure.RequestID, x.requestID = id, id
	}
	if failure.Code == "" {
		failure.Message = ""
		failure.Err = unexpected("the error code in the answer cannot be read")
	}
}
