package preview

import (
	"embed"
	"net/http"
)

//go:embed page
var pageFiles embed.FS

// pagePolicy lets the page load its own script and style and the mails, and
// nothing else. A link in a mail leads nowhere: a frame may hold this origin
// only.
const pagePolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; " +
	"frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

// pageHandler serves index.html, preview.css and preview.js.
func pageHandler() http.Handler {
	mux := http.NewServeMux()
	for path, file := range map[string]string{
		"/{$}":         "page/index.html",
		"/preview.css": "page/preview.css",
		"/preview.js":  "page/preview.js",
	} {
		mux.HandleFunc("GET "+path, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Security-Policy", pagePolicy)
			http.ServeFileFS(w, r, pageFiles, file)
		})
	}
	return mux
}
