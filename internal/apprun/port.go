package apprun

import (
	"context"
	"fmt"
	"net"
	"net/url"
	"strconv"
	"time"
)

// dialTimeout bounds the look whether somebody listens on a port of this machine.
const dialTimeout = time.Second

// CheckPort returns a [*PortInUseError] when something answers at the URL's port
// already: the app could not listen there, and what answers would be taken for it.
func CheckPort(ctx context.Context, at *url.URL) error {
	dialer := net.Dialer{Timeout: dialTimeout}
	connection, err := dialer.DialContext(ctx, "tcp", net.JoinHostPort(at.Hostname(), portOf(at)))
	if err != nil {
		return Interrupted("looking for the app's port", ctx.Err()) // refused, so free
	}
	_ = connection.Close()
	return &PortInUseError{Port: portOf(at)}
}

// FreeURL returns the URL if its port is free, else that of a free one.
func FreeURL(ctx context.Context, at *url.URL) (*url.URL, error) {
	if CheckPort(ctx, at) == nil {
		return at, nil
	}
	var config net.ListenConfig
	socket, err := config.Listen(ctx, "tcp", net.JoinHostPort(at.Hostname(), "0"))
	if err != nil {
		return nil, fmt.Errorf("find a free port: %w", err)
	}
	free := *at
	free.Host = net.JoinHostPort(at.Hostname(), strconv.Itoa(socket.Addr().(*net.TCPAddr).Port))
	return &free, socket.Close()
}

// portOf returns the port of a URL of the web.
func portOf(at *url.URL) string {
	if port := at.Port(); port != "" {
		return port
	}
	return "80"
}
