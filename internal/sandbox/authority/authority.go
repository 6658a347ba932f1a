// Package authority is the certificate authority of the sandbox: what its Direct
// Mail needs to be taken, over https, for the hosts that Logto's connector posts
// to.
//
// An authority consists of a key and a certificate, which are made once and kept
// in one private file, so that a program that trusts the certificate goes on
// doing so. The certificate alone is in a second file, for those programs. It is
// constrained to the names of the sandbox: whoever trusts it trusts it for
// nothing else. What servers show is signed when it is needed and never kept.
package authority

import (
	"crypto/ecdsa"
	"crypto/x509"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"
)

const (
	// lifetime is how long a certificate of an authority is valid, from when it
	// was made.
	lifetime = 5 * 365 * 24 * time.Hour
	// renewal is how long before its end it is made anew. No sandbox runs as long.
	renewal = 365 * 24 * time.Hour
)

// The folder below the state folder, the file with key and certificate, and the
// one with the certificate alone.
const (
	folderName      = "sandbox"
	privateName     = "authority.pem"
	certificateName = "ca.pem"
)

// Authority signs certificates for the names that it was opened with, and for
// localhost, 127.0.0.1 and ::1. It is safe for concurrent use.
type Authority struct {
	key         *ecdsa.PrivateKey
	certificate *x509.Certificate
	names       []string
	path        string
	now         func() time.Time
}

// Open returns the authority that is kept below the directory, or makes one. The
// private file and its folder are for the user alone. A certificate that ends
// within a year, or lacks one of the names, is made anew with the same key, so
// that what was signed before and who trusted it before still fit together.
// Several processes may open the same authority at the same time.
//
// A private file that is not an authority, or that others can read, is a
// [*UnusableError].
func Open(directory string, names []string, now func() time.Time) (*Authority, error) {
	if directory == "" {
		return nil, errors.New("keep the sandbox's certificate authority: there is no home directory; set XDG_STATE_HOME")
	}
	folder := filepath.Join(directory, folderName)
	a := &Authority{names: names, path: filepath.Join(folder, certificateName), now: now}
	if err := a.open(folder); err != nil {
		return nil, fmt.Errorf("open the sandbox's certificate authority: %w", err)
	}
	return a, nil
}

func (a *Authority) open(folder string) error {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return err
	}
	private := filepath.Join(folder, privateName)
	err := a.load(private)
	if errors.Is(err, os.ErrNotExist) {
		err = a.create(private)
	}
	if err == nil && !a.fits() {
		err = a.renew(private)
	}
	if err != nil {
		return err
	}
	return publish(a.path, a.certificate)
}

// create makes an authority, unless another process has made one meanwhile:
// then that one counts.
func (a *Authority) create(private string) error {
	key, err := newKey()
	if err != nil {
		return err
	}
	certificate, err := selfSign(key, a.names, a.now())
	if err != nil {
		return err
	}
	if err := saveNew(private, key, certificate); err != nil && !errors.Is(err, os.ErrExist) {
		return err
	}
	return a.load(private)
}

// renew makes a new certificate for the key. Of two processes that do so at the
// same time either may come last: their certificates are for the same key.
func (a *Authority) renew(private string) error {
	certificate, err := selfSign(a.key, a.names, a.now())
	if err != nil {
		return err
	}
	a.certificate = certificate
	return replace(private, a.key, certificate)
}

// fits tells whether the certificate is good for the names for long enough.
func (a *Authority) fits() bool {
	now := a.now()
	return !now.Before(a.certificate.NotBefore) && now.Add(renewal).Before(a.certificate.NotAfter) && permits(a.certificate, a.names)
}

// CertificateFile is the path of the file with the certificate alone, in PEM. It
// is what a program has to trust, by NODE_EXTRA_CA_CERTS and the like.
func (a *Authority) CertificateFile() string { return a.path }

// Names returns the host names that the authority was opened with.
func (a *Authority) Names() []string { return a.names }
