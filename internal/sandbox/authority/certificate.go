package authority

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"net"
	"slices"
	"time"
)

// clockTolerance is how far behind the clock of a program may be, such as one in
// a virtual machine.
const clockTolerance = time.Hour

// localhost is what the sandbox is called beside the names it stands in for.
const localhost = "localhost"

// loopback returns the addresses that the sandbox listens on.
func loopback() []net.IP { return []net.IP{net.IPv4(127, 0, 0, 1).To4(), net.IPv6loopback} }

func newKey() (*ecdsa.PrivateKey, error) { return ecdsa.GenerateKey(elliptic.P256(), rand.Reader) }

// selfSign makes the certificate of an authority. It may sign for servers of the
// names, localhost and loopback, and for no further authority.
func selfSign(key *ecdsa.PrivateKey, names []string, now time.Time) (*x509.Certificate, error) {
	template := &x509.Certificate{
		Subject:                     pkix.Name{CommonName: "logtoctl sandbox, for Direct Mail on this machine only"},
		NotBefore:                   now.Add(-clockTolerance),
		NotAfter:                    now.Add(lifetime),
		KeyUsage:                    x509.KeyUsageCertSign,
		ExtKeyUsage:                 []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
		BasicConstraintsValid:       true,
		IsCA:                        true,
		MaxPathLenZero:              true,
		PermittedDNSDomainsCritical: true,
		PermittedDNSDomains:         append(slices.Clone(names), localhost),
	}
	for _, address := range loopback() {
		bits := 8 * len(address)
		template.PermittedIPRanges = append(template.PermittedIPRanges, &net.IPNet{IP: address, Mask: net.CIDRMask(bits, bits)})
	}
	return sign(template, template, key.Public(), key)
}

// signServer makes the certificate of a server that has all the names.
func (a *Authority) signServer(key *ecdsa.PrivateKey) (*x509.Certificate, error) {
	now := a.now()
	end := now.Add(serverLifetime)
	if end.After(a.certificate.NotAfter) {
		end = a.certificate.NotAfter
	}
	return sign(&x509.Certificate{
		Subject:     pkix.Name{CommonName: "logtoctl sandbox"},
		NotBefore:   now.Add(-clockTolerance),
		NotAfter:    end,
		KeyUsage:    x509.KeyUsageDigitalSignature,
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
		DNSNames:    append(slices.Clone(a.names), localhost),
		IPAddresses: loopback(),
	}, a.certificate, key.Public(), a.key)
}

// sign leaves the serial number to the standard library, which takes a random one.
func sign(template, parent *x509.Certificate, public crypto.PublicKey, key *ecdsa.PrivateKey) (*x509.Certificate, error) {
	encoded, err := x509.CreateCertificate(rand.Reader, template, parent, public, key)
	if err != nil {
		return nil, err
	}
	return x509.ParseCertificate(encoded)
}

// permits tells whether an authority's certificate covers the names: one of an
// older version may not.
func permits(certificate *x509.Certificate, names []string) bool {
	for _, name := range names {
		if !slices.Contains(certificate.PermittedDNSDomains, name) {
			return false
		}
	}
	return true
}
