package dns_test

import (
	"context"
	"errors"
	"net"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	miekg "github.com/miekg/dns"

	"github.com/logtoctl/logtoctl/internal/sandbox/dns"
)

// serve starts a server for the test.
func serve(t *testing.T, records ...dns.Record) *dns.Server {
	t.Helper()
	var zone dns.Zone
	if err := zone.Replace(records...); err != nil {
		t.Fatal(err)
	}
	server, err := dns.Listen(t.Context(), "127.0.0.1", 0, &zone)
	if err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- server.Serve() }()
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second) // the test's own has ended
		defer cancel()
		if err := errors.Join(server.Close(ctx), <-ended); err != nil {
			t.Error(err)
		}
	})
	return server
}

func ask(t *testing.T, server *dns.Server, network string, question *miekg.Msg) *miekg.Msg {
	t.Helper()
	client := miekg.Client{Net: network, Timeout: 5 * time.Second}
	answer, _, err := client.ExchangeContext(t.Context(), question, server.Addr())
	if err != nil {
		t.Fatal(err)
	}
	return answer
}

func TestServer(t *testing.T) {
	t.Parallel()
	server := serve(t,
		dns.Record{Name: "mail.example.com", Type: "TXT", Value: "v=spf1 -all", TTL: 600},
		dns.Record{Name: "mail.example.com", Type: "TXT", Value: "other"},
		dns.Record{Name: "mail.example.com", Type: "MX", Value: "mx.example.net", Priority: 5},
		dns.Record{Name: "trace.example.com", Type: "CNAME", Value: "mail.example.com"},
		dns.Record{Name: "lost.example.com", Type: "CNAME", Value: "gone.example.net"},
	)
	for _, test := range []struct {
		name  string
		asked string
		qtype uint16
		rcode int
		want  []string
	}{
		{"several records", "mail.example.com.", miekg.TypeTXT, miekg.RcodeSuccess, []string{
			"mail.example.com.\t600\tIN\tTXT\t\"v=spf1 -all\"", "mail.example.com.\t60\tIN\tTXT\t\"other\"",
		}},
		{"letters of the question", "MAIL.example.com.", miekg.TypeMX, miekg.RcodeSuccess, []string{"MAIL.example.com.\t60\tIN\tMX\t5 mx.example.net."}},
		{"alias", "trace.example.com.", miekg.TypeMX, miekg.RcodeSuccess, []string{
			"trace.example.com.\t60\tIN\tCNAME\tmail.example.com.", "mail.example.com.\t60\tIN\tMX\t5 mx.example.net.",
		}},
		{"the alias itself", "trace.example.com.", miekg.TypeCNAME, miekg.RcodeSuccess, []string{"trace.example.com.\t60\tIN\tCNAME\tmail.example.com."}},
		{"everything", "trace.example.com.", miekg.TypeANY, miekg.RcodeSuccess, []string{"trace.example.com.\t60\tIN\tCNAME\tmail.example.com."}},
		{"alias to nowhere", "lost.example.com.", miekg.TypeA, miekg.RcodeNameError, []string{"lost.example.com.\t60\tIN\tCNAME\tgone.example.net."}},
		{"no record of the type", "mail.example.com.", miekg.TypeA, miekg.RcodeSuccess, nil},
		{"a name above others", "example.com.", miekg.TypeTXT, miekg.RcodeSuccess, nil},
		{"no such name", "other.example.com.", miekg.TypeTXT, miekg.RcodeNameError, nil},
		{"a name that only ends the same", "il.example.com.", miekg.TypeTXT, miekg.RcodeNameError, nil},
	} {
		for _, network := range []string{"udp", "tcp"} {
			t.Run(test.name+" over "+network, func(t *testing.T) {
				t.Parallel()
				answer := ask(t, server, network, new(miekg.Msg).SetQuestion(test.asked, test.qtype))
				var got []string
				for _, rr := range answer.Answer {
					got = append(got, rr.String())
				}
				if diff := cmp.Diff(test.want, got); diff != "" || answer.Rcode != test.rcode {
					t.Errorf("rcode %d, answer (-want +got):\n%s", answer.Rcode, diff)
				}
				if !answer.Authoritative || !answer.RecursionAvailable {
					t.Errorf("header %v", answer.MsgHdr)
				}
				negative := test.want == nil || test.rcode != miekg.RcodeSuccess
				if hasSOA := len(answer.Ns) == 1 && answer.Ns[0].Header().Rrtype == miekg.TypeSOA; hasSOA != negative {
					t.Errorf("authority %v", answer.Ns)
				}
			})
		}
	}
}

// TestServer_resolver asks with the resolver of the standard library.
func TestServer_resolver(t *testing.T) {
	t.Parallel()
	key := "v=DKIM1; k=rsa; p=" + strings.Repeat("0123456789abcdef", 60)
	server := serve(t,
		dns.Record{Name: "key.example.com", Type: "TXT", Value: key},
		dns.Record{Name: "key.example.com", Type: "TXT", Value: `a\b "c"`},
	)
	resolver := net.Resolver{PreferGo: true, Dial: func(ctx context.Context, network, _ string) (net.Conn, error) {
		var dialer net.Dialer
		return dialer.DialContext(ctx, network, server.Addr())
	}}
	got, err := resolver.LookupTXT(t.Context(), "key.example.com.")
	if diff := cmp.Diff([]string{key, `a\b "c"`}, got); err != nil || diff != "" {
		t.Errorf("error %v, texts (-want +got):\n%s", err, diff)
	}
	_, err = resolver.LookupMX(t.Context(), "none.example.com.")
	if missing, ok := errors.AsType[*net.DNSError](err); !ok || !missing.IsNotFound {
		t.Errorf("no such name: %v", err)
	}
}

// TestServer_truncated holds that an answer which is too long for UDP says so,
// and arrives over TCP or with a larger buffer.
func TestServer_truncated(t *testing.T) {
	t.Parallel()
	server := serve(t, dns.Record{Name: "key.example.com", Type: "TXT", Value: strings.Repeat("x", 1000)})
	question := func() *miekg.Msg { return new(miekg.Msg).SetQuestion("key.example.com.", miekg.TypeTXT) }
	if answer := ask(t, server, "udp", question()); !answer.Truncated {
		t.Error("not truncated over UDP")
	}
	if answer := ask(t, server, "tcp", question()); answer.Truncated || len(answer.Answer) != 1 {
		t.Errorf("over TCP: %v", answer)
	}
	if answer := ask(t, server, "udp", question().SetEdns0(1232, false)); answer.Truncated || len(answer.Answer) != 1 || answer.IsEdns0() == nil {
		t.Errorf("with EDNS: %v", answer)
	}
}

func TestServer_refused(t *testing.T) {
	t.Parallel()
	server := serve(t, dns.Record{Name: "example.com", Type: "TXT", Value: "x"})
	question := new(miekg.Msg).SetQuestion("example.com.", miekg.TypeTXT)
	question.Question[0].Qclass = miekg.ClassCHAOS
	if answer := ask(t, server, "udp", question); answer.Rcode != miekg.RcodeRefused {
		t.Errorf("another class: %v", answer)
	}
}

func TestListen(t *testing.T) {
	t.Parallel()
	first, err := dns.Listen(t.Context(), "127.0.0.1", 0, &dns.Zone{})
	if err != nil {
		t.Fatal(err)
	}
	_, text, _ := net.SplitHostPort(first.Addr())
	port, err := strconv.Atoi(text)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := dns.Listen(t.Context(), "127.0.0.1", port, &dns.Zone{}); !errors.Is(err, syscall.EADDRINUSE) {
		t.Errorf("a port in use: %v", err)
	}
	if err := errors.Join(first.Close(t.Context()), first.Close(t.Context()), first.Serve()); err != nil {
		t.Errorf("closed before it served: %v", err)
	}
	second, err := dns.Listen(t.Context(), "127.0.0.1", port, &dns.Zone{})
	if err != nil {
		t.Fatal(err)
	}
	if err := second.Close(t.Context()); err != nil {
		t.Error(err)
	}
}

// TestServer_flood sends packets faster than they can be answered, most of them
// no questions at all. The server has one goroutine for all of them, and answers
// a question afterwards.
func TestServer_flood(t *testing.T) { //nolint:paralleltest // counts goroutines of the process
	server := serve(t, dns.Record{Name: "example.com", Type: "TXT", Value: "x"})
	flood, err := new(net.Dialer).DialContext(t.Context(), "udp", server.Addr())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = flood.Close() }()
	question, err := new(miekg.Msg).SetQuestion("example.com.", miekg.TypeTXT).Pack()
	if err != nil {
		t.Fatal(err)
	}
	before, most := runtime.NumGoroutine(), 0
	for i := range 20_000 {
		packet := question
		if i%3 > 0 {
			packet = []byte(strings.Repeat("x", i%600))
		}
		if _, err := flood.Write(packet); err != nil {
			t.Fatal(err)
		}
		most = max(most, runtime.NumGoroutine())
	}
	if most > before+5 {
		t.Errorf("%d goroutines, and %d before", most, before)
	}
	if answer := ask(t, server, "tcp", new(miekg.Msg).SetQuestion("example.com.", miekg.TypeTXT)); len(answer.Answer) != 1 {
		t.Errorf("afterwards: %v", answer)
	}
}

// TestServer_streams sends what is no question over TCP, in more connections
// than the server takes at a time.
func TestServer_streams(t *testing.T) {
	t.Parallel()
	server := serve(t, dns.Record{Name: "example.com", Type: "TXT", Value: "x"})
	for i := range 300 {
		connection, err := new(net.Dialer).DialContext(t.Context(), "tcp", server.Addr())
		if err != nil {
			t.Fatal(err)
		}
		_, _ = connection.Write([]byte(strings.Repeat("x", i)))
		if err := connection.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if answer := ask(t, server, "tcp", new(miekg.Msg).SetQuestion("example.com.", miekg.TypeTXT)); len(answer.Answer) != 1 {
		t.Errorf("afterwards: %v", answer)
	}
}
