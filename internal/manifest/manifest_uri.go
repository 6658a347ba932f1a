package manifest

import (
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"github.com/logtoctl/logtoctl/pkg/logtoadmin"
)

// nativeScheme is a private-use scheme that Logto takes, such as
// com.example.app or io.logto.
var nativeScheme = regexp.MustCompile(`^[a-z][0-9+_a-z-]*(\.[0-9+_a-z-]+)*$`)

// uriDecoder reads the URIs of an application of some kind.
type uriDecoder struct {
	*decoder
	kind logtoadmin.ApplicationType
}

// list returns the URIs of a key, nil when the application does not have it.
func (d uriDecoder) list(application *Node, path, key string, check func(v value)) []string {
	node := application.Member(key)
	if node == nil || node.Kind != KindArray {
		return nil
	}
	uris := make([]string, 0, len(node.Items))
	for i, item := range node.Items {
		v, ok := d.usable(item, fmt.Sprintf("%s[%d]", join(path, key), i))
		if !ok {
			continue
		}
		check(v)
		if slices.Contains(uris, v.text) {
			d.warn(v.start, v.name+" is there twice", "remove one of the two")
		}
		uris = append(uris, v.text)
	}
	if d.kind == logtoadmin.ApplicationTypeMachineToMachine && key != keyCORSAllowedOrigins && len(uris) > 0 {
		d.warn(node.Pos, join(path, key)+" does nothing: nobody signs in to a MachineToMachine application", "leave it out")
	}
	return uris
}

// redirect checks where a browser may be sent back to, as Logto does, and what
// it would not say a word about.
func (d uriDecoder) redirect(v value) {
	problem := func(what, hint string) { d.fail(v.start, v.name+v.quoted()+" "+what, hint) }
	u, err := url.Parse(v.text)
	switch {
	case err != nil || u.Scheme == "":
		problem("is not an absolute URI", "begin it with https://, or with http://localhost on your own machine")
	case strings.Contains(v.text, "#"):
		problem("has a fragment (#), which a redirect URI must not have", "")
	case u.Scheme != "http" && u.Scheme != "https":
		d.custom(v, u.Scheme)
	case u.Hostname() == "":
		problem("names no host", "")
	case hasDots(u):
		problem("has a part . or .. in its path", "write the path out")
	case !goodWildcard(v.text, u):
		problem("has a * where Logto takes none", "it takes one in the path and in a host name of several parts")
	case isClear(u):
		d.warn(v.start, v.name+v.quoted()+" is not https: the code that signs somebody in would travel in clear", "")
	}
}

// custom checks a URI with a scheme of its own, which opens a mobile application.
func (d uriDecoder) custom(v value, scheme string) {
	switch {
	case !nativeScheme.MatchString(scheme):
		d.fail(v.start, v.name+v.quoted()+" has a scheme that Logto does not take", "use lower-case letters, digits, dots and hyphens, such as com.example.app://callback")
	case d.kind != logtoadmin.ApplicationTypeNative:
		d.warn(v.start, v.name+v.quoted()+" is not https", "a scheme of its own is for applications of type Native")
	}
}

func hasDots(u *url.URL) bool {
	return slices.ContainsFunc(strings.Split(u.Path, "/"), func(part string) bool { return part == "." || part == ".." })
}

// goodWildcard says whether the asterisks of a URI, if any, are where Logto
// matches them.
func goodWildcard(text string, u *url.URL) bool {
	if !strings.Contains(text, "*") {
		return true
	}
	host := u.Hostname()
	return !strings.Contains(u.Port()+u.RawQuery, "*") && u.User == nil && (!strings.Contains(host, "*") || strings.Contains(host, "."))
}

// origin checks an origin. Logto compares it letter by letter with what a
// browser sends, which has no path, no capitals and no default port.
func (d uriDecoder) origin(v value) {
	u, err := url.Parse(v.text)
	if err != nil || u.Scheme == "" || u.Host == "" || strings.Contains(u.Host, "*") {
		d.fail(v.start, v.name+v.quoted()+" is not an origin", "it looks like https://app.example.com or http://localhost:3000")
		return
	}
	host := strings.ToLower(u.Host)
	switch u.Scheme {
	case "https":
		host = strings.TrimSuffix(host, ":443")
	case "http":
		host = strings.TrimSuffix(host, ":80")
	}
	if sent := u.Scheme + "://" + host; sent != v.text {
		hint := ""
		if !v.filled {
			hint = "write " + sent
		}
		d.warn(v.start, v.name+v.quoted()+" is not what a browser sends as an origin", hint)
	}
}
