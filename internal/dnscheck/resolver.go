package dnscheck

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strconv"
	"strings"
	"time"

	"github.com/miekg/dns"
)

const (
	// resolvConf is where Unix systems keep the addresses of their DNS servers.
	resolvConf = "/etc/resolv.conf"
	// exchangeTimeout is how long one server may take for one answer.
	exchangeTimeout = 3 * time.Second
	// rounds is how often every server is asked: UDP loses packets.
	rounds = 2
	// udpSize is the largest answer that crosses the internet in one piece.
	udpSize = 1232

	resolverHint = "name a DNS server with --resolver HOST:PORT or LOGTOCTL_RESOLVER"
)

// Resolver asks DNS servers over UDP, and over TCP for what UDP cannot carry.
type Resolver struct {
	servers []string // host:port, asked one after the other
}

// NewResolver returns a resolver that asks the server at an address, a host
// with or without a port, or for "" the servers of the system. An address that
// cannot be one is an [*AddressError], a system without any a [*NoResolverError].
func NewResolver(address string) (*Resolver, error) {
	if address == "" {
		return systemResolver(resolvConf)
	}
	host, port, err := net.SplitHostPort(address)
	if err != nil { // the port is missing, or an IPv6 address has no brackets
		host, port = strings.Trim(address, "[]"), "53"
	}
	number, err := strconv.ParseUint(port, 10, 16)
	if err != nil || number == 0 || host == "" || strings.ContainsAny(host, "/ []@") || (strings.Contains(host, ":") && net.ParseIP(host) == nil) {
		return nil, &AddressError{Address: address, Reason: "it is not an address such as 8.8.8.8 or 127.0.0.1:5353"}
	}
	return &Resolver{servers: []string{net.JoinHostPort(host, port)}}, nil
}

func systemResolver(path string) (*Resolver, error) {
	config, err := dns.ClientConfigFromFile(path)
	if err != nil {
		return nil, &NoResolverError{Err: err}
	}
	if len(config.Servers) == 0 {
		return nil, &NoResolverError{Err: fmt.Errorf("there is no nameserver in %s", path)}
	}
	resolver := &Resolver{}
	for _, server := range config.Servers {
		resolver.servers = append(resolver.servers, net.JoinHostPort(server, config.Port))
	}
	return resolver, nil
}

// AddressError says why a text is not the address of a DNS server.
type AddressError struct {
	Address string
	Reason  string
}

// Error says what is wrong with which address.
func (e *AddressError) Error() string {
	return fmt.Sprintf("the DNS resolver %q cannot be used: %s", e.Address, e.Reason)
}

// Hint says how to name one.
func (e *AddressError) Hint() string { return resolverHint }

// NoResolverError says that the system has no DNS server of its own, as in some
// containers and on Windows, so that one has to be named.
type NoResolverError struct {
	// Err is why: no file that could be read, or nothing in it.
	Err error
}

// Error says why there is none.
func (e *NoResolverError) Error() string {
	return fmt.Sprintf("the system has no DNS server: %v", e.Err)
}

// Unwrap returns the cause.
func (e *NoResolverError) Unwrap() error { return e.Err }

// Hint says how to name one.
func (e *NoResolverError) Hint() string { return resolverHint }

// Lookup asks for the records of a name and type; see [Lookup] for the shape of
// the values. Aliases are followed by the server. An answer that could not be
// had is a [*LookupError].
func (r *Resolver) Lookup(ctx context.Context, name, recordType string) ([]string, error) {
	kind := dns.StringToType[recordType]
	if _, ok := dns.IsDomainName(name); !ok || kind == dns.TypeNone {
		return nil, &LookupError{Name: name, Type: recordType, Err: errors.New("this cannot be asked")}
	}
	question := new(dns.Msg).SetQuestion(dns.Fqdn(name), kind)
	question.SetEdns0(udpSize, false)
	failure := &LookupError{Name: name, Type: recordType}
	for range rounds {
		for _, server := range r.servers {
			answer, err := exchange(ctx, question, server)
			if err == nil {
				return values(answer, kind), nil
			}
			failure.Server, failure.Err = server, err
			if ctx.Err() != nil {
				failure.Err = ctx.Err()
				return nil, failure
			}
		}
	}
	return nil, failure
}

// exchange asks one server. That there is no such name is an answer too. A
// server from before EDNS takes the question for malformed (RFC 6891, section 7)
// and is asked again without it.
func exchange(ctx context.Context, question *dns.Msg, server string) (*dns.Msg, error) {
	answer, err := ask(ctx, question, server)
	if err == nil && answer.Rcode == dns.RcodeFormatError {
		plain := question.Copy()
		plain.Extra = nil
		answer, err = ask(ctx, plain, server)
	}
	switch {
	case err != nil:
		return nil, err
	case answer.Rcode != dns.RcodeSuccess && answer.Rcode != dns.RcodeNameError:
		return nil, fmt.Errorf("the server answers %s", dns.RcodeToString[answer.Rcode])
	}
	return answer, nil
}

// ask sends a question over UDP, and again over TCP if the answer is cut.
func ask(ctx context.Context, question *dns.Msg, server string) (*dns.Msg, error) {
	answer, err := send(ctx, question, server, "udp")
	if err == nil && answer.Truncated {
		answer, err = send(ctx, question, server, "tcp")
	}
	return answer, err
}

func send(ctx context.Context, question *dns.Msg, server, network string) (*dns.Msg, error) {
	client := dns.Client{Net: network, Timeout: exchangeTimeout}
	connection, err := client.DialContext(ctx, server)
	if err != nil {
		return nil, fmt.Errorf("connect: %w", err)
	}
	defer func() { _ = connection.Close() }()
	// The library heeds the deadline of a context, but not its end.
	stop := context.AfterFunc(ctx, func() { _ = connection.Close() })
	defer stop()
	answer, _, err := client.ExchangeWithConnContext(ctx, question, connection)
	return answer, err
}

// LookupError says that the DNS gave no answer for a name and type.
type LookupError struct {
	Name, Type string
	// Server is the last one that was asked.
	Server string
	Err    error
}

// Error says what was looked up where, and why it failed.
func (e *LookupError) Error() string {
	return fmt.Sprintf("look up %s %s at the DNS server %s: %v", e.Type, e.Name, e.Server, e.Err)
}

// Unwrap returns the cause.
func (e *LookupError) Unwrap() error { return e.Err }
