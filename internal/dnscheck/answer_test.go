package dnscheck

import (
	"testing"

	"github.com/miekg/dns"
)

// Whatever a TXT record holds comes out as it went in.
func FuzzValues(f *testing.F) {
	f.Add([]byte(`a\b"c`))
	f.Add([]byte("\x00\xff\\065 ü"))
	f.Fuzz(func(t *testing.T, text []byte) {
		if len(text) == 0 || len(text) > 255 {
			t.Skip()
		}
		wire := append([]byte{byte(len(text))}, text...)
		unpacked, _, err := dns.UnpackRRWithHeader(dns.RR_Header{Name: "a.example.", Rrtype: dns.TypeTXT, Class: dns.ClassINET, Rdlength: uint16(len(wire))}, wire, 0)
		if err != nil {
			t.Fatal(err)
		}
		if got := values(&dns.Msg{Answer: []dns.RR{unpacked}}, dns.TypeTXT); len(got) != 1 || got[0] != string(text) {
			t.Errorf("%q came out as %q", text, got)
		}
	})
}
