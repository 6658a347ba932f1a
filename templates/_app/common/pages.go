package main

import (
	"bytes"
	"embed"
	"errors"
	"fmt"
	"html/template"
	"log/slog"
	"net/http"
	"net/url"

	"github.com/logto-io/go/v2/core"
)

// appName is what the pages call the app, unless APP_NAME does.
const appName = "webapp"

//go:embed pages
var files embed.FS

var (
	homePage    = parse("home.html")
	profilePage = parse("profile.html")
	messagePage = parse("message.html")
)

func parse(name string) *template.Template {
	return template.Must(template.ParseFS(files, "pages/layout.html", "pages/"+name))
}

// view is what a page shows. Title and what follows is for messages.
type view struct {
	App      string
	User     *user // nil when nobody is signed in
	Title    string
	Text     string
	SignIn   bool   // offer to sign in
	ReturnTo string // the page to go on with after that, "" for the home page
	SignOut  bool   // offer to sign out
}

// show writes a page whole, or an error.
func (a *app) show(w http.ResponseWriter, status int, page *template.Template, v view) {
	v.App = a.settings.name
	var body bytes.Buffer
	if err := page.ExecuteTemplate(&body, "layout.html", v); err != nil {
		slog.Error("show a page", "error", err)
		http.Error(w, http.StatusText(http.StatusInternalServerError), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store") // it says who is signed in
	w.WriteHeader(status)
	_, _ = body.WriteTo(w)
}

func showStyle(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Cache-Control", "public, max-age=600")
	http.ServeFileFS(w, r, files, "pages/style.css")
}

// showMessage shows a message to whoever is signed in, or to nobody in particular.
func (a *app) showMessage(w http.ResponseWriter, r *http.Request, status int, v view) {
	v.User = a.user(r.Context())
	if path := a.sessions.GetString(r.Context(), returnToKey); path != "/" {
		v.ReturnTo = path
	}
	a.show(w, status, messagePage, v)
}

// showSignOutQuestion is for people whom another website sent to sign out.
func (a *app) showSignOutQuestion(w http.ResponseWriter, r *http.Request) {
	a.showMessage(w, r, http.StatusForbidden, view{Title: "Sign out?", Text: "A link on another website wants to sign you out here.", SignOut: true})
}

func (a *app) showNotFound(w http.ResponseWriter, r *http.Request) {
	a.showMessage(w, r, http.StatusNotFound, view{Title: "Page not found", Text: "There is nothing at this address."})
}

// showFailure shows people what they can do about an error, and logs the rest.
func (a *app) showFailure(w http.ResponseWriter, r *http.Request, err error) {
	status, v := failure(err)
	logFailure(r, status, err)
	a.showMessage(w, r, status, v)
}

// showSessionFailure is for errors of the sessions themselves, which cannot say
// any more who is signed in.
func (a *app) showSessionFailure(w http.ResponseWriter, r *http.Request, err error) {
	status, v := failure(err)
	logFailure(r, status, fmt.Errorf("load or save a session: %w", err))
	a.show(w, status, messagePage, v)
}

func logFailure(r *http.Request, status int, err error) {
	level := slog.LevelInfo
	if status >= http.StatusInternalServerError {
		level = slog.LevelError
	}
	slog.Log(r.Context(), level, "failed", "method", r.Method, "path", r.URL.Path, "status", status, "error", err)
}

// failure returns the status and the page for an error.
func failure(err error) (int, view) {
	var unreachable *url.Error
	switch {
	case errors.Is(err, errCancelled):
		return http.StatusForbidden, view{Title: "Sign-in cancelled", Text: "Nothing has changed, and you can try again at any time.", SignIn: true}
	case errors.Is(err, errNotStarted), errors.Is(err, core.ErrCodeNotFoundInCallbackUri):
		return http.StatusBadRequest, view{
			Title: "Sign-in expired", SignIn: true,
			Text: "It is over already, it took too long, or it began in another browser. Please start again.",
		}
	case errors.Is(err, core.ErrCallbackUriNotMatchRedirectUri):
		return http.StatusBadRequest, view{
			Title: "You came back to another address",
			Text:  "The app is registered at Logto under another address than this one. Behind a proxy, Host and X-Forwarded-Proto have to be passed on.",
		}
	case errors.Is(err, errOnlyHere):
		return http.StatusBadGateway, view{Title: "You are signed out, but only here", Text: "Logto did not answer, so your session there may still be open. Signing out once more ends it.", SignOut: true}
	case errors.As(err, &unreachable):
		return http.StatusBadGateway, view{Title: "Logto cannot be reached", Text: "Signing in and out goes through Logto, which does not answer at the moment. Please try again later."}
	case errors.Is(err, errRefused):
		return http.StatusBadGateway, view{Title: "Logto could not sign you in", Text: "It did not finish the sign-in to this app. Please try again in a moment.", SignIn: true}
	default:
		return http.StatusInternalServerError, view{Title: "Something went wrong", Text: "It has been logged, and trying again may help."}
	}
}

// guarded answers a panic with a page, and tells browsers what these pages never
// do: run scripts, load anything from elsewhere, or sit in somebody else's frame.
func (a *app) guarded(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		header := w.Header()
		header.Set("Content-Security-Policy", "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
		header.Set("Referrer-Policy", "no-referrer")
		header.Set("X-Content-Type-Options", "nosniff")
		defer func() {
			switch cause := recover(); cause {
			case nil:
			case http.ErrAbortHandler:
				panic(cause)
			default:
				slog.Error("panic", "path", r.URL.Path, "cause", cause)
				_, v := failure(nil)
				a.show(w, http.StatusInternalServerError, messagePage, v)
			}
		}()
		next.ServeHTTP(w, r)
	})
}
