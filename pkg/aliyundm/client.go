package aliyundm

import (
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"time"
)

const (
	// defaultTimeout is the deadline of each attempt.
	defaultTimeout = 30 * time.Second
	// connectTimeout bounds the dialling and the TLS handshake of an attempt,
	// so that an endpoint which swallows packets is noticed sooner.
	connectTimeout = 10 * time.Second
)

// Client talks to one endpoint of Direct Mail. It is made by [New] and may be
// used from several goroutines at once.
type Client struct {
	endpoint    endpoint
	host        string // the Host header, which is signed
	credentials CredentialsProvider
	http        *http.Client
	logger      *slog.Logger
	timeout     time.Duration
	readOnly    bool
}

// New returns a client. Without options it talks to cn-hangzhou, allows each
// attempt 30 seconds, logs nothing, and has no credentials, so that each
// operation fails with [ErrNoCredentials]. An option that makes no sense is an
// error here: [*UnknownRegionError], [*InvalidEndpointError],
// [*NoCredentialsError], or a plain one for a value that must not be nil or
// negative.
func New(options ...Option) (*Client, error) {
	s := settings{
		region: defaultRegion,
		client: &Client{
			credentials: CredentialsFunc(noCredentials),
			http:        &http.Client{Transport: newTransport()},
			logger:      slog.New(slog.DiscardHandler),
			timeout:     defaultTimeout,
		},
	}
	for _, option := range options {
		if err := option(&s); err != nil {
			return nil, fmt.Errorf("make a direct mail client: %w", err)
		}
	}
	if err := s.locate(); err != nil {
		return nil, fmt.Errorf("make a direct mail client: %w", err)
	}
	// A redirected POST would take the signature, and maybe a security token,
	// to a host that nobody named.
	s.client.http.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return s.client, nil
}

// Endpoint returns where requests go, such as "https://dm.aliyuncs.com".
func (c *Client) Endpoint() string { return c.endpoint.scheme + "://" + c.endpoint.host }

// locate settles where requests go and which host they name.
func (s *settings) locate() error {
	if s.client.endpoint != (endpoint{}) && !s.regionHost {
		s.client.host = s.client.endpoint.host
		return nil
	}
	region, ok := RegionByID(s.region)
	if !ok {
		return &UnknownRegionError{ID: s.region}
	}
	s.client.host = region.Endpoint
	if s.client.endpoint == (endpoint{}) {
		s.client.endpoint = endpoint{scheme: "https", host: region.Endpoint}
	}
	return nil
}

// newTransport is ours because the SDK's own sends loopback requests through
// HTTP_PROXY and reads its connect timeout in seconds.
func newTransport() *http.Transport {
	return &http.Transport{
		Proxy:               http.ProxyFromEnvironment, // leaves out loopback addresses
		DialContext:         (&net.Dialer{Timeout: connectTimeout}).DialContext,
		TLSHandshakeTimeout: connectTimeout,
		ForceAttemptHTTP2:   true,
		MaxIdleConnsPerHost: 8,
		IdleConnTimeout:     time.Minute,
	}
}
