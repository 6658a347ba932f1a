package aliyundm

import (
	"cmp"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"time"
)

// settings is what options write to: the client being made, and the region
// until it is known whether an endpoint takes its place.
type settings struct {
	client     *Client
	region     string
	regionHost bool
}

// Option changes how [New] makes a client. When an option is given twice, the
// later one counts.
type Option func(*settings) error

// WithRegion chooses the region, by an id out of [Regions]; the default, also for
// an empty id, is cn-hangzhou. An id that is not in the table is an
// [*UnknownRegionError], unless [WithEndpoint] makes the region irrelevant: it does,
// without [WithRegionHost].
func WithRegion(id string) Option {
	return func(s *settings) error {
		s.region = cmp.Or(id, defaultRegion)
		return nil
	}
}

// WithEndpoint sends requests to another host than the region's: host or
// host:port (https), or a URL with http or https and without a path. Plain http
// is meant for the sandbox. Anything else is an [*InvalidEndpointError].
func WithEndpoint(url string) Option {
	return func(s *settings) (err error) {
		s.client.endpoint, err = parseEndpoint(url)
		return err
	}
}

// WithRegionHost makes requests name the region's public host, as in their Host
// header and signature, although they go to the endpoint of [WithEndpoint]. One
// server can so stand in for several regions, as the sandbox does; a real one
// behind a private endpoint may refuse the name. Without [WithEndpoint] it changes
// nothing.
func WithRegionHost() Option {
	return func(s *settings) error {
		s.regionHost = true
		return nil
	}
}

// WithCredentials signs every request with one AccessKey pair. An incomplete
// pair is a [*NoCredentialsError].
func WithCredentials(credentials Credentials) Option {
	return func(s *settings) error {
		s.client.credentials = staticCredentials(credentials)
		return credentials.check()
	}
}

// WithCredentialsProvider asks the provider for credentials at each operation.
func WithCredentialsProvider(provider CredentialsProvider) Option {
	return func(s *settings) error {
		if provider == nil {
			return errors.New("the credentials provider is nil")
		}
		s.client.credentials = provider
		return nil
	}
}

// WithHTTPClient uses the transport, cookie jar and timeout of another HTTP
// client. The client is copied; redirects are refused whatever it says. A
// transport that does not report its connections to net/http/httptrace makes
// more failed sends uncertain.
func WithHTTPClient(client *http.Client) Option {
	return func(s *settings) error {
		if client == nil {
			return errors.New("the HTTP client is nil")
		}
		copied := *client
		s.client.http = &copied
		return nil
	}
}

// WithTimeout sets the deadline of each attempt, 30 seconds by default. The
// context of the call bounds all its attempts together.
func WithTimeout(timeout time.Duration) Option {
	return func(s *settings) error {
		if timeout <= 0 {
			return fmt.Errorf("the timeout %v is not positive", timeout)
		}
		s.client.timeout = timeout
		return nil
	}
}

// WithLogger logs each attempt at debug level: action, endpoint, attempt,
// status, code, request id and duration in milliseconds, but no parameter of the
// request.
func WithLogger(logger *slog.Logger) Option {
	return func(s *settings) error {
		if logger == nil {
			return errors.New("the logger is nil")
		}
		s.client.logger = logger
		return nil
	}
}

// WithReadOnly makes every operation that changes something fail with
// [ErrReadOnly] before a request leaves. Dry runs use it.
func WithReadOnly() Option {
	return func(s *settings) error {
		s.client.readOnly = true
		return nil
	}
}
