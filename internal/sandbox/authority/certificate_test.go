package authority_test

import (
	"crypto/ecdsa"
	"crypto/rand"
	"crypto/x509"
	"errors"
	"net"
	"testing"
	"time"

	"github.com/logtoctl/logtoctl/internal/sandbox/authority"
)

func TestAuthority_TLS_names(t *testing.T) {
	t.Parallel()
	a := open(t, t.TempDir(), today)
	trusted, server := roots(t, a), shown(t, a.TLS())
	for _, name := range append([]string{"localhost", "127.0.0.1", "::1"}, names...) {
		if err := verify(trusted, server, name, today); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, name := range []string{"aliyuncs.com", "ecs.aliyuncs.com", "dm.us-east-1.aliyuncs.com", "x.dm.aliyuncs.com", "example.com", "127.0.0.2", "0.0.0.0"} {
		if err := verify(trusted, server, name, today); !errors.As(err, &x509.HostnameError{}) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := server.Verify(x509.VerifyOptions{Roots: x509.NewCertPool(), CurrentTime: today}); !errors.As(err, &x509.UnknownAuthorityError{}) {
		t.Errorf("to a client that does not trust the authority: %v", err)
	}
}

// Whoever trusts an authority whose key has got out trusts it for the sandbox's
// names only.
func TestAuthority_constraints(t *testing.T) {
	t.Parallel()
	state := t.TempDir()
	trusted := roots(t, open(t, state, today))
	key, issuer := kept(t, state)
	template := func(change func(*x509.Certificate)) *x509.Certificate {
		c := &x509.Certificate{
			NotBefore: today, NotAfter: today.Add(time.Hour),
			KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
		}
		change(c)
		return c
	}
	tests := map[string]struct {
		forged *x509.Certificate
		reason x509.InvalidReason
	}{
		"another name":    {template(func(c *x509.Certificate) { c.DNSNames = []string{"example.com"} }), x509.CANotAuthorizedForThisName},
		"one more name":   {template(func(c *x509.Certificate) { c.DNSNames = []string{names[0], "ecs.aliyuncs.com"} }), x509.CANotAuthorizedForThisName},
		"all names":       {template(func(c *x509.Certificate) { c.DNSNames = []string{"*.aliyuncs.com"} }), x509.CANotAuthorizedForThisName},
		"another address": {template(func(c *x509.Certificate) { c.IPAddresses = []net.IP{net.IPv4(192, 0, 2, 1)} }), x509.CANotAuthorizedForThisName},
		"another purpose": {template(func(c *x509.Certificate) {
			c.DNSNames, c.ExtKeyUsage = names[:1], []x509.ExtKeyUsage{x509.ExtKeyUsageEmailProtection}
		}), x509.IncompatibleUsage},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := signed(t, test.forged, issuer, key).Verify(x509.VerifyOptions{Roots: trusted, CurrentTime: today, KeyUsages: test.forged.ExtKeyUsage})
			if invalid, ok := errors.AsType[x509.CertificateInvalidError](err); !ok || invalid.Reason != test.reason {
				t.Errorf("it is taken: %v", err)
			}
		})
	}
	fine := signed(t, template(func(c *x509.Certificate) { c.DNSNames = names }), issuer, key)
	if err := verify(trusted, fine, names[0], today); err != nil {
		t.Errorf("one that it may sign: %v", err)
	}
}

func TestAuthority_signsNoAuthority(t *testing.T) {
	t.Parallel()
	state := t.TempDir()
	trusted := roots(t, open(t, state, today))
	key, issuer := kept(t, state)
	below := signed(t, &x509.Certificate{
		NotBefore: today, NotAfter: today.Add(time.Hour), IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign,
	}, issuer, key)
	server := signed(t, &x509.Certificate{NotBefore: today, NotAfter: today.Add(time.Hour), DNSNames: names}, below, key)
	intermediates := x509.NewCertPool()
	intermediates.AddCert(below)
	_, err := server.Verify(x509.VerifyOptions{Roots: trusted, Intermediates: intermediates, CurrentTime: today})
	if invalid, ok := errors.AsType[x509.CertificateInvalidError](err); !ok || invalid.Reason != x509.TooManyIntermediates {
		t.Errorf("it is taken: %v", err)
	}
}

func signed(t *testing.T, template, issuer *x509.Certificate, key *ecdsa.PrivateKey) *x509.Certificate {
	t.Helper()
	encoded, err := x509.CreateCertificate(rand.Reader, template, issuer, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	certificate, err := x509.ParseCertificate(encoded)
	if err != nil {
		t.Fatal(err)
	}
	return certificate
}

// A sandbox that runs for months shows a certificate that is valid all the time,
// and the same one as long as it can.
func TestAuthority_TLS_renewsInMemory(t *testing.T) {
	t.Parallel()
	const day = 24 * time.Hour
	now := today
	a, err := authority.Open(t.TempDir(), names, func() time.Time { return now })
	if err != nil {
		t.Fatal(err)
	}
	trusted, config := roots(t, a), a.TLS()
	first := shown(t, config)
	if now = today.Add(59 * day); !shown(t, config).Equal(first) {
		t.Error("after 59 days it is another one already")
	}
	now = today.Add(61 * day)
	second := shown(t, config)
	if second.Equal(first) || verify(trusted, second, names[0], today.Add(150*day)) != nil {
		t.Errorf("after 61 days it is valid until %v", second.NotAfter)
	}
	if err := verify(trusted, first, names[0], today.Add(91*day)); err == nil {
		t.Error("the first one is valid for longer than it should be")
	}
	if !shown(t, a.TLS()).NotAfter.After(now) || shown(t, a.TLS()).Equal(second) {
		t.Error("another server shows the same certificate, or none that is valid")
	}
}
