package page

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"encoding/json"
	"io/fs"
	"net/http"
	"strings"
)

// filesPath is where the page's own files are: a path that Logto has not.
const filesPath = "/sign-in-page/"

//go:embed static
var static embed.FS

// policy lets the page load its own scripts and styles and call its own origin,
// and nothing else. Only the logo may come from elsewhere, because a tenant's
// branding names an address.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: https: http:; " +
	"connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

// document serves index.html, whichever path of the page was asked for.
func document(w http.ResponseWriter, r *http.Request) {
	harden(w)
	w.Header().Set("Cache-Control", "no-store")
	http.ServeFileFS(w, r, static, "static/index.html")
}

func harden(w http.ResponseWriter) {
	header := w.Header()
	header.Set("Content-Security-Policy", policy)
	header.Set("Referrer-Policy", "same-origin")
	header.Set("X-Content-Type-Options", "nosniff")
}

// file is a script, a style sheet or the texts of a language.
type file struct {
	path string // in static
	tag  string // changes with the content
}

// files returns what the document loads, by its path below filesPath.
func files() map[string]file {
	found := make(map[string]file)
	_ = fs.WalkDir(static, "static", func(path string, entry fs.DirEntry, err error) error { // what is embedded can be read
		if err != nil || entry.IsDir() || path == "static/index.html" {
			return err
		}
		content, err := static.ReadFile(path)
		sum := sha256.Sum256(content)
		found[strings.TrimPrefix(path, "static/")] = file{path: path, tag: `"` + hex.EncodeToString(sum[:8]) + `"`}
		return err
	})
	return found
}

// ServeHTTP has a browser ask each time, because another version of logtoctl
// may answer at the same address, and saves it the content when it has it.
func (f file) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	harden(w)
	w.Header().Set("Cache-Control", "no-cache")
	w.Header().Set("ETag", f.tag)
	http.ServeFileFS(w, r, static, f.path)
}

// about answers what the sign-in experience does not tell: the name of the
// application ?app_id= and the address of the inbox, both empty when unknown.
func (o Options) about(w http.ResponseWriter, r *http.Request) {
	harden(w)
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	_ = json.NewEncoder(w).Encode(struct { // the client may have gone
		ApplicationName string `json:"applicationName"`
		InboxURL        string `json:"inboxUrl"`
	}{o.ApplicationName(r.URL.Query().Get("app_id")), o.InboxURL})
}
