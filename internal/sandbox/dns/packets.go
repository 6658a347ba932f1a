package dns

import (
	"encoding/binary"
	"errors"
	"fmt"
	"net"

	miekg "github.com/miekg/dns"
)

const (
	headerSize = 12
	// maxPacket bounds an answer over UDP, whatever the question allows: what
	// does not fit is asked for again over TCP.
	maxPacket = 4096
	// maxFailures is how often in a row a read may fail. Some systems report by
	// the next read that an answer found nobody.
	maxFailures = 100
)

// answerPackets answers the questions that come over UDP, until the socket is
// closed. It answers one after the other: what comes faster than that waits in
// the buffer of the socket, or is lost there, and takes no memory of ours.
func answerPackets(packets net.PacketConn, zone *Zone) error {
	buffer := make([]byte, miekg.MaxMsgSize)
	for failures := 0; ; {
		length, from, err := packets.ReadFrom(buffer)
		if errors.Is(err, net.ErrClosed) {
			return nil
		}
		if err != nil {
			if failures++; failures > maxFailures {
				return fmt.Errorf("read a question: %w", err)
			}
			continue
		}
		failures = 0
		if reply := zone.reply(buffer[:length]); reply != nil {
			_, _ = packets.WriteTo(reply, from) // the client may have gone
		}
	}
}

// reply returns the answer to a packet, or nil for one that deserves none: an
// answer would be as much use to somebody else as to whoever sent it.
func (z *Zone) reply(packet []byte) []byte {
	if len(packet) < headerSize {
		return nil
	}
	rcode := miekg.RcodeFormatError
	switch miekg.DefaultMsgAcceptFunc(headerOf(packet)) {
	case miekg.MsgIgnore:
		return nil
	case miekg.MsgAccept:
		question := new(miekg.Msg)
		if question.Unpack(packet) == nil {
			return packed(z.answer(question, false))
		}
	case miekg.MsgRejectNotImplemented:
		rcode = miekg.RcodeNotImplemented
	case miekg.MsgReject:
	}
	refusal := new(miekg.Msg)
	refusal.Id = binary.BigEndian.Uint16(packet)
	refusal.Response, refusal.Rcode = true, rcode
	return packed(refusal)
}

// headerOf reads the fixed beginning of a message (RFC 1035, section 4.1.1).
func headerOf(packet []byte) miekg.Header {
	field := func(index int) uint16 { return binary.BigEndian.Uint16(packet[2*index:]) }
	return miekg.Header{
		Id: field(0), Bits: field(1), Qdcount: field(2), Ancount: field(3), Nscount: field(4), Arcount: field(5),
	}
}

// packed is a message on the wire, or nil for a name in the question that can
// be read but not written.
func packed(message *miekg.Msg) []byte {
	packet, err := message.Pack()
	if err != nil {
		return nil
	}
	return packet
}
