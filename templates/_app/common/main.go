// Command webapp is a web app in which people sign in with Logto.
//
//   - main.go starts and stops it
//   - settings.go reads the settings from the environment and .env
//   - sessions.go keeps sessions, in memory or sealed in Redis
//   - logto.go signs people in and out through Logto's SDK
//   - routes.go says what is answered where
//   - pages.go shows the pages in the folder pages
package main

import (
	"context"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second Ctrl-C ends it at once
	if err := run(ctx); err != nil {
		fmt.Fprintln(os.Stderr, "webapp:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context) error {
	if err := loadEnvFile(".env"); err != nil {
		return err
	}
	settings, err := newSettings(os.Getenv)
	if err != nil {
		return err
	}
	sessions, closeSessions, err := newSessions(ctx, settings)
	if err != nil {
		return err
	}
	defer closeSessions()

	// The SDK asks Logto through the default transport and sets no deadline. A
	// Logto that accepts requests and says nothing would keep people waiting.
	http.DefaultTransport.(*http.Transport).ResponseHeaderTimeout = 15 * time.Second

	return serve(ctx, settings, newHandler(newApp(settings, sessions)))
}

// serve answers requests until the context ends, and then lets those that are
// under way finish.
func serve(ctx context.Context, settings settings, handler http.Handler) error {
	server := &http.Server{
		Handler:           handler,
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       15 * time.Second,
		WriteTimeout:      60 * time.Second, // a sign-in asks Logto several times
		IdleTimeout:       2 * time.Minute,
	}
	listener, err := net.Listen("tcp", settings.address())
	if err != nil {
		return err
	}
	slog.Info("listening", "at", listener.Addr(), "open", settings.origin())

	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	slog.Info("stopping")
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 20*time.Second)
	defer cancel()
	return server.Shutdown(ctx)
}
