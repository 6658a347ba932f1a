package authority

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"

	"github.com/natefinch/atomic"
)

// sizeLimit bounds what is read of a private file, in bytes; one of ours is far
// below it.
const sizeLimit = 64 << 10

// publicMode is the mode of the file with the certificate alone: that is public.
const publicMode = 0o644

// The types of the blocks in the files.
const (
	keyBlock         = "PRIVATE KEY"
	certificateBlock = "CERTIFICATE"
)

// UnusableError is a private file that is not the authority it should be.
type UnusableError struct {
	// File is its path.
	File string
	// Why says what is wrong with it.
	Why string
}

// Error names the file and what is wrong with it.
func (e *UnusableError) Error() string { return fmt.Sprintf("%s cannot be used: %s", e.File, e.Why) }

// Hint is the way out: there is nothing in the file that cannot be made again.
func (e *UnusableError) Hint() string {
	return fmt.Sprintf("remove it: rm '%s'; the next start makes a new one, and programs that trusted the old one need the new %s beside it", e.File, certificateName)
}

// load reads the private file. Key and certificate are in one file so that they
// always belong together.
func (a *Authority) load(file string) error {
	info, err := os.Lstat(file)
	if err != nil {
		return err
	}
	unusable := func(why string) error { return &UnusableError{File: file, Why: why} }
	switch {
	case !info.Mode().IsRegular() || info.Size() > sizeLimit:
		return unusable("it is not a file that the sandbox has made")
	case !private(info):
		return unusable("others than you can read it, and the key in it")
	}
	content, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	key, certificate, err := decode(content)
	if err != nil {
		return unusable(err.Error())
	}
	a.key, a.certificate = key, certificate
	return nil
}

// decode reads a key and the certificate for it.
func decode(content []byte) (*ecdsa.PrivateKey, *x509.Certificate, error) {
	first, rest := pem.Decode(content)
	if first == nil || first.Type != keyBlock {
		return nil, nil, errors.New("it does not begin with a private key")
	}
	second, _ := pem.Decode(rest)
	if second == nil || second.Type != certificateBlock {
		return nil, nil, errors.New("there is no certificate after its key")
	}
	parsed, err := x509.ParsePKCS8PrivateKey(first.Bytes)
	key, isECDSA := parsed.(*ecdsa.PrivateKey)
	if err != nil || !isECDSA || key.Curve != elliptic.P256() {
		return nil, nil, errors.New("its key is broken or of another kind")
	}
	certificate, err := x509.ParseCertificate(second.Bytes)
	if err != nil || !certificate.IsCA || certificate.CheckSignatureFrom(certificate) != nil {
		return nil, nil, errors.New("its certificate is broken or not that of an authority")
	}
	if !key.PublicKey.Equal(certificate.PublicKey) {
		return nil, nil, errors.New("its certificate is not for its key")
	}
	return key, certificate, nil
}

func encode(key *ecdsa.PrivateKey, certificate *x509.Certificate) ([]byte, error) {
	encoded, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return nil, err
	}
	return append(pem.EncodeToMemory(&pem.Block{Type: keyBlock, Bytes: encoded}), encodeCertificate(certificate)...), nil
}

func encodeCertificate(certificate *x509.Certificate) []byte {
	return pem.EncodeToMemory(&pem.Block{Type: certificateBlock, Bytes: certificate.Raw})
}

// saveNew writes a private file whole, and only where there is none: a link,
// unlike a rename, is refused when the name is taken, with [os.ErrExist].
func saveNew(file string, key *ecdsa.PrivateKey, certificate *x509.Certificate) error {
	content, err := encode(key, certificate)
	if err != nil {
		return err
	}
	temporary, err := os.CreateTemp(filepath.Dir(file), privateName+".*") // mode 0600
	if err != nil {
		return err
	}
	defer func() { _ = os.Remove(temporary.Name()) }()
	_, err = temporary.Write(content)
	if err := errors.Join(err, temporary.Sync(), temporary.Close()); err != nil {
		return err
	}
	return os.Link(temporary.Name(), file)
}

// replace writes a private file whole or not at all. It keeps its mode.
func replace(file string, key *ecdsa.PrivateKey, certificate *x509.Certificate) error {
	content, err := encode(key, certificate)
	if err != nil {
		return err
	}
	return atomic.WriteFile(file, bytes.NewReader(content))
}

// publish writes the certificate alone, unless it is there already. Whatever else
// is there is no work of the user's. The folder is the user's alone, so others
// read the file only where it is handed to them, such as a container that it is
// mounted into: its mode lets them. The mode is looked at in any case, because a process
// that was killed may have written the file and not come to that.
func publish(file string, certificate *x509.Certificate) error {
	content := encodeCertificate(certificate)
	if there, err := os.ReadFile(file); err != nil || !bytes.Equal(there, content) {
		if err := atomic.WriteFile(file, bytes.NewReader(content)); err != nil {
			return err
		}
	}
	if info, err := os.Stat(file); err == nil && info.Mode().Perm() == publicMode {
		return nil
	}
	return os.Chmod(file, publicMode)
}

// private tells whether nobody but the owner can read or write the file. Windows
// has no mode bits; there a user's folder is private by itself.
func private(info fs.FileInfo) bool {
	return runtime.GOOS == "windows" || info.Mode().Perm()&0o077 == 0
}
