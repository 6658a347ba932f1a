package quickstart

import (
	"context"
	"errors"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/logtoctl/logtoctl/internal/apprun"
	"github.com/logtoctl/logtoctl/internal/manifest"
)

// defaultPort is the port of an app when no flag names one.
const defaultPort = 3000

// port is the value of the flag.
type port int

// String returns the number.
func (p *port) String() string { return strconv.Itoa(int(*p)) }

// Type is how the help calls the value.
func (p *port) Type() string { return "number" }

// Set reads the number.
func (p *port) Set(text string) error {
	number, err := strconv.ParseUint(text, 10, 16)
	if err != nil || number == 0 {
		return errors.New("a port is a number from 1 to 65535")
	}
	*p = port(number)
	return nil
}

// settlePort finds the app a port for a run on this machine: the one that the flag
// names, or that of the file if it is free, or any other. What is not the file's is
// for this run alone, and the file stays as it is.
func (s *setup) settlePort(ctx context.Context) error {
	at, err := appAt(s.manifest)
	if err != nil || s.env.Settings.DryRun {
		return err
	}
	s.at = at
	if s.hasPort {
		s.at = onPort(at, s.port)
		err = apprun.CheckPort(ctx, s.at)
	} else {
		s.at, err = apprun.FreeURL(ctx, at)
	}
	if err != nil || s.at.Host == at.Host {
		return err
	}
	if !s.hasPort {
		s.env.Note("something else answers at %s already: this time the app runs at %s", at.Host, s.at.Host)
	}
	s.manifest.Applications = slices.Clone(s.manifest.Applications)
	for i, application := range s.manifest.Applications {
		s.manifest.Applications[i].RedirectURIs = moved(application.RedirectURIs, at, s.at)
		s.manifest.Applications[i].PostSignOutRedirectURIs = moved(application.PostSignOutRedirectURIs, at, s.at)
	}
	return nil
}

// onPort returns the URL with another port.
func onPort(at *url.URL, number int) *url.URL {
	other := *at
	other.Host = strings.TrimSuffix(at.Host, ":"+at.Port()) + ":" + strconv.Itoa(number)
	return &other
}

// moved returns the addresses with those of the app at its other port.
func moved(uris []string, from, to *url.URL) []string {
	uris = slices.Clone(uris)
	for i, uri := range uris {
		if parsed, err := url.Parse(uri); err == nil && parsed.Scheme == from.Scheme && parsed.Host == from.Host {
			parsed.Host = to.Host
			uris[i] = parsed.String()
		}
	}
	return uris
}

// sandboxConnector is laid over a file that leaves the connector to the tenant: a
// fresh sandbox has none.
func sandboxConnector() manifest.Source {
	return manifest.Source{Name: "the sandbox's connector", Data: []byte("connector:\n  accountName: " + sandboxSender + "\n")}
}
