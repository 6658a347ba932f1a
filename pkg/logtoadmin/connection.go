package logtoadmin

import (
	"context"
	"crypto/tls"
	"errors"
	"net"
	"net/http/httptrace"
	"net/url"
	"sync/atomic"
)

// sending watches how far a request got. Only one that asked for a connection
// and never had one is known not to have left.
type sending struct{ asked, connected atomic.Bool }

func (s *sending) trace(ctx context.Context) context.Context {
	return httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		GetConn: func(string) { s.asked.Store(true) },
		GotConn: func(httptrace.GotConnInfo) { s.connected.Store(true) },
	})
}

func (s *sending) neverLeft(err error) bool {
	if s.asked.Load() && !s.connected.Load() {
		return true
	}
	// A transport that a caller brought need not report to the trace.
	if dial, ok := errors.AsType[*net.OpError](err); ok && dial.Op == "dial" {
		return true
	}
	_, isLookup := errors.AsType[*net.DNSError](err)
	return isLookup
}

// sendError classifies a request that got no answer. The caller's context comes
// first: when it has ended, that is the cause, whatever the transport reports.
func (c *Client) sendError(ctx context.Context, m message, err error, sent *sending) error {
	if redirect, ok := errors.AsType[*RedirectError](err); ok {
		return redirect
	}
	if errors.Is(err, ErrReadOnly) {
		return &readOnlyError{method: m.method, path: m.path}
	}
	lost := c.lost(ctx, m, err)
	lost.neverSent = sent.neverLeft(err)
	lookup, isLookup := errors.AsType[*net.DNSError](err)
	_, badCertificate := errors.AsType[*tls.CertificateVerificationError](err)
	_, notTLS := errors.AsType[tls.RecordHeaderError](err)
	if isLookup && lookup.IsNotFound || badCertificate || notTLS {
		lost.permanent = true
	}
	return lost
}

// readError classifies an answer that began and did not end well.
func (c *Client) readError(ctx context.Context, m message, received answer, err error) error {
	if ctx.Err() != nil || isTimeout(err) {
		return c.lost(ctx, m, err)
	}
	return &UnexpectedResponseError{
		Method: m.method, Path: m.path, StatusCode: received.status,
		RequestID: requestID(received.header, c.redactor),
		Err:       err, cut: !errors.Is(err, errTooLarge),
	}
}

func (c *Client) lost(ctx context.Context, m message, err error) *ConnectionError {
	lost := &ConnectionError{Host: c.host, Method: m.method, Path: m.path, Err: withoutURL(err)}
	switch {
	case ctx.Err() != nil:
		lost.Err = ctx.Err()
		lost.permanent = true
	case isTimeout(err):
		lost.Timeout = c.timeout
	}
	return lost
}

func isTimeout(err error) bool {
	if errors.Is(err, context.DeadlineExceeded) {
		return true
	}
	network, ok := errors.AsType[net.Error](err)
	return ok && network.Timeout()
}

// withoutURL drops each wrapping that repeats the whole URL with its query.
func withoutURL(err error) error {
	for {
		wrapped, ok := errors.AsType[*url.Error](err)
		if !ok {
			return err
		}
		err = wrapped.Err
	}
}
