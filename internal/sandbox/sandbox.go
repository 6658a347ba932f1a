package sandbox

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/logtoctl/logtoctl/internal/sandbox/authority"
	"github.com/logtoctl/logtoctl/internal/sandbox/directmail"
	"github.com/logtoctl/logtoctl/internal/sandbox/dns"
	"github.com/logtoctl/logtoctl/internal/sandbox/fault"
	"github.com/logtoctl/logtoctl/internal/sandbox/inbox"
	"github.com/logtoctl/logtoctl/internal/sandbox/logto"
)

// The names of the services in faults and in the log of requests.
const (
	ServiceLogto      = "logto"
	ServiceDirectMail = "direct-mail"
)

// mailTimeout is how long the Logto waits for the Direct Mail.
const mailTimeout = 30 * time.Second

// Options say where a sandbox listens and what its world is like. The zero
// value is a fresh one on free ports.
type Options struct {
	// Host is the name in the URLs of Logto and inbox: "localhost" (the
	// default), "127.0.0.1" or "::1". Others are refused, because the sandbox
	// gives out its secrets to whoever can reach it.
	Host string
	// LogtoPort, DirectMailPort and InboxPort are TCP ports; 0 means a free one.
	LogtoPort, DirectMailPort, InboxPort int
	// Authority, if there is one, lets Direct Mail answer over https as well, as
	// the hosts of its regions.
	Authority *authority.Authority
	// TLSPort is the TCP port for that; 0 means a free one.
	TLSPort int
	// DNSPort is the port of the DNS, over UDP and TCP; 0 means a free one.
	DNSPort int
	// DeliveryDelay is how long after a mail was accepted its outcome becomes
	// known; 0 means a second.
	DeliveryDelay time.Duration
	// NoProxy is the caller's own NO_PROXY, which [Sandbox.Environ] extends.
	NoProxy string
	// Now is the clock of all services; nil means [time.Now].
	Now func() time.Time
	// Logger gets what the services log; nil discards it.
	Logger *slog.Logger
	// Faults are the faults to begin with; nil means none. They can be changed
	// at any time, here and over the JSON API of the inbox.
	Faults *fault.Injector
}

// Sandbox is a running sandbox. Stop it with [Sandbox.Close].
type Sandbox struct {
	// Inbox holds the mails that were accepted.
	Inbox *inbox.Store
	// Faults holds the faults in force.
	Faults *fault.Injector
	// Requests is the log of the requests to Logto and Direct Mail.
	Requests *RequestLog
	// DNS holds the records that the DNS answers with and Direct Mail looks for.
	DNS *dns.Zone

	noProxy    string
	authority  *authority.Authority
	now        func() time.Time
	logto      *logto.Server
	directMail *directmail.Server
	listeners  listeners
	servers    []*http.Server
	client     *http.Client
	endStreams context.CancelFunc
	serving    errgroup.Group
	failed     chan error
}

// Start listens, serves and returns. The context bounds the start only. A port
// that is in use, or a host that is not loopback, is an error.
func Start(ctx context.Context, options Options) (*Sandbox, error) {
	options = options.withDefaults()
	s := &Sandbox{
		Inbox:     inbox.NewStore(options.Now),
		Faults:    options.Faults,
		Requests:  &RequestLog{},
		DNS:       &dns.Zone{},
		noProxy:   options.NoProxy,
		authority: options.Authority,
		now:       options.Now,
		client:    &http.Client{Transport: &http.Transport{}, Timeout: mailTimeout}, // no proxy in between
		failed:    make(chan error, 1),
	}
	var err error
	if s.listeners, err = listen(ctx, options, s.DNS); err != nil {
		return nil, fmt.Errorf("start sandbox: %w", err)
	}
	if err := s.compose(options); err != nil {
		return nil, errors.Join(fmt.Errorf("start sandbox: %w", err), s.listeners.close(ctx))
	}
	s.serve(context.WithoutCancel(ctx), options.Logger)
	return s, nil
}

func (o Options) withDefaults() Options {
	if o.Host == "" {
		o.Host = "localhost"
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	if o.Faults == nil {
		o.Faults = &fault.Injector{}
	}
	return o
}

// compose makes the services that answer behind the listeners.
func (s *Sandbox) compose(o Options) error {
	s.directMail = directmail.New(directmail.Options{
		Deliver:       s.Inbox.Add,
		Lookup:        s.DNS.Lookup,
		DeliveryDelay: o.DeliveryDelay,
		Now:           s.Faults.Clock(ServiceDirectMail, o.Now),
		Logger:        o.Logger,
	})
	for _, record := range s.directMail.DNSRecords() {
		if err := s.DNS.Add(dns.Record{Name: record.Name, Type: record.Type, Value: record.Value, Priority: mxPriority(record.Type)}); err != nil {
			return fmt.Errorf("set the records of a verified domain: %w", err)
		}
	}
	var err error
	s.logto, err = logto.New(logto.Options{
		Endpoint:   s.LogtoURL(),
		InboxURL:   s.InboxURL(),
		DirectMail: func(string) string { return s.DirectMailURL() }, // the region is in the request
		HTTPClient: s.client,
		Now:        s.Faults.Clock(ServiceLogto, o.Now),
		Logger:     o.Logger,
	})
	return err
}

// mxPriority is one that Aliyun's guide shows; its API names none.
func mxPriority(recordType string) uint16 {
	if recordType == "MX" {
		return 10
	}
	return 0
}

// LogtoURL is the endpoint of the Logto and the issuer of its tokens.
func (s *Sandbox) LogtoURL() string { return s.listeners.logto.url }

// DirectMailURL is the endpoint of the Direct Mail RPC API. A request is for
// cn-hangzhou unless its header Host is that of another region's public
// endpoint, or it has the parameter RegionId.
func (s *Sandbox) DirectMailURL() string { return s.listeners.directMail.url }

// DirectMailTLSURL is the endpoint of the same API over https, or "" without an
// authority. Its certificate is good for the hosts of all regions, so a program
// that reaches them here cannot tell it from the real ones.
func (s *Sandbox) DirectMailTLSURL() string { return s.listeners.directMailTLS.url }

// Resolver is the address of the DNS, such as 127.0.0.1:5353.
func (s *Sandbox) Resolver() string { return s.listeners.dns.Addr() }

// InboxURL is the page of the inbox; its JSON API is below /api/.
func (s *Sandbox) InboxURL() string { return s.listeners.inbox.url }

// Wait returns nil when the context ends, and the error of a service that has
// stopped by itself before that.
func (s *Sandbox) Wait(ctx context.Context) error {
	select {
	case <-ctx.Done():
		return nil
	case err := <-s.failed:
		return err
	}
}
