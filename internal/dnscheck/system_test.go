package dnscheck

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestSystemResolver(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "resolv.conf")
	for content, want := range map[string][]string{
		"nameserver 10.0.0.1\nnameserver fe80::1\nsearch example\n": {"10.0.0.1:53", "[fe80::1]:53"},
		"search example\n": nil,
	} {
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		resolver, err := systemResolver(path)
		if want == nil {
			wantNoResolver(t, err, "no nameserver in "+path)
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, resolver.servers); diff != "" {
			t.Errorf("%q: servers (-want +got):\n%s", content, diff)
		}
	}
	_, err := systemResolver(filepath.Join(t.TempDir(), "none"))
	wantNoResolver(t, err, "none")
	if !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a system without resolv.conf: %v", err)
	}
}

func wantNoResolver(t *testing.T, err error, reason string) {
	t.Helper()
	failure, ok := errors.AsType[*NoResolverError](err)
	if !ok || !strings.Contains(err.Error(), reason) || !strings.Contains(failure.Hint(), "--resolver") {
		t.Errorf("error is %v, want one about %s", err, reason)
	}
}
