package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/alexedwards/scs/v2"
	"github.com/logto-io/go/v2/client"
	"github.com/logto-io/go/v2/core"
)

// scopes are what the app asks Logto about people, besides openid, profile and
// offline_access, which the SDK adds. People's email address is only there
// because of the first; core.UserScopePhone, core.UserScopeRoles and
// core.UserScopeCustomData are others.
func scopes() []string { return []string{core.UserScopeEmail} }

var (
	errCancelled  = errors.New("the person cancelled the sign-in")
	errRefused    = errors.New("the sign-in was refused by Logto")
	errNotStarted = errors.New("no sign-in is under way in this session")
	errOnlyHere   = errors.New("signed out here, but not at Logto")
)

// returnToKey is where the session keeps the page to show after signing in.
const returnToKey = "return_to"

// app is what the routes share.
type app struct {
	settings settings
	sessions *scs.SessionManager
}

func newApp(settings settings, sessions *scs.SessionManager) *app {
	a := &app{settings: settings, sessions: sessions}
	sessions.ErrorFunc = a.showSessionFailure
	return a
}

// user is somebody who is signed in.
type user struct {
	ID            string
	Email         string
	EmailVerified bool
	Name          string
	Username      string
}

// Label is what a user is called on pages: the email address, or else the most
// telling that there is.
func (u user) Label() string { return cmp.Or(u.Email, u.Name, u.Username, u.ID) }

// user returns who is signed in, nil for nobody. Their claims were verified when
// they signed in.
func (a *app) user(ctx context.Context) *user {
	claims, err := a.logto(ctx).GetIdTokenClaims()
	if err != nil {
		return nil
	}
	return &user{ID: claims.Sub, Email: claims.Email, EmailVerified: claims.EmailVerified, Name: claims.Name, Username: claims.Username}
}

// logto returns Logto's client for one request. Each gets a configuration of its
// own, because the client adds to it.
func (a *app) logto(ctx context.Context) *client.LogtoClient {
	return client.NewLogtoClient(&client.LogtoConfig{
		Endpoint:  a.settings.endpoint,
		AppId:     a.settings.appID,
		AppSecret: a.settings.appSecret,
		Scopes:    scopes(),
	}, storage{ctx, a.sessions})
}

// startSignIn returns the address at Logto where people sign in. Afterwards they
// get to the path returnTo of this app.
func (a *app) startSignIn(ctx context.Context, returnTo string) (string, error) {
	address, err := a.logto(ctx).SignIn(&client.SignInOptions{RedirectUri: a.settings.redirectURI})
	if err != nil {
		return "", err
	}
	a.sessions.Put(ctx, returnToKey, ownPath(returnTo))
	if a.user(ctx) == nil {
		a.sessions.SetDeadline(ctx, time.Now().Add(signInTimeout)) // until finishSignIn
	}
	return escaped(address)
}

// finishSignIn takes what Logto sends people back with, and returns the path to
// go on with.
func (a *app) finishSignIn(r *http.Request) (string, error) {
	ctx, query := r.Context(), r.URL.Query()
	if !a.isUnderWay(ctx, query.Get("state")) {
		return "", errNotStarted
	}
	switch refusal := query.Get("error"); refusal {
	case "":
	case "access_denied", "oidc.aborted": // the latter is Logto's own
		return "", errCancelled
	default:
		return "", fmt.Errorf("%w: %q", errRefused, refusal)
	}
	// The SDK would hand the access tokens of whoever was signed in before on.
	a.sessions.Remove(ctx, client.StorageKeyAccessTokenMap)
	if err := a.logto(ctx).HandleSignInCallback(r); err != nil {
		return "", fmt.Errorf("%w: %w", errRefused, err)
	}
	// A token that somebody else may have planted before is worth nothing now.
	if err := a.sessions.RenewToken(ctx); err != nil {
		return "", err
	}
	return ownPath(a.sessions.PopString(ctx, returnToKey)), nil
}

// isUnderWay tells whether this session began the sign-in that has the state.
func (a *app) isUnderWay(ctx context.Context, state string) bool {
	var begun client.SignInSession
	err := json.Unmarshal([]byte(a.sessions.GetString(ctx, client.StorageKeySignInSession)), &begun)
	return err == nil && begun.State != "" && begun.State == state
}

// signOut ends the session here and returns the address at Logto that ends the
// one there. The session here ends also when Logto cannot be reached.
func (a *app) signOut(ctx context.Context) (string, error) {
	address, err := a.logto(ctx).SignOut(a.settings.postSignOutURI)
	if failed := a.sessions.Destroy(ctx); failed != nil {
		return "", failed
	}
	if err != nil {
		return "", fmt.Errorf("%w: %w", errOnlyHere, err)
	}
	return escaped(address)
}

// isForeign tells whether another website made the browser send the request.
func isForeign(r *http.Request) bool {
	site := r.Header.Get("Sec-Fetch-Site")
	return site == "cross-site" || site == "same-site"
}

// ownPath returns a path of this app, the home page instead of anything that
// could lead elsewhere.
func ownPath(path string) string {
	parsed, err := url.Parse(path)
	if err != nil || parsed.Scheme != "" || parsed.Host != "" || parsed.User != nil || parsed.Fragment != "" ||
		!strings.HasPrefix(path, "/") || strings.HasPrefix(path, "//") || strings.Contains(path, `\`) {
		return "/"
	}
	return path
}

// escaped encodes the query of an address, which the SDK leaves as plain text:
// scopes have spaces between them.
func escaped(address string) (string, error) {
	parsed, err := url.Parse(address)
	if err != nil {
		return "", err
	}
	parsed.RawQuery = parsed.Query().Encode()
	return parsed.String(), nil
}

// storage is where the SDK keeps what it knows: in the session of one request.
type storage struct {
	ctx      context.Context
	sessions *scs.SessionManager
}

var _ client.Storage = storage{}

func (s storage) GetItem(key string) string { return s.sessions.GetString(s.ctx, key) }

func (s storage) SetItem(key, value string) {
	if value == "" {
		s.sessions.Remove(s.ctx, key)
		return
	}
	s.sessions.Put(s.ctx, key, value)
}
