package cli

import (
	"errors"
	"testing"

	"github.com/logtoctl/logtoctl/internal/dnscheck"
)

// A system without a DNS server is for the doctor to find out, which cannot be
// staged from outside; a server that cannot be one is wrong usage.
func TestLookupOf(t *testing.T) {
	t.Parallel()
	none := &dnscheck.NoResolverError{Err: errors.New("the system names none")}
	lookup, err := lookupOf(nil, Usage(none))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := lookup(t.Context(), "mail.example.com", "TXT"); !errors.Is(err, none) {
		t.Errorf("a look-up fails with %v, want %v", err, none)
	}
	_, wrong := dnscheck.NewResolver("udp://x")
	if _, err := lookupOf(nil, wrong); !errors.Is(err, wrong) {
		t.Errorf("error is %v, want %v", err, wrong)
	}
	resolver, err := dnscheck.NewResolver("127.0.0.1:53")
	if lookup, err := lookupOf(resolver, err); lookup == nil || err != nil {
		t.Errorf("error is %v", err)
	}
}
