package dns

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strconv"
	"syscall"

	miekg "github.com/miekg/dns"
	"golang.org/x/net/netutil"
	"golang.org/x/sync/errgroup"
)

const (
	// listenTries is how often a free port is looked for that UDP and TCP both
	// have.
	listenTries = 10
	// negativeTTL is how long, in seconds, a resolver may remember that there is
	// no record.
	negativeTTL = 1
	// maxStreams are the connections over TCP at a time. One more waits until
	// another is closed, which an idle one is soon.
	maxStreams = 256
)

// Server answers for a zone on one port, over UDP and TCP.
type Server struct {
	zone    *Zone
	packets net.PacketConn
	streams net.Listener
	server  *miekg.Server // over TCP
}

// Listen opens a port of an IP address in both protocols; 0 means a free one.
// Questions wait there until [Server.Serve].
func Listen(ctx context.Context, address string, port int, zone *Zone) (*Server, error) {
	var s *Server
	var err error
	for range listenTries {
		s, err = listen(ctx, address, port)
		if err == nil || port != 0 || !errors.Is(err, syscall.EADDRINUSE) {
			break
		}
	}
	if err != nil {
		return nil, err
	}
	s.zone = zone
	s.server = &miekg.Server{
		Listener: netutil.LimitListener(s.streams, maxStreams),
		Handler: miekg.HandlerFunc(func(w miekg.ResponseWriter, question *miekg.Msg) {
			_ = w.WriteMsg(zone.answer(question, true)) // the client may have gone
		}),
	}
	return s, nil
}

func listen(ctx context.Context, address string, port int) (*Server, error) {
	var config net.ListenConfig
	packets, err := config.ListenPacket(ctx, "udp", net.JoinHostPort(address, strconv.Itoa(port)))
	if err != nil {
		return nil, fmt.Errorf("listen for questions: %w", err)
	}
	streams, err := config.Listen(ctx, "tcp", packets.LocalAddr().String())
	if err != nil {
		return nil, errors.Join(fmt.Errorf("listen for questions: %w", err), packets.Close())
	}
	return &Server{packets: packets, streams: streams}, nil
}

// Addr is the address of the server, such as 127.0.0.1:5353.
func (s *Server) Addr() string { return s.streams.Addr().String() }

// Serve answers until [Server.Close]. It returns the first error of its own.
func (s *Server) Serve() error {
	var serving errgroup.Group
	serving.Go(func() error { return answerPackets(s.packets, s.zone) })
	serving.Go(func() error {
		if err := s.server.ActivateAndServe(); err != nil && !errors.Is(err, net.ErrClosed) {
			return fmt.Errorf("answer questions: %w", err)
		}
		return nil
	})
	return serving.Wait()
}

// Close stops the server and waits for the questions that are being answered,
// until the context ends. A server that does not serve, or not yet, is closed
// all the same.
func (s *Server) Close(ctx context.Context) error {
	// It fails for a server that has not begun, which then finds its socket
	// closed.
	_ = s.server.ShutdownContext(ctx)
	var failures []error
	for _, err := range []error{s.packets.Close(), s.streams.Close()} {
		if !errors.Is(err, net.ErrClosed) {
			failures = append(failures, err)
		}
	}
	return errors.Join(failures...)
}

// answer makes the reply to a question. What does not exist is told apart from
// what has no record of the type, as the public DNS does: NXDOMAIN or an empty
// answer, each with the SOA record that limits how long it may be remembered.
func (z *Zone) answer(question *miekg.Msg, overTCP bool) *miekg.Msg {
	reply := new(miekg.Msg).SetReply(question)
	reply.Authoritative, reply.RecursionAvailable = true, true
	size := miekg.MinMsgSize
	if options := question.IsEdns0(); options != nil {
		size = max(size, min(maxPacket, int(options.UDPSize())))
		reply.SetEdns0(options.UDPSize(), false)
	}
	if overTCP {
		size = miekg.MaxMsgSize
	}
	if len(question.Question) != 1 || question.Question[0].Qclass != miekg.ClassINET {
		reply.Rcode = miekg.RcodeRefused
		return reply
	}
	asked := question.Question[0]
	answers, exists := z.resolve(miekg.CanonicalName(asked.Name), asked.Qtype)
	for _, rr := range answers {
		if rr.Header().Name == miekg.CanonicalName(asked.Name) {
			rr.Header().Name = asked.Name // in the letters of the question, which some resolvers check
		}
	}
	reply.Answer = answers
	if !exists {
		reply.Rcode = miekg.RcodeNameError
	}
	if !exists || len(answers) == 0 {
		reply.Ns = []miekg.RR{startOfAuthority()}
	}
	reply.Truncate(size)
	return reply
}

func startOfAuthority() miekg.RR {
	return &miekg.SOA{
		Hdr: miekg.RR_Header{Name: ".", Rrtype: miekg.TypeSOA, Class: miekg.ClassINET, Ttl: negativeTTL},
		Ns:  "dns.sandbox.invalid.", Mbox: "hostmaster.sandbox.invalid.",
		Serial: 1, Refresh: defaultTTL, Retry: defaultTTL, Expire: defaultTTL, Minttl: negativeTTL,
	}
}
