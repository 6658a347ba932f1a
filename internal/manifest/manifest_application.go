package manifest

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/logtoctl/logtoctl/internal/plan"
	"github.com/logtoctl/logtoctl/pkg/logtoadmin"
)

// maxName is the length in characters of the longest name that Logto stores.
const maxName = 256

// applications reads the applications of a list or of an object by key.
func (d *decoder) applications(node *Node) []Application {
	if node == nil {
		return nil
	}
	a := applicationDecoder{decoder: d, applications: []Application{}, seen: make(map[string]Pos)}
	switch node.Kind {
	case KindArray:
		for i, item := range node.Items {
			path := fmt.Sprintf("%s[%d]", keyApplications, i)
			a.add(item, path, func(name string) string { return a.listedKey(item, path, name) })
		}
	case KindObject:
		for _, member := range node.Members {
			key := value{expansion: expansion{text: member.Key.Text}, start: member.Key.Pos}
			a.add(member.Value, join(keyApplications, member.Key.Text), func(string) string { return a.key(key) })
		}
	default:
	}
	return a.applications
}

// applicationDecoder gathers the applications of a file.
type applicationDecoder struct {
	*decoder
	applications []Application
	// seen has the place of each key, name and .env file.
	seen map[string]Pos
}

// add reads an application, whose key may depend on its name.
func (a *applicationDecoder) add(node *Node, path string, key func(name string) string) {
	if node.Kind != KindObject {
		return
	}
	application := Application{Type: defaultType}
	if v, ok := a.said(node, keyType); ok {
		application.Type = v.text
	}
	application.Name = a.name(node, path)
	application.Key = key(application.Name)
	if v, ok := a.said(node, keyDescription); ok {
		application.Description = &v.text
	}
	application.EnvFile = a.envFile(node, path)
	uris := uriDecoder{decoder: a.decoder, kind: logtoadmin.ApplicationType(application.Type)}
	application.RedirectURIs = uris.list(node, path, keyRedirectURIs, uris.redirect)
	application.PostSignOutRedirectURIs = uris.list(node, path, keyPostSignOutRedirectURIs, uris.redirect)
	application.CORSAllowedOrigins = uris.list(node, path, keyCORSAllowedOrigins, uris.origin)
	token := part(node, keyRefreshToken)
	application.RefreshToken = RefreshToken{
		AlwaysIssue: flag(token, keyAlwaysIssue), Rotate: flag(token, keyRotate), TTLInDays: count(token, keyTTLInDays),
	}
	a.applications = append(a.applications, application)
}

func (a *applicationDecoder) name(node *Node, path string) string {
	v, ok := a.said(node, keyName)
	if !ok {
		return ""
	}
	name := join(path, keyName)
	switch length := utf8.RuneCountInString(v.text); {
	case strings.TrimSpace(v.text) == "":
		a.fail(v.start, name+" is empty", "")
	case strings.TrimSpace(v.text) != v.text:
		a.fail(v.start, name+" begins or ends with white space", "")
	case length > maxName:
		a.fail(v.start, fmt.Sprintf("%s has %d characters, Logto takes at most %d", name, length, maxName), "")
	default:
		a.once(v.start, SeverityWarning, "name", v.text, "people could not tell the two apart")
	}
	return v.text
}

// listedKey returns the key of an application in a list: the one that it has,
// or the one that its name makes.
func (a *applicationDecoder) listedKey(node *Node, path, name string) string {
	if node.Member(keyKey) != nil {
		if v, ok := a.said(node, keyKey); ok {
			return a.key(v)
		}
		return ""
	}
	key := plan.Slug(name)
	switch {
	case key != "":
		a.once(node.Pos, SeverityError, "key", key, "give one of the two a key")
	case strings.TrimSpace(name) != "":
		a.fail(node.Pos, "no key can be made from the name of "+path, "add key")
	}
	return key
}

// key checks an ownership key and returns it.
func (a *applicationDecoder) key(v value) string {
	switch slug := plan.Slug(v.text); {
	case slug == "":
		a.fail(v.start, "the key"+v.quoted()+" of an application has neither letters nor digits", "make it of lower-case words and hyphens, such as my-shop")
		return v.text
	case slug != v.text:
		a.warn(v.start, "the key"+v.quoted()+" of an application is awkward to type", "make it of lower-case words and hyphens, such as my-shop")
	}
	a.once(v.start, SeverityError, "key", v.text, "give one of the two another key")
	return v.text
}

func (a *applicationDecoder) envFile(node *Node, path string) string {
	v, ok := a.said(node, keyEnvFile)
	if !ok {
		return ""
	}
	if strings.TrimSpace(v.text) == "" {
		a.fail(v.start, join(path, keyEnvFile)+" is empty", "leave it out to write none")
		return ""
	}
	a.once(v.start, SeverityError, "envFile", v.text, "each would overwrite the other's variables")
	return v.text
}

// once reports a text that another application has as well.
func (a *applicationDecoder) once(at Pos, severity Severity, what, text, why string) {
	id := what + " " + text
	first, taken := a.seen[id]
	if !taken {
		a.seen[id] = at
		return
	}
	a.report(at, severity, "two applications have the same "+what, fmt.Sprintf("the other one is in line %d of %s: %s", first.Line, first.File, why))
}
