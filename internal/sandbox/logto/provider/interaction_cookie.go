package provider

import (
	"cmp"
	"net/http"
	"net/url"
	"strings"
)

// maxCookieInteractions is how many applications' sign-ins one browser has under
// way at once. One more, and the oldest is forgotten.
const maxCookieInteractions = 8

// cookieInteractions are the interactions of one browser, one of each
// application, oldest first: what the interaction cookie holds. Without it the
// sign-ins of two tabs would meet.
type cookieInteractions []cookieInteraction

type cookieInteraction struct{ applicationID, uid string }

// parseInteractions reads the cookie. A value without an application stands for
// whichever is asked for.
func parseInteractions(value string) cookieInteractions {
	var all cookieInteractions
	for part := range strings.SplitSeq(value, "&") {
		id, uid, named := strings.Cut(part, "=")
		if !named {
			id, uid = "", part
		}
		if id, err := url.QueryUnescape(id); err == nil {
			all = append(all, cookieInteraction{id, uid})
		}
	}
	return all
}

// uid returns the application's interaction; the latest one of all, if it has
// none or is not named.
func (c cookieInteractions) uid(applicationID string) string {
	latest := ""
	for _, one := range c {
		if latest = one.uid; one.applicationID == applicationID && applicationID != "" {
			return one.uid
		}
	}
	return latest
}

// with adds an interaction in place of the application's last one.
func (c cookieInteractions) with(applicationID, uid string) cookieInteractions {
	var all cookieInteractions
	for _, one := range c {
		if one.applicationID != applicationID && one.applicationID != "" {
			all = append(all, one)
		}
	}
	all = append(all, cookieInteraction{applicationID, uid})
	return all[max(0, len(all)-maxCookieInteractions):]
}

// String is the cookie's value.
func (c cookieInteractions) String() string {
	parts := make([]string, len(c))
	for i, one := range c {
		parts[i] = url.QueryEscape(one.applicationID) + "=" + one.uid
	}
	return strings.Join(parts, "&")
}

// meantApplication is the application whose sign-in a request is about: the
// sign-in page says so in a header, and where browsers are sent to in the query.
func meantApplication(r *http.Request) string {
	return cmp.Or(r.Header.Get("Logto-App-Id"), r.URL.Query().Get("app_id"))
}

// setInteractionCookies ties the browser to an interaction of the application.
// Every page sees the one cookie, and only the resume URL the other.
func (p *Provider) setInteractionCookies(w http.ResponseWriter, r *http.Request, applicationID, uid string) {
	var all cookieInteractions
	if cookie, err := r.Cookie(interactionCookie); err == nil {
		all = parseInteractions(cookie.Value)
	}
	p.setCookie(w, interactionCookie, all.with(applicationID, uid).String(), "/", InteractionTTL)
	p.setCookie(w, resumeCookie, uid, resumePath(uid), InteractionTTL)
}
