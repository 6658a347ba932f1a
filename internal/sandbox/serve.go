package sandbox

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/logtoctl/logtoctl/internal/sandbox/directmail"
	"github.com/logtoctl/logtoctl/internal/sandbox/dns"
	"github.com/logtoctl/logtoctl/internal/sandbox/fault"
	"github.com/logtoctl/logtoctl/internal/sandbox/inbox"
)

// grace is how long requests that are being answered hold up Close.
const grace = 3 * time.Second

// serve starts the services. The context is the parent of all requests; those
// of the inbox end with endStreams, because a stream of events would hold up a
// graceful stop for ever.
func (s *Sandbox) serve(ctx context.Context, logger *slog.Logger) {
	streams, endStreams := context.WithCancel(ctx)
	s.endStreams = endStreams
	log := slog.NewLogLogger(logger.Handler(), slog.LevelDebug)
	start := func(ctx context.Context, name string, handler http.Handler, header int, at listener) {
		server := newServer(ctx, handler, header)
		server.ErrorLog = log
		s.servers = append(s.servers, server)
		for _, socket := range at.sockets {
			s.run(name, func() error { return server.Serve(socket) })
		}
	}
	logto := guardLogto(s.around(ServiceLogto, nil, maxLogtoBody, s.logto))
	mail := guardDirectMail(s.around(ServiceDirectMail, directmail.Action, maxDirectMailBody, s.directMail))
	start(ctx, ServiceLogto, logto, maxHeader, s.listeners.logto)
	start(ctx, ServiceDirectMail, mail, maxDirectMailHeader, s.listeners.directMail)
	start(ctx, ServiceDirectMail, mail, maxDirectMailHeader, s.listeners.directMailTLS)
	start(streams, "inbox", s.inboxHandler(), maxHeader, s.listeners.inbox)
	s.run("dns", s.listeners.dns.Serve)
}

// run serves until Close.
func (s *Sandbox) run(name string, serve func() error) {
	s.serving.Go(func() error {
		err := serve()
		if err == nil || errors.Is(err, http.ErrServerClosed) {
			return nil
		}
		err = fmt.Errorf("serve %s: %w", name, err)
		select {
		case s.failed <- err:
		default: // Wait reports the first failure only
		}
		return err
	})
}

// around puts what every service has in front of it, behind the guard against
// pages of elsewhere, outermost first: limit, log, faults.
func (s *Sandbox) around(name string, action func(*http.Request) string, limit int64, service http.Handler) http.Handler {
	service = s.Faults.Wrap(name, action, s.dated(name, service))
	service = s.Requests.record(name, action, service)
	return limitBodies(limit, maxBodies, service)
}

func (s *Sandbox) inboxHandler() http.Handler {
	mux := http.NewServeMux()
	mux.Handle("/api/faults", inbox.Guard(fault.NewControl(s.Faults)))
	mux.Handle("/api/requests", inbox.Guard(s.Requests))
	mux.Handle("/api/dns", inbox.Guard(dns.NewControl(s.DNS)))
	mux.Handle("/api/account", inbox.Guard(s.directMail.AccountControl()))
	mux.Handle("/api/access-keys", inbox.Guard(s.directMail.AccessKeysControl()))
	mux.Handle("/", inbox.NewHandler(s.Inbox))
	return mux
}

// Stop closes the sandbox at the end of a command, whose context may have ended
// by then. There is nobody left to tell about an error.
func (s *Sandbox) Stop(ctx context.Context) { _ = s.Close(context.WithoutCancel(ctx)) }

// Close stops the services. Requests that are being answered may finish within
// three seconds, or until the context ends if that is sooner; then their
// connections are closed. It may be called more than once.
func (s *Sandbox) Close(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, grace)
	defer cancel()
	s.endStreams()
	var stopping errgroup.Group
	for _, server := range s.servers {
		stopping.Go(func() error {
			if server.Shutdown(ctx) != nil {
				return server.Close()
			}
			return nil
		})
	}
	stopping.Go(func() error { return s.listeners.dns.Close(ctx) })
	err := errors.Join(stopping.Wait(), s.serving.Wait())
	s.client.CloseIdleConnections()
	if err != nil {
		return fmt.Errorf("stop sandbox: %w", err)
	}
	return nil
}
