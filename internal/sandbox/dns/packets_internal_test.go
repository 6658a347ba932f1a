package dns

import (
	"encoding/binary"
	"errors"
	"net"
	"strings"
	"testing"

	miekg "github.com/miekg/dns"
)

func exampleZone(tb testing.TB) *Zone {
	tb.Helper()
	zone := &Zone{}
	if err := zone.Replace(
		Record{Name: "example.com", Type: "TXT", Value: "v=spf1 -all"},
		Record{Name: "www.example.com", Type: "CNAME", Value: "example.com"},
		Record{Name: "long.example.com", Type: "TXT", Value: strings.Repeat("x", maxText)},
	); err != nil {
		tb.Fatal(err)
	}
	return zone
}

func TestReply_refusals(t *testing.T) {
	t.Parallel()
	question := packed(new(miekg.Msg).SetQuestion("example.com.", miekg.TypeTXT))
	answer := new(miekg.Msg).SetQuestion("example.com.", miekg.TypeTXT)
	answer.Response = true
	update := new(miekg.Msg).SetUpdate("example.com.")
	two := new(miekg.Msg).SetQuestion("example.com.", miekg.TypeTXT)
	two.Question = append(two.Question, two.Question[0])
	for name, test := range map[string]struct {
		packet []byte
		rcode  int // -1 for no reply
	}{
		"nothing":             {nil, -1},
		"half a header":       {question[:headerSize-1], -1},
		"an answer":           {packed(answer), -1},
		"half a question":     {question[:len(question)-3], miekg.RcodeFormatError},
		"an update":           {packed(update), miekg.RcodeNotImplemented},
		"two questions":       {packed(two), miekg.RcodeFormatError},
		"a name without end":  {append(question[:headerSize:headerSize], 0xc0, headerSize, 0, 1, 0, 1), miekg.RcodeFormatError},
		"a good question":     {question, miekg.RcodeSuccess},
		"a good one and more": {append(question[:len(question):len(question)], 1, 2, 3), miekg.RcodeSuccess},
	} {
		reply := exampleZone(t).reply(test.packet)
		if test.rcode < 0 {
			if reply != nil {
				t.Errorf("%s: got a reply", name)
			}
			continue
		}
		message := new(miekg.Msg)
		if err := message.Unpack(reply); err != nil || message.Rcode != test.rcode || !message.Response ||
			message.Id != binary.BigEndian.Uint16(test.packet) {
			t.Errorf("%s: %v, %v", name, message, err)
		}
	}
}

// TestReply_bounded: a question cannot ask for an answer that UDP has no room for.
func TestReply_bounded(t *testing.T) {
	t.Parallel()
	question := new(miekg.Msg).SetQuestion("long.example.com.", miekg.TypeTXT)
	question.SetEdns0(miekg.MaxMsgSize-1, false)
	reply, message := exampleZone(t).reply(packed(question)), new(miekg.Msg)
	if err := message.Unpack(reply); err != nil || len(reply) > maxPacket || !message.Truncated {
		t.Errorf("%d bytes, %v, %v", len(reply), message, err)
	}
}

// broken is a socket that cannot be read.
type broken struct {
	net.PacketConn
	err error
}

func (b broken) ReadFrom([]byte) (int, net.Addr, error) { return 0, nil, b.err }

func TestAnswerPackets_broken(t *testing.T) {
	t.Parallel()
	lost := errors.New("the socket is gone")
	if err := answerPackets(broken{err: lost}, &Zone{}); !errors.Is(err, lost) {
		t.Errorf("a broken socket: %v", err)
	}
	if err := answerPackets(broken{err: net.ErrClosed}, &Zone{}); err != nil {
		t.Errorf("a closed socket: %v", err)
	}
}

// FuzzReply holds that whatever comes in, what goes out is one answer to it
// that can be read, or nothing.
func FuzzReply(f *testing.F) {
	for _, name := range []string{"example.com.", "www.example.com.", "long.example.com.", "none.", "."} {
		question := new(miekg.Msg).SetQuestion(name, miekg.TypeTXT)
		f.Add(packed(question))
		f.Add(packed(question.SetEdns0(miekg.MaxMsgSize-1, true)))
	}
	f.Add(packed(new(miekg.Msg).SetUpdate("example.com.")))
	f.Add(packed(new(miekg.Msg).SetNotify("example.com.")))
	f.Add(packed(new(miekg.Msg).SetAxfr("example.com.")))
	f.Add([]byte("\x00\x01\x00\x00\x00\x01\x00\x00\x00\x00\x00\x00\xc0\x0c\x00\x10\x00\x01"))
	zone := exampleZone(f)
	f.Fuzz(func(t *testing.T, packet []byte) {
		reply := zone.reply(packet)
		if reply == nil {
			return
		}
		if len(reply) > maxPacket {
			t.Fatalf("%d bytes", len(reply))
		}
		message := new(miekg.Msg)
		if err := message.Unpack(reply); err != nil {
			t.Fatalf("cannot be read: %v", err)
		}
		if !message.Response || message.Id != binary.BigEndian.Uint16(packet) || packet[2]&0x80 != 0 {
			t.Fatalf("no answer to the question: %v", message)
		}
	})
}
