package inbox

import (
	"embed"
	"net/http"
)

//go:embed page
var pageFiles embed.FS

// pagePolicy lets the page load its own script and style, and nothing else.
// The frame that shows a mail inherits the policy: inline styles and remote
// images are there for the mails' sake, scripts stay forbidden in them.
const pagePolicy = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; " +
	"img-src 'self' data: https: http:; connect-src 'self'; frame-src 'self'; base-uri 'self'; " +
	"form-action 'none'; frame-ancestors 'none'"

// page serves index.html, inbox.css and inbox.js.
func page() http.Handler {
	mux := http.NewServeMux()
	for path, file := range map[string]string{
		"/{$}":       "page/index.html",
		"/inbox.css": "page/inbox.css",
		"/inbox.js":  "page/inbox.js",
	} {
		mux.HandleFunc("GET "+path, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Security-Policy", pagePolicy)
			http.ServeFileFS(w, r, pageFiles, file)
		})
	}
	return mux
}
