package preview

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strconv"
	"time"
)

const (
	readHeaderTimeout = 10 * time.Second
	idleTimeout       = 2 * time.Minute
	// grace is how long answers that are being written hold up Close.
	grace = 3 * time.Second
)

// Options say what is shown, and how.
type Options struct {
	// Name says where the templates come from: a path, or "built in".
	Name string
	// Load reads them.
	Load Loader
	// Values are sample values by the names of their placeholders, on top of
	// the examples, and values of the brand.
	Values map[string]string
	// Watch is the folder or file whose changes reload the page; files of
	// templates elsewhere are watched too. Empty means none.
	Watch string
	// Port is the TCP port on loopback, 0 for a free one.
	Port int
	// DryRun has [WriteStatic] and [Screenshots] write nothing and return the
	// paths all the same.
	DryRun bool
}

// Server is a preview that is being served. Stop it with [Server.Close].
type Server struct {
	address string
	server  *http.Server
	stop    context.CancelFunc
	served  chan error
}

// Start listens on loopback, serves and returns. The context is that of all
// requests: when it ends, so do they. A port that is in use, or a folder that
// cannot be watched, is an error; templates that cannot be read are something
// for the page to say.
func Start(ctx context.Context, options Options) (*Server, error) {
	var config net.ListenConfig
	socket, err := config.Listen(ctx, "tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(options.Port)))
	if err != nil {
		return nil, fmt.Errorf("listen for the preview: %w", err)
	}
	ctx, stop := context.WithCancel(ctx)
	shelf := newShelf(options.Load)
	if options.Watch != "" {
		if err := watch(ctx, options.Watch, shelf); err != nil {
			stop()
			return nil, errors.Join(err, socket.Close())
		}
	}
	s := &Server{address: socket.Addr().String(), stop: stop, served: make(chan error, 1)}
	s.server = &http.Server{
		Handler:           guard(s.address, newHandler(options, shelf)),
		ReadHeaderTimeout: readHeaderTimeout,
		IdleTimeout:       idleTimeout,
		BaseContext:       func(net.Listener) context.Context { return ctx },
	}
	go func() { s.served <- s.server.Serve(socket) }()
	return s, nil
}

// URL is the address of the page.
func (s *Server) URL() string { return "http://" + s.address + "/" }

// Wait returns nil when the context ends, and an error when the server has
// stopped by itself before that.
func (s *Server) Wait(ctx context.Context) error {
	select {
	case <-ctx.Done():
		return nil
	case err := <-s.served:
		return fmt.Errorf("serve the preview: %w", err)
	}
}

// Close stops the server, also when the context has ended by then. Answers that
// are being written may finish within three seconds; streams of events end at
// once.
func (s *Server) Close(ctx context.Context) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), grace)
	defer cancel()
	s.stop()
	if s.server.Shutdown(ctx) != nil {
		_ = s.server.Close() // there is nobody left to tell
	}
}
