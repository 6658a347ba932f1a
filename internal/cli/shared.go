package cli

import (
	"net"
	"net/http"
	"sync"
	"time"

	"github.com/logtoctl/logtoctl/internal/config"
	"github.com/logtoctl/logtoctl/internal/provision"
	"github.com/logtoctl/logtoctl/internal/tokenstore"
)

// The connections that are kept for the next request: as many as some thirty tenants
// at a time need, all of them to one host if it serves all tenants. A tenant is done
// with long before they end by themselves.
const (
	idleConnections = 256
	idleFor         = 30 * time.Second
)

// directMailConnect bounds the dialling of Direct Mail, so that an endpoint which
// swallows packets is noticed sooner than a slow answer.
const directMailConnect = 10 * time.Second

// shared is what a run has once, however many tenants it is about.
type shared struct {
	senders    provision.Senders        // what Direct Mail was asked
	tokens     func() *tokenstore.Store // nil where there is no folder for them
	logto      *http.Client
	directMail *http.Client
}

func newShared(lookup func(string) (string, bool)) *shared {
	directMail := newTransport()
	directMail.DialContext = (&net.Dialer{Timeout: directMailConnect}).DialContext
	return &shared{
		tokens: sync.OnceValue(func() *tokenstore.Store {
			if directory := config.CacheDir(lookup); directory != "" {
				return tokenstore.New(directory)
			}
			return nil
		}),
		logto: &http.Client{Transport: newTransport()}, directMail: &http.Client{Transport: directMail},
	}
}

// newTransport returns one whose connections all clients of a run take turns to
// use. It speaks HTTP/2 with a server that does, over one connection.
func newTransport() *http.Transport {
	return &http.Transport{
		Proxy:               http.ProxyFromEnvironment, // never for loopback addresses
		DialContext:         (&net.Dialer{Timeout: 30 * time.Second}).DialContext,
		TLSHandshakeTimeout: 10 * time.Second,
		ForceAttemptHTTP2:   true,
		MaxIdleConns:        idleConnections,
		MaxIdleConnsPerHost: idleConnections,
		IdleConnTimeout:     idleFor,
	}
}

// close ends the connections that nobody uses.
func (s *shared) close() {
	s.logto.CloseIdleConnections()
	s.directMail.CloseIdleConnections()
}
