package preview

import (
	"net"
	"net/http"
)

// guard lets in only the page itself and whoever types its address. Other host
// names are refused, which stops DNS rebinding, and so are requests that a page
// of another origin makes a browser send; it may link to the page, no more.
func guard(address string, next http.Handler) http.Handler {
	_, port, _ := net.SplitHostPort(address)
	local := net.JoinHostPort("localhost", port)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		origin := r.Header.Get("Origin")
		switch {
		case r.Host != address && r.Host != local:
			http.Error(w, "the preview answers only to "+address, http.StatusForbidden)
			return
		case origin != "" && origin != "http://"+r.Host, isForeign(r.Header):
			http.Error(w, "a page of another origin cannot use the preview", http.StatusForbidden)
			return
		}
		header := w.Header()
		header.Set("Cache-Control", "no-store")
		header.Set("Cross-Origin-Resource-Policy", "same-origin")
		header.Set("Referrer-Policy", "no-referrer")
		header.Set("X-Content-Type-Options", "nosniff")
		header.Set("X-Dns-Prefetch-Control", "off")
		next.ServeHTTP(w, r)
	})
}

// isForeign tells a request that came about on a page of elsewhere, a followed
// link aside.
func isForeign(header http.Header) bool {
	switch header.Get("Sec-Fetch-Site") {
	case "cross-site", "same-site":
		return header.Get("Sec-Fetch-Mode") != "navigate" || header.Get("Sec-Fetch-Dest") != "document"
	default:
		return false
	}
}
