package authority_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/logtoctl/logtoctl/internal/sandbox/authority"
)

const year = 365 * 24 * time.Hour

func TestOpen_keeps(t *testing.T) {
	t.Parallel()
	state := filepath.Join(t.TempDir(), "state", "logtoctl")
	first := open(t, state, today)
	if want := filepath.Join(state, "sandbox", "ca.pem"); first.CertificateFile() != want {
		t.Errorf("the certificate is at %s, want %s", first.CertificateFile(), want)
	}
	if diff := cmp.Diff(names, first.Names()); diff != "" {
		t.Errorf("names (-want +got):\n%s", diff)
	}
	before, err := os.ReadFile(privateFile(state))
	if err != nil {
		t.Fatal(err)
	}
	trusted, firstPublished := roots(t, first), published(t, first)
	second := open(t, state, today.Add(3*year))
	after, err := os.ReadFile(privateFile(state))
	if err != nil || !bytes.Equal(before, after) {
		t.Errorf("it was written again: %v", err)
	}
	if !firstPublished.Equal(published(t, second)) {
		t.Error("programs have to trust another certificate")
	}
	if err := verify(trusted, shown(t, second.TLS()), names[0], today.Add(3*year)); err != nil {
		t.Errorf("who trusts the first does not take the second: %v", err)
	}
}

func TestOpen_modes(t *testing.T) {
	t.Parallel()
	skipWithoutModes(t)
	state := filepath.Join(t.TempDir(), "state")
	a := open(t, state, today)
	got := map[string]string{}
	for _, path := range []string{state, filepath.Dir(privateFile(state)), privateFile(state), a.CertificateFile()} {
		got[filepath.Base(path)] = mode(t, path).String()
	}
	want := map[string]string{"state": "-rwx------", "sandbox": "-rwx------", "authority.pem": "-rw-------", "ca.pem": "-rw-r--r--"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("modes (-want +got):\n%s", diff)
	}
	entries, err := os.ReadDir(filepath.Dir(privateFile(state)))
	if err != nil || len(entries) != 2 {
		t.Errorf("temporary files are left: %v %v", entries, err)
	}
}

// In its last year a certificate is made anew for the same key, so that those
// who trust the old one and those who trust the new one get on with either.
func TestOpen_renews(t *testing.T) {
	t.Parallel()
	skipWithoutModes(t)
	state := t.TempDir()
	now, later := today, today.Add(4*year+time.Hour)
	old, err := authority.Open(state, names, func() time.Time { return now })
	if err != nil {
		t.Fatal(err)
	}
	key, _ := kept(t, state)
	trustedOld := roots(t, old)
	now = later
	renewed := open(t, state, later)
	newKey, certificate := kept(t, state)
	switch {
	case !newKey.Equal(key):
		t.Error("the key is another one")
	case !certificate.NotAfter.After(later.Add(4 * year)):
		t.Errorf("it is valid until %v", certificate.NotAfter)
	case !published(t, renewed).Equal(certificate):
		t.Error("the published certificate is still the old one")
	case mode(t, privateFile(state)) != 0o600 || mode(t, renewed.CertificateFile()) != 0o644:
		t.Errorf("modes %v and %v", mode(t, privateFile(state)), mode(t, renewed.CertificateFile()))
	}
	if err := verify(trustedOld, shown(t, renewed.TLS()), names[0], later); err != nil {
		t.Errorf("who trusts the old one: %v", err)
	}
	if err := verify(roots(t, renewed), shown(t, old.TLS()), names[0], later); err != nil {
		t.Errorf("who trusts the new one: %v", err)
	}
}

// One of a version that knew fewer names, or from a clock that was ahead, does
// not do.
func TestOpen_renewsWhatDoesNotFit(t *testing.T) {
	t.Parallel()
	for name, moment := range map[string]time.Time{"fewer names": today, "made in the future": today.Add(year)} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			state := t.TempDir()
			if _, err := authority.Open(state, names[:1], at(moment)); err != nil {
				t.Fatal(err)
			}
			a := open(t, state, today)
			if err := verify(roots(t, a), shown(t, a.TLS()), names[1], today); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestOpen_publishesAgain(t *testing.T) {
	t.Parallel()
	state := t.TempDir()
	first := open(t, state, today)
	for _, spoil := range []func() error{
		func() error { return os.Remove(first.CertificateFile()) },
		func() error { return os.WriteFile(first.CertificateFile(), []byte("another"), 0o600) },
	} {
		if err := spoil(); err != nil {
			t.Fatal(err)
		}
		_, certificate := kept(t, state)
		if !published(t, open(t, state, today)).Equal(certificate) {
			t.Error("it is not what servers are signed with")
		}
	}
}

// A process that was killed may have left the file for its owner alone.
func TestOpen_publishesForOthers(t *testing.T) {
	t.Parallel()
	skipWithoutModes(t)
	state := t.TempDir()
	file := open(t, state, today).CertificateFile()
	if err := os.Chmod(file, 0o600); err != nil {
		t.Fatal(err)
	}
	open(t, state, today)
	if got := mode(t, file); got != 0o644 {
		t.Errorf("the mode is %v", got)
	}
}

// Sandboxes that start at the same time have one authority.
func TestOpen_concurrently(t *testing.T) {
	t.Parallel()
	state := filepath.Join(t.TempDir(), "state")
	opened := make([]*authority.Authority, 16)
	var opening sync.WaitGroup
	for i := range opened {
		opening.Go(func() {
			var err error
			if opened[i], err = authority.Open(state, names, at(today)); err != nil {
				t.Error(err)
			}
		})
	}
	opening.Wait()
	if t.Failed() {
		return
	}
	_, certificate := kept(t, state)
	for _, a := range opened {
		if err := verify(roots(t, a), shown(t, opened[0].TLS()), names[0], today); err != nil {
			t.Errorf("there are several: %v", err)
		}
		if !published(t, a).Equal(certificate) {
			t.Error("the published certificate is another one")
		}
	}
}

func TestOpen_unusable(t *testing.T) {
	t.Parallel()
	other := t.TempDir()
	open(t, other, today)
	foreign, err := os.ReadFile(privateFile(other))
	if err != nil {
		t.Fatal(err)
	}
	key, certificate, _ := bytes.Cut(foreign, []byte("-----BEGIN CERTIFICATE"))
	certificate = append([]byte("-----BEGIN CERTIFICATE"), certificate...)
	tests := map[string]struct {
		spoil func(own []byte) []byte
		why   string
	}{
		"empty":               {func([]byte) []byte { return nil }, "it does not begin with a private key"},
		"cut off in the key":  {func(own []byte) []byte { return own[:100] }, "it does not begin with a private key"},
		"cut off after it":    {func([]byte) []byte { return key }, "there is no certificate after its key"},
		"certificate first":   {func(own []byte) []byte { return append(certificate, own...) }, "it does not begin with a private key"},
		"of another key":      {func(own []byte) []byte { return append(bytes.Clone(own[:len(key)]), certificate...) }, "its certificate is not for its key"},
		"nonsense as key":     {func([]byte) []byte { return append(pemOf("PRIVATE KEY"), certificate...) }, "its key is broken or of another kind"},
		"nonsense as the CA":  {func([]byte) []byte { return append(bytes.Clone(key), pemOf("CERTIFICATE")...) }, "its certificate is broken or not that of an authority"},
		"far too long a file": {func(own []byte) []byte { return append(own, make([]byte, 1<<17)...) }, "it is not a file that the sandbox has made"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			state := t.TempDir()
			open(t, state, today)
			own, err := os.ReadFile(privateFile(state))
			if err != nil {
				t.Fatal(err)
			}
			spoilt := test.spoil(own)
			if err := os.WriteFile(privateFile(state), spoilt, 0o600); err != nil {
				t.Fatal(err)
			}
			_, err = authority.Open(state, names, at(today))
			unusable(t, err, state, test.why)
			if left, _ := os.ReadFile(privateFile(state)); !bytes.Equal(left, spoilt) {
				t.Error("the file was changed")
			}
		})
	}
}

func TestOpen_untrustedFile(t *testing.T) {
	t.Parallel()
	skipWithoutModes(t)
	state := t.TempDir()
	open(t, state, today)
	if err := os.Chmod(privateFile(state), 0o640); err != nil {
		t.Fatal(err)
	}
	_, err := authority.Open(state, names, at(today))
	unusable(t, err, state, "others than you can read it, and the key in it")

	if err := errors.Join(os.Remove(privateFile(state)), os.Mkdir(privateFile(state), 0o700)); err != nil {
		t.Fatal(err)
	}
	_, err = authority.Open(state, names, at(today))
	unusable(t, err, state, "it is not a file that the sandbox has made")
}

// unusable demands an error that says what is wrong with which file and how to
// get out of it, and nothing of what is in the file.
func unusable(t *testing.T, err error, state, why string) {
	t.Helper()
	failure, ok := errors.AsType[*authority.UnusableError](err)
	if !ok {
		t.Fatalf("the error is %v", err)
	}
	if want := "open the sandbox's certificate authority: " + privateFile(state) + " cannot be used: " + why; err.Error() != want {
		t.Errorf("the error is %q, want %q", err, want)
	}
	if want := "rm '" + privateFile(state) + "'"; !strings.Contains(failure.Hint(), want) {
		t.Errorf("the hint is %q, want %s in it", failure.Hint(), want)
	}
}

func TestOpen_impossible(t *testing.T) {
	t.Parallel()
	if _, err := authority.Open("", names, at(today)); err == nil || !strings.Contains(err.Error(), "set XDG_STATE_HOME") {
		t.Errorf("without a home: %v", err)
	}
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := authority.Open(file, names, at(today)); err == nil || !strings.HasPrefix(err.Error(), "open the sandbox's certificate authority: ") {
		t.Errorf("with a file in the way: %v", err)
	}
	state := t.TempDir()
	if err := os.MkdirAll(filepath.Join(state, "sandbox", "ca.pem", "full"), 0o700); err != nil {
		t.Fatal(err)
	}
	if _, err := authority.Open(state, names, at(today)); err == nil {
		t.Error("a folder of the certificate's name is no error")
	}
}

func pemOf(kind string) []byte {
	return []byte("-----BEGIN " + kind + "-----\nbm9uc2Vuc2U=\n-----END " + kind + "-----\n")
}

// Whatever is in the private file, opening it is safe, and what opens can sign.
func FuzzOpen(f *testing.F) {
	state := f.TempDir()
	if _, err := authority.Open(state, names, at(today)); err != nil {
		f.Fatal(err)
	}
	own, err := os.ReadFile(privateFile(state))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(own)
	f.Add(own[:len(own)/2])
	f.Add(append(pemOf("PRIVATE KEY"), pemOf("CERTIFICATE")...))
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, content []byte) {
		state := t.TempDir()
		if err := os.MkdirAll(filepath.Dir(privateFile(state)), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(privateFile(state), content, 0o600); err != nil {
			t.Fatal(err)
		}
		a, err := authority.Open(state, names, at(today))
		if err != nil {
			return
		}
		if err := verify(roots(t, a), shown(t, a.TLS()), names[0], today); err != nil {
			t.Errorf("it opened and is no good: %v", err)
		}
	})
}
