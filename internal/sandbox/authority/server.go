package authority

import (
	"crypto/tls"
	"fmt"
	"sync"
	"time"
)

// serverLifetime is how long a server's certificate is valid. One that has a
// third of it left is replaced, without the server noticing.
const serverLifetime = 90 * 24 * time.Hour

// TLS returns the configuration of a server that answers to all names of the
// authority, over HTTP/1.1, as the plain services of the sandbox do.
func (a *Authority) TLS() *tls.Config {
	shown := &serverCertificate{authority: a}
	return &tls.Config{
		MinVersion:     tls.VersionTLS12,
		NextProtos:     []string{"http/1.1"},
		GetCertificate: func(*tls.ClientHelloInfo) (*tls.Certificate, error) { return shown.get() },
		Time:           a.now,
	}
}

// serverCertificate is what a server shows, kept in memory alone.
type serverCertificate struct {
	authority *Authority

	mu      sync.Mutex
	current *tls.Certificate
}

func (s *serverCertificate) get() (*tls.Certificate, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.current != nil && s.authority.now().Add(serverLifetime/3).Before(s.current.Leaf.NotAfter) {
		return s.current, nil
	}
	key, err := newKey()
	if err != nil {
		return nil, fmt.Errorf("make a certificate for the sandbox: %w", err)
	}
	certificate, err := s.authority.signServer(key)
	if err != nil {
		return nil, fmt.Errorf("make a certificate for the sandbox: %w", err)
	}
	s.current = &tls.Certificate{Certificate: [][]byte{certificate.Raw}, PrivateKey: key, Leaf: certificate}
	return s.current, nil
}
