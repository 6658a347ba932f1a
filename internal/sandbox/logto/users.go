package logto

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"time"
)

// maxUsers bounds the memory of a sandbox that somebody signs up to in a loop.
const maxUsers = 10_000

// user is a person with an account. The identifiers are verified by the way in
// which they get here, or given by an administrator.
type user struct {
	ID            string          `json:"id"`
	Username      *string         `json:"username"`
	PrimaryEmail  *string         `json:"primaryEmail"`
	PrimaryPhone  *string         `json:"primaryPhone"`
	Name          *string         `json:"name"`
	Avatar        *string         `json:"avatar"`
	CustomData    json.RawMessage `json:"customData"`
	Identities    struct{}        `json:"identities"` // of social sign-in, which the sandbox has none of
	LastSignInAt  *int64          `json:"lastSignInAt"`
	CreatedAt     int64           `json:"createdAt"`
	UpdatedAt     int64           `json:"updatedAt"`
	Profile       json.RawMessage `json:"profile"`
	ApplicationID *string         `json:"applicationId"` // where the user signed in first
	CIMDClientID  *string         `json:"cimdClientId"`
	IsSuspended   bool            `json:"isSuspended"`

	password          passwordHash
	passwordUpdatedAt time.Time
}

// newUser returns a user with every column at its default.
func newUser(now time.Time) user {
	return user{
		ID:         random(lowerAlphanumeric, shortIDLength),
		CustomData: json.RawMessage(`{}`),
		Profile:    json.RawMessage(`{}`),
		CreatedAt:  milliseconds(now),
		UpdatedAt:  milliseconds(now),
	}
}

// setPassword replaces the password and notes since when it holds.
func (u *user) setPassword(password passwordHash, now time.Time) {
	u.password, u.passwordUpdatedAt = password, now
}

// orNull is a text as a column that may be null holds it.
func orNull(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}

// orEmpty is the text of a column that may be null.
func orEmpty(text *string) string {
	if text == nil {
		return ""
	}
	return *text
}

// addUser stores a new user under an id that nobody else has.
func (t *tenant) addUser(u user) (user, error) {
	if len(t.users) >= maxUsers {
		return user{}, &bareError{
			status:  http.StatusInsufficientStorage,
			Message: "the sandbox has no room for more users; restart it to forget them",
		}
	}
	for {
		if _, taken := t.userByID(u.ID); !taken {
			t.users = append(t.users, u)
			return u, nil
		}
		u.ID = random(lowerAlphanumeric, shortIDLength)
	}
}

// storeUser replaces the user of the same id.
func (t *tenant) storeUser(u user, now time.Time) {
	u.UpdatedAt = milliseconds(now)
	index := slices.IndexFunc(t.users, func(other user) bool { return other.ID == u.ID })
	if index >= 0 {
		t.users[index] = u
	}
}

func (t *tenant) userByID(id string) (user, bool) {
	return t.findUser(func(u user) bool { return u.ID == id })
}

// existingUser is userByID for requests that cannot do without.
func (t *tenant) existingUser(id string) (user, error) {
	found, known := t.userByID(id)
	if !known {
		return user{}, notFound()
	}
	return found, nil
}

// userByIdentifier finds the user who signs in by an identifier. Addresses
// match in any case, user names as the tenant's policy says. Logto also
// matches a phone number with and without its leading zero; the sandbox, which
// sends no short messages, takes it as it is written.
func (t *tenant) userByIdentifier(by identifier) (user, bool) {
	if by.Value == "" {
		return user{}, false
	}
	switch by.Type {
	case emailIdentifier:
		return t.findUser(func(u user) bool { return equalFold(orEmpty(u.PrimaryEmail), by.Value) })
	case phoneIdentifier:
		return t.findUser(func(u user) bool { return orEmpty(u.PrimaryPhone) == by.Value })
	default:
		policy, err := t.experience.usernamePolicy()
		sensitive := err != nil || policy.CaseSensitive
		return t.findUser(func(u user) bool {
			name := orEmpty(u.Username)
			return name == by.Value || !sensitive && equalFold(name, by.Value)
		})
	}
}

// equalFold compares as the lower function of the database does, which knows
// nothing of Unicode's wider folding.
func equalFold(a, b string) bool { return strings.ToLower(a) == strings.ToLower(b) } //nolint:staticcheck // EqualFold folds more

func (t *tenant) findUser(wanted func(u user) bool) (user, bool) {
	index := slices.IndexFunc(t.users, wanted)
	if index < 0 {
		return user{}, false
	}
	return t.users[index], true
}

// checkAvailable refuses an identifier that another user has.
func (t *tenant) checkAvailable(by identifier) error {
	if _, taken := t.userByIdentifier(by); !taken {
		return nil
	}
	switch by.Type {
	case emailIdentifier:
		return refuseUser("email_already_in_use", "This email is associated with an existing account.")
	case phoneIdentifier:
		return refuseUser("phone_already_in_use", "This phone number is associated with an existing account.")
	default:
		return refuseUser("username_already_in_use", "This username is already in use.")
	}
}

// checkAll refuses a profile of which another user has any identifier.
func (t *tenant) checkAll(profile pendingProfile) error {
	for _, one := range profile.identifiers() {
		if err := t.checkAvailable(one); err != nil {
			return err
		}
	}
	return nil
}

// refuseUser refuses what a user's account does not allow.
func refuseUser(code, message string) *requestError {
	return refuse(http.StatusUnprocessableEntity, "user."+code, message)
}
