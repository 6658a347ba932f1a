package authority_test

import (
	"crypto/ecdsa"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"github.com/logtoctl/logtoctl/internal/sandbox/authority"
)

// today is when the tests take place.
var today = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

// names are two of the sandbox's.
var names = []string{"dm.aliyuncs.com", "dm.eu-central-1.aliyuncs.com"}

func at(moment time.Time) func() time.Time { return func() time.Time { return moment } }

func open(t *testing.T, state string, now time.Time) *authority.Authority {
	t.Helper()
	a, err := authority.Open(state, names, at(now))
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// privateFile is where the key is kept below a state folder.
func privateFile(state string) string { return filepath.Join(state, "sandbox", "authority.pem") }

// kept reads key and certificate of the authority below a state folder.
func kept(t *testing.T, state string) (*ecdsa.PrivateKey, *x509.Certificate) {
	t.Helper()
	content, err := os.ReadFile(privateFile(state))
	if err != nil {
		t.Fatal(err)
	}
	first, rest := pem.Decode(content)
	parsed, err := x509.ParsePKCS8PrivateKey(first.Bytes)
	if err != nil {
		t.Fatal(err)
	}
	second, _ := pem.Decode(rest)
	certificate, err := x509.ParseCertificate(second.Bytes)
	if err != nil {
		t.Fatal(err)
	}
	return parsed.(*ecdsa.PrivateKey), certificate
}

// published reads the file for programs that trust the authority.
func published(t *testing.T, a *authority.Authority) *x509.Certificate {
	t.Helper()
	content, err := os.ReadFile(a.CertificateFile())
	if err != nil {
		t.Fatal(err)
	}
	block, rest := pem.Decode(content)
	if block == nil || block.Type != "CERTIFICATE" || len(rest) != 0 {
		t.Fatalf("the file is not one certificate:\n%s", content)
	}
	certificate, err := x509.ParseCertificate(block.Bytes)
	if err != nil {
		t.Fatal(err)
	}
	return certificate
}

// shown is what a server of the configuration shows at the moment.
func shown(t *testing.T, config *tls.Config) *x509.Certificate {
	t.Helper()
	certificate, err := config.GetCertificate(&tls.ClientHelloInfo{})
	if err != nil {
		t.Fatal(err)
	}
	return certificate.Leaf
}

// roots is what a program trusts that has been told of the file, and of no other
// authority.
func roots(t *testing.T, a *authority.Authority) *x509.CertPool {
	t.Helper()
	pool := x509.NewCertPool()
	pool.AddCert(published(t, a))
	return pool
}

// verify checks a certificate as a client does.
func verify(roots *x509.CertPool, certificate *x509.Certificate, name string, now time.Time) error {
	_, err := certificate.Verify(x509.VerifyOptions{DNSName: name, Roots: roots, CurrentTime: now})
	return err
}

func mode(t *testing.T, path string) fs.FileMode {
	t.Helper()
	info, err := os.Lstat(path)
	if err != nil {
		t.Fatal(err)
	}
	return info.Mode().Perm()
}

func skipWithoutModes(t *testing.T) {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("Windows has no mode bits")
	}
}
