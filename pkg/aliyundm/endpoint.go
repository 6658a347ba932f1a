package aliyundm

import (
	"fmt"
	"net/url"
)

// endpoint is where requests go. The host keeps its port, because it is signed
// exactly as it is sent.
type endpoint struct {
	scheme string // "http" or "https"
	host   string // host[:port]
}

// InvalidEndpointError says why a text given to [WithEndpoint] is not an
// endpoint. It does not repeat the text, which may hold a password.
type InvalidEndpointError struct {
	// Reason is what is wrong with the endpoint.
	Reason string
}

// Error says what is wrong and what an endpoint looks like.
func (e *InvalidEndpointError) Error() string {
	return fmt.Sprintf("invalid direct mail endpoint: %s; it is host, host:port, http://host:port or https://host:port", e.Reason)
}

func parseEndpoint(text string) (endpoint, error) {
	refuse := func(reason string) (endpoint, error) {
		return endpoint{}, &InvalidEndpointError{Reason: reason}
	}
	location, err := url.Parse(text)
	if err != nil || location.Host == "" {
		// "localhost:8080" has no scheme and "127.0.0.1:8080" does not parse.
		location, err = url.Parse("https://" + text)
	}
	switch {
	case err != nil:
		return refuse("it cannot be read as a URL")
	case location.Scheme != "http" && location.Scheme != "https":
		return refuse("its scheme is neither http nor https")
	case location.Hostname() == "":
		return refuse("it names no host")
	case location.User != nil:
		return refuse("it holds a user name or password")
	case location.Path != "" && location.Path != "/":
		return refuse("it has a path, but requests always go to /")
	case location.RawQuery != "" || location.ForceQuery || location.Fragment != "":
		return refuse("it has a query or a fragment")
	}
	// The SDK puts the URL together again. A host that was written in escapes, as
	// the zone of an IPv6 address is, does not survive that.
	if again, err := url.Parse(location.Scheme + "://" + location.Host); err != nil || again.Host != location.Host {
		return refuse("its host has characters that must be escaped")
	}
	return endpoint{scheme: location.Scheme, host: location.Host}, nil
}
