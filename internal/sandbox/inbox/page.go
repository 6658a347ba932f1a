package inbox

import (
	"embed"
	"io/fs"
	"net/http"
	"path"
)

//go:embed page
var pageFiles embed.FS

// pagePolicy lets the page load its own scripts and styles and show mails from
// their own address, and nothing else. Markup never comes from a string. A link
// in a mail cannot lead the frame elsewhere, because a frame may hold this
// origin only.
const pagePolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; " +
	"frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; " +
	"require-trusted-types-for 'script'; trusted-types 'none'"

// page serves the files of the folder page, index.html at "/".
func page() http.Handler {
	mux := http.NewServeMux()
	files, _ := fs.Glob(pageFiles, "page/*") // fails for a wrong pattern only
	for _, file := range files {
		address := "/" + path.Base(file)
		if address == "/index.html" {
			address = "/{$}"
		}
		mux.HandleFunc("GET "+address, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Security-Policy", pagePolicy)
			http.ServeFileFS(w, r, pageFiles, file)
		})
	}
	return mux
}
