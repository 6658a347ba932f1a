package provider

import (
	"net"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"
)

// mayRedirectTo reports whether a URI is among the application's redirect URIs.
// A native application listens on a port of its computer that it does not know
// beforehand (RFC 8252, section 7.3), so that ports do not count there.
func (a Application) mayRedirectTo(uri string) bool {
	if matchesAny(a.RedirectURIs, uri) {
		return true
	}
	if a.Type != Native || strings.Contains(uri, "*") {
		return false
	}
	asked, ok := loopbackWithoutPort(uri)
	return ok && slices.ContainsFunc(a.RedirectURIs, func(registered string) bool {
		known, ok := loopbackWithoutPort(registered)
		return ok && known == asked
	})
}

// mayReturnTo reports whether a URI is among the application's post sign-out
// redirect URIs.
func (a Application) mayReturnTo(uri string) bool { return matchesAny(a.PostLogoutRedirectURIs, uri) }

// matchesAny compares URLs as a browser understands them: http://localhost:3000
// and http://LOCALHOST:3000/ are the same, and nothing else is. A registered
// one may have wildcards; one that is asked for may not.
func matchesAny(registered []string, uri string) bool {
	if strings.Contains(uri, "*") {
		return false
	}
	asked := normalURL(uri)
	return asked != "" && slices.ContainsFunc(registered, func(known string) bool {
		if strings.Contains(known, "*") {
			return matchesPattern(known, asked)
		}
		return normalURL(known) == asked
	})
}

// normalURL writes a URL as a browser does, or returns "" where it is none. It
// does less than the browser's parser, which Logto compares with: that one also
// takes backslashes for slashes, drops tabs and line ends, decodes the host name,
// encodes the path and the query afresh, and reads %2e as a dot. Two spellings
// that differ in such things are two URLs here, and the second is refused.
func normalURL(text string) string {
	parsed, err := url.Parse(text)
	if err != nil || !parsed.IsAbs() {
		return ""
	}
	if parsed.Scheme != "http" && parsed.Scheme != "https" {
		return parsed.String()
	}
	if parsed.Hostname() == "" {
		return ""
	}
	parsed.Host = strings.ToLower(parsed.Host)
	if host, port, err := net.SplitHostPort(parsed.Host); err == nil && (port == "" || port == defaultPort(parsed.Scheme)) {
		parsed.Host = host
		if strings.Contains(host, ":") {
			parsed.Host = "[" + host + "]"
		}
	}
	resolveDots(parsed)
	return parsed.String()
}

func defaultPort(scheme string) string {
	if scheme == "https" {
		return "443"
	}
	return "80"
}

// resolveDots takes the segments . and .. out of a path, which never is empty.
func resolveDots(u *url.URL) {
	if !slices.ContainsFunc(strings.Split(u.Path, "/"), func(s string) bool { return s == "." || s == ".." }) {
		if u.Path == "" {
			u.Path = "/"
		}
		return
	}
	isFolder := strings.HasSuffix(u.Path, "/") || strings.HasSuffix(u.Path, "/.") || strings.HasSuffix(u.Path, "/..")
	u.Path, u.RawPath = path.Clean(u.Path), ""
	if isFolder && u.Path != "/" {
		u.Path += "/"
	}
}

// loopbackWithoutPort returns an http URL of the computer itself without its port.
func loopbackWithoutPort(uri string) (string, bool) {
	parsed, err := url.Parse(normalURL(uri))
	if err != nil || parsed.Scheme != "http" {
		return "", false
	}
	switch parsed.Hostname() {
	case "localhost", "127.0.0.1":
		parsed.Host = parsed.Hostname()
	case "::1":
		parsed.Host = "[::1]"
	default:
		return "", false
	}
	return parsed.String(), true
}

// matchesPattern compares with a registered URL that has asterisks: in its host
// name, where each stands for a part of one label and the last two labels have
// none, or in its path, where each stands for anything.
func matchesPattern(pattern, asked string) bool {
	scheme, rest, found := strings.Cut(pattern, "://")
	if !found || strings.Contains(scheme, "*") {
		return false
	}
	authority, tail := rest, ""
	if at := strings.IndexAny(rest, "/?#"); at >= 0 {
		authority, tail = rest[:at], rest[at:]
	}
	host, port, _ := strings.Cut(authority, ":")
	target, err := url.Parse(asked)
	wanted, wantedErr := url.Parse(normalURL(strings.ReplaceAll(pattern, "*", "wildcard")))
	if err != nil || wantedErr != nil || !validWildcards(authority, host, port, tail) {
		return false
	}
	pathPattern := tail
	if at := strings.IndexAny(tail, "?#"); at >= 0 {
		pathPattern = tail[:at]
	}
	if pathPattern == "" {
		pathPattern = "/"
	}
	return wanted.Scheme == target.Scheme && wanted.Port() == target.Port() &&
		wanted.RawQuery == target.RawQuery && wanted.Fragment == target.Fragment &&
		matchesWildcards(strings.ToLower(host), target.Hostname(), `[^.]+`) &&
		matchesWildcards(pathPattern, target.EscapedPath(), `.*`)
}

// validWildcards refuses asterisks in places where they would match too much.
func validWildcards(authority, host, port, tail string) bool {
	if authority == "" || strings.ContainsAny(authority, "@[") || strings.Contains(port, "*") {
		return false
	}
	if at := strings.IndexAny(tail, "?#"); at >= 0 && strings.Contains(tail[at:], "*") {
		return false
	}
	labels := strings.Split(host, ".")
	return !strings.Contains(strings.Join(labels[max(0, len(labels)-2):], "."), "*")
}

func matchesWildcards(pattern, text, wildcard string) bool {
	parts := strings.Split(pattern, "*")
	for i, part := range parts {
		parts[i] = regexp.QuoteMeta(part)
	}
	matcher, err := regexp.Compile(`^(?s:` + strings.Join(parts, wildcard) + `)$`)
	return err == nil && matcher.MatchString(text)
}

// withQuery sets parameters in a URL's query.
func withQuery(location string, fields []field) string {
	parsed, err := url.Parse(location)
	if err != nil || len(fields) == 0 {
		return location
	}
	query := parsed.Query()
	for _, f := range fields {
		query.Del(f.name)
	}
	kept := ""
	if len(query) > 0 {
		kept = query.Encode() + "&"
	}
	parsed.RawQuery = kept + encode(fields)
	return parsed.String()
}
