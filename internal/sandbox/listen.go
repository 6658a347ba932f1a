package sandbox

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"strconv"
	"syscall"

	"github.com/logtoctl/logtoctl/internal/sandbox/dns"
)

// listenTries is how often a free port is looked for that both families have.
const listenTries = 10

// listeners are the sockets of the services.
type listeners struct {
	logto, directMail, inbox listener
	directMailTLS            listener // without sockets unless it was asked for
	dns                      *dns.Server
}

// listener is one service's port on loopback: one socket, or two when the URL
// says localhost, which some clients resolve to ::1 and others to 127.0.0.1.
type listener struct {
	url     string
	sockets []net.Listener
}

func listen(ctx context.Context, o Options, zone *dns.Zone) (listeners, error) {
	var all listeners
	for _, service := range []struct {
		name string
		at   *listener
		port int
	}{
		{"logto", &all.logto, o.LogtoPort},
		{"direct mail", &all.directMail, o.DirectMailPort},
		{"inbox", &all.inbox, o.InboxPort},
	} {
		opened, err := listenLoopback(ctx, o.Host, service.port)
		if err != nil {
			return listeners{}, errors.Join(fmt.Errorf("listen for %s: %w", service.name, err), all.close(ctx))
		}
		*service.at = opened
	}
	// A signed request covers the host name, so Direct Mail is addressed by the
	// number of its socket, which no resolver and no proxy rule can change.
	all.directMail.url = "http://" + all.directMail.sockets[0].Addr().String()
	var err error
	if all.directMailTLS, err = listenTLS(ctx, o); err != nil {
		return listeners{}, errors.Join(fmt.Errorf("listen for direct mail over https: %w", err), all.close(ctx))
	}
	address, _, _ := net.SplitHostPort(all.directMail.sockets[0].Addr().String())
	if all.dns, err = dns.Listen(ctx, address, o.DNSPort, zone); err != nil {
		return listeners{}, errors.Join(fmt.Errorf("listen for dns: %w", err), all.close(ctx))
	}
	return all, nil
}

func (l listeners) close(ctx context.Context) error {
	err := errors.Join(l.logto.close(), l.directMail.close(), l.directMailTLS.close(), l.inbox.close())
	if l.dns != nil {
		err = errors.Join(err, l.dns.Close(ctx))
	}
	return err
}

func (l listener) close() error {
	var err error
	for _, socket := range l.sockets {
		err = errors.Join(err, socket.Close())
	}
	return err
}

// listenLoopback opens a port of the host. Of a free port it makes sure that
// nobody else has it in the other family.
func listenLoopback(ctx context.Context, host string, port int) (listener, error) {
	addresses, err := loopbackAddresses(host)
	if err != nil {
		return listener{}, err
	}
	for range listenTries {
		var l listener
		if l, err = listenAll(ctx, addresses, port); err == nil {
			bound := l.sockets[0].Addr().(*net.TCPAddr).Port
			l.url = "http://" + net.JoinHostPort(host, strconv.Itoa(bound))
			return l, nil
		}
		if port != 0 || !errors.Is(err, syscall.EADDRINUSE) {
			break
		}
	}
	return listener{}, err
}

// listenTLS opens the port of Direct Mail over https, if it is to have one.
func listenTLS(ctx context.Context, o Options) (listener, error) {
	if o.Authority == nil {
		return listener{}, nil
	}
	l, err := listenLoopback(ctx, o.Host, o.TLSPort)
	if err != nil {
		return listener{}, err
	}
	l.url = "https://" + l.sockets[0].Addr().String()
	config := o.Authority.TLS()
	for i, socket := range l.sockets {
		l.sockets[i] = tls.NewListener(socket, config)
	}
	return l, nil
}

// NotLoopbackError is a host that other machines could reach, or that is not
// known to be this machine.
type NotLoopbackError struct{ Host string }

// Error names the host and those that are allowed.
func (e *NotLoopbackError) Error() string {
	return fmt.Sprintf("host %q is not allowed: the sandbox listens on localhost, 127.0.0.1 or ::1 only", e.Host)
}

func loopbackAddresses(host string) ([]string, error) {
	switch host {
	case "localhost":
		return []string{"127.0.0.1", "::1"}, nil
	case "127.0.0.1", "::1":
		return []string{host}, nil
	}
	return nil, &NotLoopbackError{Host: host}
}

// listenAll opens the same port on every address. A machine without IPv6 does
// with the first.
func listenAll(ctx context.Context, addresses []string, port int) (listener, error) {
	var l listener
	var config net.ListenConfig
	for i, address := range addresses {
		socket, err := config.Listen(ctx, "tcp", net.JoinHostPort(address, strconv.Itoa(port)))
		if i > 0 && (errors.Is(err, syscall.EADDRNOTAVAIL) || errors.Is(err, syscall.EAFNOSUPPORT)) {
			continue
		}
		if err != nil {
			return listener{}, errors.Join(err, l.close())
		}
		l.sockets = append(l.sockets, limitConnections(socket.(*net.TCPListener), maxConnections))
		port = socket.Addr().(*net.TCPAddr).Port
	}
	return l, nil
}
