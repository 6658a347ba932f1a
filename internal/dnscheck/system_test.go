package dnscheck

import (
	"errors"
	"os"
	"path/filepath"
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
			if _, ok := errors.AsType[*AddressError](err); !ok {
				t.Errorf("%q: %v", content, err)
			}
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, resolver.servers); diff != "" {
			t.Errorf("%q: servers (-want +got):\n%s", content, diff)
		}
	}
	if _, err := systemResolver(filepath.Join(t.TempDir(), "none")); err == nil {
		t.Error("a system without resolv.conf has DNS servers")
	}
}
