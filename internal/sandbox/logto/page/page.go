package page

import (
	"net/http"
	"net/url"
	"slices"
)

// Options are what the page shows beyond the sign-in experience. Every one of
// them may be left out.
type Options struct {
	// ApplicationName returns the name of an application, or nothing when
	// there is none with this id. The page greets with it.
	ApplicationName func(id string) string
	// InboxURL is where the mails of the sandbox arrive. The page then says so
	// at its foot.
	InboxURL string
	// HasInteraction tells whether a request's cookie names a sign-in that has
	// been started. Without one, the paths that need it lead elsewhere, as
	// Logto's do: see UnknownSessionURL.
	HasInteraction func(r *http.Request) bool
	// UnknownSessionURL returns the sign-in experience's own
	// unknownSessionRedirectUrl; nothing means /unknown-session.
	UnknownSessionURL func() string
}

// unknownSession says that there is nothing to sign in to.
const unknownSession = "/unknown-session"

// started are the paths that Logto shows to a started sign-in only.
func started() []string {
	return []string{
		"/sign-in",
		"/sign-in/password",
		"/sign-in/verification-code",
		"/register",
		"/register/password",
		"/register/verification-code",
		"/forgot-password",
		"/forgot-password/reset",
		"/forgot-password/verification-code",
	}
}

// moved are paths that Logto shows to a started sign-in only, too, but that have
// nothing to show here, where nobody signs in by a company's own provider. They
// lead to the sign-in.
func moved() []string { return []string{"/{$}", "/single-sign-on"} }

// open are the paths that Logto shows to everybody.
func open() []string {
	return []string{
		"/account-suspended",
		"/continue/{method}",
		"/identifier-register",
		"/identifier-sign-in",
		"/reset-password",
		unknownSession,
	}
}

// Patterns are the paths of [New], for the [http.ServeMux] around it: those of
// Logto's page, and below /sign-in-page/ those of the page's own files.
func Patterns() []string {
	own := []string{filesPath + "about.json"}
	for name := range files() {
		own = append(own, filesPath+name)
	}
	slices.Sort(own)
	return slices.Concat(started(), moved(), open(), own)
}

// New serves the page. It answers GET and HEAD.
func New(options Options) http.Handler {
	options = options.withDefaults()
	mux := http.NewServeMux()
	for _, pattern := range started() {
		mux.HandleFunc("GET "+pattern, options.withInteraction(document))
	}
	for _, pattern := range moved() {
		mux.HandleFunc("GET "+pattern, options.withInteraction(toSignIn))
	}
	for _, pattern := range open() {
		mux.HandleFunc("GET "+pattern, document)
	}
	mux.HandleFunc("GET "+filesPath+"about.json", options.about)
	for name, f := range files() {
		mux.Handle("GET "+filesPath+name, f)
	}
	return mux
}

func (o Options) withDefaults() Options {
	if o.ApplicationName == nil {
		o.ApplicationName = func(string) string { return "" }
	}
	if o.HasInteraction == nil {
		o.HasInteraction = func(*http.Request) bool { return true }
	}
	if o.UnknownSessionURL == nil {
		o.UnknownSessionURL = func() string { return "" }
	}
	return o
}

// withInteraction lets a started sign-in pass.
func (o Options) withInteraction(next http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if o.HasInteraction(r) {
			next(w, r)
			return
		}
		elsewhere := o.UnknownSessionURL()
		if elsewhere == "" {
			elsewhere = unknownSession
		}
		w.Header().Set("Cache-Control", "no-store")
		http.Redirect(w, r, elsewhere, http.StatusFound)
	}
}

// toSignIn leads to the sign-in, which is told the same.
func toSignIn(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Cache-Control", "no-store")
	there := url.URL{Path: "/sign-in", RawQuery: r.URL.RawQuery}
	http.Redirect(w, r, there.String(), http.StatusFound)
}
