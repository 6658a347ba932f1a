package provider

import (
	"crypto/rand"
	"encoding/base64"
	"slices"
	"time"
)

// InteractionTTL is how long a person may take over a prompt: an hour, as at Logto.
const InteractionTTL = time.Hour

// How long other things are good for; Logto's own figures.
const (
	sessionTTL     = 14 * 24 * time.Hour
	grantTTL       = 180 * 24 * time.Hour
	codeTTL        = time.Minute
	accessTokenTTL = time.Hour

	defaultIDTokenTTL      = time.Hour
	defaultRefreshTokenTTL = 14 * 24 * time.Hour
)

// MaxInteractions is how many prompts are under way at once. One more, and the
// oldest is forgotten.
const MaxInteractions = 2000

// How many of each other thing are kept.
const (
	maxSessions = 2000
	maxGrants   = 5000
	maxTokens   = 10000
)

// state is what the provider remembers. Its methods neither lock nor wait.
type state struct {
	interactions  table[*interaction]
	sessions      table[*session]
	grants        table[*grant]
	codes         table[*code]
	accessTokens  table[accessToken]
	refreshTokens table[*refreshToken]
}

func newState() state {
	return state{
		interactions:  newTable[*interaction](MaxInteractions),
		sessions:      newTable[*session](maxSessions),
		grants:        newTable[*grant](maxGrants),
		codes:         newTable[*code](maxTokens),
		accessTokens:  newTable[accessToken](maxTokens),
		refreshTokens: newTable[*refreshToken](maxTokens),
	}
}

// grant is what a user lets an application have. Codes and tokens hang on it
// and die with it.
type grant struct {
	id            string
	applicationID string
	userID        string
	scopes        []string
}

// covers reports whether all the scopes were granted.
func (g *grant) covers(scopes []string) bool { return len(g.filter(scopes)) == len(scopes) }

// filter returns those of the scopes that were granted.
func (g *grant) filter(scopes []string) []string {
	return slices.DeleteFunc(slices.Clone(scopes), func(s string) bool { return !slices.Contains(g.scopes, s) })
}

// withdraw ends a grant and everything that hangs on it.
func (s *state) withdraw(grantID string) {
	s.withdrawTokens(grantID)
	s.grants.remove(grantID)
}

// withdrawTokens ends what hangs on a grant, but not the grant.
func (s *state) withdrawTokens(grantID string) {
	s.codes.removeAll(func(c *code) bool { return c.grantID == grantID })
	s.accessTokens.removeAll(func(t accessToken) bool { return t.grantID == grantID })
	s.refreshTokens.removeAll(func(t *refreshToken) bool { return t.grantID == grantID })
}

// newID draws an identifier that cannot be guessed: 43 characters that need no
// escaping in a URL.
func newID() string {
	drawn := make([]byte, 32)
	_, _ = rand.Read(drawn) // never fails: it ends the program instead
	return base64.RawURLEncoding.EncodeToString(drawn)
}
