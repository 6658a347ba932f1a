package dnscheck_test

import (
	"context"
	"errors"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/miekg/dns"

	"github.com/logtoctl/logtoctl/internal/dnscheck"
)

// serve starts a DNS server on loopback, UDP and TCP, and returns its address.
func serve(t *testing.T, handler dns.HandlerFunc) string {
	t.Helper()
	listener, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	packets, err := (&net.ListenConfig{}).ListenPacket(t.Context(), "udp", listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	for _, server := range []*dns.Server{{Listener: listener, Handler: handler}, {PacketConn: packets, Handler: handler}} {
		ready := make(chan struct{})
		server.NotifyStartedFunc = func() { close(ready) }
		go func() { _ = server.ActivateAndServe() }()
		<-ready
		t.Cleanup(func() { _ = server.Shutdown() })
	}
	return listener.Addr().String()
}

// answers replies with resource records in the notation of zone files.
func answers(t *testing.T, rcode int, lines ...string) dns.HandlerFunc {
	t.Helper()
	var records []dns.RR
	for _, line := range lines {
		record, err := dns.NewRR(line)
		if err != nil {
			t.Fatal(err)
		}
		records = append(records, record)
	}
	return func(w dns.ResponseWriter, question *dns.Msg) {
		reply := new(dns.Msg).SetRcode(question, rcode)
		reply.Answer = records
		if w.RemoteAddr().Network() == "udp" {
			reply.Truncate(512)
		}
		_ = w.WriteMsg(reply)
	}
}

func lookup(t *testing.T, address, name, recordType string) ([]string, error) {
	t.Helper()
	resolver, err := dnscheck.NewResolver(address)
	if err != nil {
		t.Fatal(err)
	}
	return resolver.Lookup(t.Context(), name, recordType)
}

func TestResolver_Lookup(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("x", 250)
	tests := map[string]struct {
		recordType string
		rcode      int
		lines      []string
		want       []string
	}{
		"a text in pieces":       {"TXT", dns.RcodeSuccess, []string{`a.example. TXT "one; " "two"`, `a.example. TXT "three"`}, []string{"one; two", "three"}},
		"escaped":                {"TXT", dns.RcodeSuccess, []string{`a.example. TXT "a\"b\\c\195\188\0"`}, []string{"a\"b\\cü0"}},
		"behind an alias":        {"TXT", dns.RcodeSuccess, []string{"a.example. CNAME b.example.", `b.example. TXT "x"`}, []string{"x"}},
		"MX":                     {"MX", dns.RcodeSuccess, []string{"a.example. MX 5 mx.example."}, []string{"5 mx.example"}},
		"CNAME":                  {"CNAME", dns.RcodeSuccess, []string{"a.example. CNAME b.example."}, []string{"b.example"}},
		"no such record":         {"TXT", dns.RcodeSuccess, nil, nil},
		"no such name":           {"TXT", dns.RcodeNameError, nil, nil},
		"too much for one piece": {"TXT", dns.RcodeSuccess, []string{`a.example. TXT "` + long + `" "` + long + `" "` + long + `"`}, []string{long + long + long}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := lookup(t, serve(t, answers(t, test.rcode, test.lines...)), "a.example", test.recordType)
			if diff := cmp.Diff(test.want, got); diff != "" || err != nil {
				t.Errorf("%v, values (-want +got):\n%s", err, diff)
			}
		})
	}
}

// A server from before EDNS answers FORMERR to it, with nothing but a header.
func TestResolver_Lookup_withoutEDNS(t *testing.T) {
	t.Parallel()
	old := answers(t, dns.RcodeSuccess, `a.example. TXT "x"`)
	address := serve(t, func(w dns.ResponseWriter, question *dns.Msg) {
		if question.IsEdns0() == nil {
			old(w, question)
			return
		}
		_ = w.WriteMsg(&dns.Msg{MsgHdr: dns.MsgHdr{Id: question.Id, Response: true, Rcode: dns.RcodeFormatError}})
	})
	got, err := lookup(t, address, "a.example", "TXT")
	if diff := cmp.Diff([]string{"x"}, got); diff != "" || err != nil {
		t.Errorf("%v, values (-want +got):\n%s", err, diff)
	}
}

func TestResolver_Lookup_failures(t *testing.T) {
	t.Parallel()
	address := serve(t, answers(t, dns.RcodeServerFailure))
	malformed := serve(t, answers(t, dns.RcodeFormatError))
	closed, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_ = closed.Close()
	for name, test := range map[string]struct{ address, name, recordType, want string }{
		"refused by the server": {address, "a.example", "TXT", "SERVFAIL"},
		"malformed in any form": {malformed, "a.example", "TXT", "FORMERR"},
		"nobody there":          {closed.Addr().String(), "a.example", "TXT", "refused"},
		"no type":               {address, "a.example", "SPF2", "cannot be asked"},
		"no name":               {address, strings.Repeat("a", 64) + ".example", "TXT", "cannot be asked"},
	} {
		_, err := lookup(t, test.address, test.name, test.recordType)
		failure, ok := errors.AsType[*dnscheck.LookupError](err)
		if !ok || !strings.Contains(err.Error(), test.want) || failure.Name != test.name || errors.Unwrap(err) == nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// A server that says nothing must not keep Ctrl-C waiting.
func TestResolver_Lookup_interrupted(t *testing.T) {
	t.Parallel()
	asked := make(chan struct{}, 8)
	address := serve(t, func(dns.ResponseWriter, *dns.Msg) { asked <- struct{}{} })
	ctx, cancel := context.WithCancel(t.Context())
	go func() {
		<-asked
		cancel()
	}()
	resolver, err := dnscheck.NewResolver(address)
	if err != nil {
		t.Fatal(err)
	}
	begin := time.Now()
	if _, err := resolver.Lookup(ctx, "a.example", "TXT"); !errors.Is(err, context.Canceled) {
		t.Errorf("error is %v", err)
	}
	if waited := time.Since(begin); waited > 2*time.Second {
		t.Errorf("it took %s to give up", waited)
	}
}

func TestNewResolver(t *testing.T) {
	t.Parallel()
	for _, address := range []string{"8.8.8.8", "dns.example:53", "::1", "[::1]:5353", "127.0.0.1:5353"} {
		if _, err := dnscheck.NewResolver(address); err != nil {
			t.Errorf("%s: %v", address, err)
		}
	}
	for _, address := range []string{":53", "http://8.8.8.8", "8.8.8.8:0", "8.8.8.8:dns", "a b", "1:2:3", "8.8.8.8:70000"} {
		_, err := dnscheck.NewResolver(address)
		failure, ok := errors.AsType[*dnscheck.AddressError](err)
		if !ok || !strings.Contains(err.Error(), address) || !strings.Contains(failure.Hint(), "--resolver") {
			t.Errorf("%s: %v", address, err)
		}
	}
}
