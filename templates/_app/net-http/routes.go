package main

import (
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/url"

	"github.com/logto-io/go/v2/client"
)

// newHandler returns the whole app.
func newHandler(a *app) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", a.home)
	mux.HandleFunc("GET /sign-in", a.toSignIn)
	mux.HandleFunc("GET "+callbackPath, a.callback)
	mux.HandleFunc("GET /sign-out", a.toSignOut)
	mux.Handle("GET /profile", a.signedIn(a.profile))
	mux.HandleFunc("GET /user-info", a.userInfo)
	mux.HandleFunc("GET /health", health)
	mux.HandleFunc("GET /style.css", showStyle)
	mux.HandleFunc("GET /", a.showNotFound) // without a method it would stand in for 405
	return a.guarded(a.sessions.LoadAndSave(mux))
}

// home says whether and as whom somebody is signed in.
func (a *app) home(w http.ResponseWriter, r *http.Request) {
	a.show(w, http.StatusOK, homePage, view{User: a.user(r.Context())})
}

// toSignIn sends people to Logto. With return_to they come back to that page.
func (a *app) toSignIn(w http.ResponseWriter, r *http.Request) {
	address, err := a.startSignIn(r.Context(), r.FormValue("return_to"))
	if err != nil {
		a.showFailure(w, r, err)
		return
	}
	http.Redirect(w, r, address, http.StatusSeeOther)
}

// callback is where Logto sends people back to.
func (a *app) callback(w http.ResponseWriter, r *http.Request) {
	path, err := a.finishSignIn(r)
	if err != nil {
		a.showFailure(w, r, err)
		return
	}
	http.Redirect(w, r, path, http.StatusSeeOther) // #nosec G710 -- ownPath made sure that it leads nowhere else
}

// toSignOut signs people out, here and at Logto. A plain link can do that, but
// none on another website: those get a page that asks first.
func (a *app) toSignOut(w http.ResponseWriter, r *http.Request) {
	if isForeign(r) {
		a.showSignOutQuestion(w, r)
		return
	}
	address, err := a.signOut(r.Context())
	if err != nil {
		a.showFailure(w, r, err)
		return
	}
	http.Redirect(w, r, address, http.StatusSeeOther)
}

// signedIn lets only people through who are signed in. Others sign in first and
// then come back.
func (a *app) signedIn(next func(http.ResponseWriter, *http.Request, *user)) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		user := a.user(r.Context())
		if user == nil {
			http.Redirect(w, r, "/sign-in?return_to="+url.QueryEscape(r.URL.RequestURI()), http.StatusSeeOther)
			return
		}
		next(w, r, user)
	})
}

func (a *app) profile(w http.ResponseWriter, _ *http.Request, user *user) {
	a.show(w, http.StatusOK, profilePage, view{Title: "Profile", User: user})
}

// userInfo asks Logto what it knows about the person at this moment.
func (a *app) userInfo(w http.ResponseWriter, r *http.Request) {
	info, err := a.logto(r.Context()).FetchUserInfo()
	switch {
	case errors.Is(err, client.ErrNotAuthenticated):
		writeJSON(w, http.StatusUnauthorized, map[string]string{"error": "not signed in"})
	case err != nil:
		slog.Error("fetch the user info", "error", err)
		writeJSON(w, http.StatusBadGateway, map[string]string{"error": "Logto gave no user info"})
	default:
		writeJSON(w, http.StatusOK, info)
	}
}

// health tells those who watch the app that it answers.
func health(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "ok\n") }

func writeJSON(w http.ResponseWriter, status int, value any) {
	body, err := json.MarshalIndent(value, "", "  ")
	if err != nil {
		http.Error(w, http.StatusText(http.StatusInternalServerError), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, _ = w.Write(append(body, '\n'))
}
