package provider

import (
	"net/http"
	"time"
)

// The names of the cookies are Logto's, and so oidc-provider's. Theirs are
// signed; the sandbox's values cannot be guessed, which is as good.
const (
	sessionCookie     = "_session"
	interactionCookie = "_interaction"
	resumeCookie      = "_interaction_resume"
)

// session is what the provider knows of a browser.
type session struct {
	id             string // the cookie; changes with every sign-in
	uid            string // stays
	userID         string // "" before a sign-in
	signedInAt     time.Time
	authorizations map[string]authorized // by application
	signOut        *signOut              // asked for, not confirmed yet
}

// authorized is an application's share in a session.
type authorized struct {
	grantID string
	// survives is set once a grant is to outlive the session: the application
	// asked for offline_access.
	survives bool
}

func newSession() *session {
	return &session{id: newID(), uid: newID(), authorizations: make(map[string]authorized)}
}

// signIn makes the user the session's.
func (s *session) signIn(done login) {
	s.userID, s.signedInAt = done.userID, done.at
}

// olderThan reports whether the sign-in was longer ago than the age in seconds.
func (s *session) olderThan(seconds uint, now time.Time) bool {
	return now.Unix()-s.signedInAt.Unix() > int64(seconds)
}

// sessionID is the cookie by which a browser's session is found; "" without one.
func sessionID(r *http.Request) string {
	cookie, err := r.Cookie(sessionCookie)
	if err != nil {
		return ""
	}
	return cookie.Value
}

// visitor returns the session of that cookie, or a new one that is not kept yet.
func (s *state) visitor(id string, now time.Time) *session {
	if found, ok := s.sessions.get(id, now); ok {
		return found
	}
	return newSession()
}

// keep stores a session for another fortnight.
func (s *state) keep(kept *session, now time.Time) {
	s.sessions.put(kept.id, kept, now, sessionTTL)
}

// rename gives a session another cookie, as must be when somebody signs in.
func (s *state) rename(kept *session, now time.Time) {
	s.sessions.remove(kept.id)
	kept.id = newID()
	s.keep(kept, now)
}

// end drops a session and what was granted for its duration.
func (s *state) end(ended *session) {
	for _, share := range ended.authorizations {
		if !share.survives {
			s.withdraw(share.grantID)
		}
	}
	s.sessions.remove(ended.id)
}

// SignOut ends the sessions of a user in all browsers, and takes back what was
// granted in their name. A JWT for an API resource stays valid until it expires.
func (p *Provider) SignOut(userID string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.state.sessions.removeAll(func(s *session) bool { return s.userID == userID })
	p.state.codes.removeAll(func(c *code) bool { return c.authorized.userID == userID })
	p.state.accessTokens.removeAll(func(t accessToken) bool { return t.userID == userID })
	p.state.refreshTokens.removeAll(func(t *refreshToken) bool { return t.userID == userID })
	p.state.grants.removeAll(func(g *grant) bool { return g.userID == userID })
}

// expired is the age of a cookie that the browser shall forget.
const expired = -time.Second

// setCookie sends a cookie that scripts cannot read.
func (p *Provider) setCookie(w http.ResponseWriter, name, value, path string, age time.Duration) {
	http.SetCookie(w, &http.Cookie{ //nolint:gosec // Secure follows the endpoint: a sandbox may be plain HTTP
		Name: name, Value: value, Path: path,
		MaxAge: int(age.Seconds()), HttpOnly: true, Secure: p.secure, SameSite: http.SameSiteLaxMode,
	})
}

// setSessionCookie ties the browser to its session.
func (p *Provider) setSessionCookie(w http.ResponseWriter, id string) {
	p.setCookie(w, sessionCookie, id, "/", sessionTTL)
}
