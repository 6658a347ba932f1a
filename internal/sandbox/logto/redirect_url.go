package logto

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Browsers and Logto parse URLs by the WHATWG rules, under which much is a URL
// that net/url refuses. What matters here is only whether there is one, and
// its protocol.
var (
	urlScheme = regexp.MustCompile(`^([A-Za-z][A-Za-z0-9+.\-]*):`)

	// forbiddenInHost are the characters that no host name may have.
	forbiddenInHost = regexp.MustCompile("[\\x00-\\x20#%/<>?@\\[\\\\\\]^`{|}\x7f]")

	ipv6Host = regexp.MustCompile(`^\[[0-9A-Fa-f:.]+\]$`)

	// appProtocol is a private-use scheme of a mobile application, such as com.example.app:
	appProtocol = regexp.MustCompile(`^[a-z][\d+_a-z-]*(\.[\d+_a-z-]+)*:$`)
)

// urlProtocol returns the protocol of an absolute URL, with its colon, and
// whether the text is one at all.
func urlProtocol(text string) (string, bool) {
	text = strings.Trim(text, "\x00 \t\r\n\f\v")
	match := urlScheme.FindString(text)
	if match == "" {
		return "", false
	}
	protocol := strings.ToLower(match)
	if !slices.Contains([]string{"http:", "https:", "ws:", "wss:", "ftp:"}, protocol) {
		return protocol, true
	}
	rest := strings.TrimLeft(text[len(match):], `/\`)
	authority, _, _ := strings.Cut(replaceAny(rest, `/\?#`, "/"), "/")
	return protocol, isAuthority(authority)
}

func replaceAny(text, chars, with string) string {
	for _, char := range chars {
		text = strings.ReplaceAll(text, string(char), with)
	}
	return text
}

// isAuthority accepts host and host:port, with or without credentials before them.
func isAuthority(authority string) bool {
	host := authority[strings.LastIndex(authority, "@")+1:]
	if colon := strings.LastIndex(host, ":"); colon > strings.LastIndex(host, "]") {
		port := host[colon+1:]
		if _, err := strconv.ParseUint(port, 10, 16); port != "" && err != nil {
			return false
		}
		host = host[:colon]
	}
	return host != "" && (ipv6Host.MatchString(host) || !forbiddenInHost.MatchString(host))
}

// isRedirectURL accepts what a web or a mobile application may be sent back to.
func isRedirectURL(url string) bool {
	protocol, isURL := urlProtocol(url)
	isWeb := protocol == "http:" || protocol == "https:"
	if isURL && !isWeb && appProtocol.MatchString(protocol) {
		return true
	}
	if strings.Contains(url, "*") {
		return isWildcardURL(url)
	}
	return isURL && isWeb && !hasDotSegments(url)
}

// isWildcardURL accepts asterisks in the path, and in a host name that has more
// parts than one; nowhere else, because the match must stay predictable.
func isWildcardURL(url string) bool {
	scheme, rest, found := strings.Cut(url, "://")
	if !found || scheme == "" || strings.Contains(scheme, "*") {
		return false
	}
	if at := strings.IndexAny(url, "?#"); at >= 0 && strings.Contains(url[at:], "*") {
		return false
	}
	authority, _, _ := strings.Cut(replaceAny(rest, "/?#", "/"), "/")
	if strings.Contains(authority, "@") || strings.HasPrefix(authority, "[") {
		return false
	}
	host, port := authority, ""
	if strings.Count(authority, ":") == 1 {
		host, port, _ = strings.Cut(authority, ":")
	}
	if strings.Contains(host, "*") && !strings.Contains(host, ".") || strings.Contains(port, "*") {
		return false
	}
	protocol, isURL := urlProtocol(strings.ReplaceAll(url, "*", "wildcard"))
	return isURL && (protocol == "http:" || protocol == "https:") && !hasDotSegments(url)
}

// hasDotSegments reports whether the path has a part that a browser would resolve away.
func hasDotSegments(url string) bool {
	_, rest, found := strings.Cut(url, "://")
	if !found {
		return false
	}
	path := rest
	if at := strings.IndexAny(rest, "?#"); at >= 0 {
		path = rest[:at]
	}
	_, path, _ = strings.Cut(path, "/")
	return slices.ContainsFunc(strings.Split(path, "/"), func(segment string) bool {
		switch strings.ToLower(segment) {
		case ".", "..", "%2e", "%2e%2e":
			return true
		}
		return false
	})
}
