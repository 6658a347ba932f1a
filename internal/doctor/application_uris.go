package doctor

import (
	"net"
	"net/url"
	"slices"
	"strings"

	"github.com/logtoctl/logtoctl/pkg/logtoadmin"
)

// setURIs says how an application gets other URIs: in the file if that has it,
// else by a command with the whole of each list that changes, because the
// command replaces lists.
func (f *Facts) setURIs(application logtoadmin.Application, inFile string, redirect, postSignOut []string) string {
	if wanted, found := f.wanted(application); found {
		return f.correct(inFile + " (application " + wanted.Key + ")")
	}
	command := "logtoctl app update " + application.ID
	for _, list := range []struct {
		flag     string
		from, to []string
	}{
		{" --redirect-uri ", application.OIDCClientMetadata.RedirectURIs, redirect},
		{" --post-sign-out-redirect-uri ", application.OIDCClientMetadata.PostLogoutRedirectURIs, postSignOut},
	} {
		if slices.Equal(list.from, list.to) {
			continue
		}
		for _, uri := range list.to {
			command += list.flag + typed(uri)
		}
	}
	return command
}

// typed is a URI as it is typed: a query has characters that mean something to a
// shell.
func typed(uri string) string {
	if strings.ContainsAny(uri, "&?;*$|<>'()[]") {
		return "'" + strings.ReplaceAll(uri, "'", `'\''`) + "'"
	}
	return uri
}

// protected returns the same URIs, all with https that need it.
func protected(uris []string) []string {
	var changed []string
	for _, uri := range uris {
		if isUnprotected(uri) {
			uri = strings.Replace(uri, "http://", "https://", 1)
		}
		if !slices.Contains(changed, uri) {
			changed = append(changed, uri)
		}
	}
	return changed
}

// without returns the URIs but for one that has a twin among them.
func without(uris []string, uri string) []string {
	if !slices.Contains(uris, twin(uri)) {
		return uris
	}
	return slices.DeleteFunc(slices.Clone(uris), func(other string) bool { return other == uri })
}

func allURIs(application logtoadmin.Application) []string {
	return slices.Concat(application.OIDCClientMetadata.RedirectURIs, application.OIDCClientMetadata.PostLogoutRedirectURIs)
}

// isUnprotected tells http to another machine. Native applications have schemes
// of their own.
func isUnprotected(uri string) bool {
	parsed, err := url.Parse(uri)
	if err != nil || parsed.Scheme != "http" {
		return false
	}
	host := parsed.Hostname()
	address := net.ParseIP(host)
	return host != "localhost" && !strings.HasSuffix(host, ".localhost") && (address == nil || !address.IsLoopback())
}

// twin is the same URI with its last slash, or without it.
func twin(uri string) string {
	if without, found := strings.CutSuffix(uri, "/"); found {
		return without
	}
	return uri + "/"
}
