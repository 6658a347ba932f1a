package logto

import (
	"encoding/json"
	"net/http"
	"slices"
	"time"
	"unicode/utf8"

	"github.com/logtoctl/logtoctl/internal/sandbox/logto/policy"
)

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

	password          policy.Hash
	passwordUpdatedAt time.Time
}

// newUser returns a user with every column at its default.
func newUser(now time.Time) user {
	return user{
		ID:         random(lowerAlphanumeric, shortIDLength),
		CustomData: json.RawMessage(`{}`),
		Profile:    json.RawMessage(`{}`),
		CreatedAt:  now.UnixMilli(),
		UpdatedAt:  now.UnixMilli(),
	}
}

// setPassword replaces the password and notes since when it holds.
func (u *user) setPassword(password policy.Hash, now time.Time) {
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
	if t.users.len() >= maxRows {
		return user{}, noRoom("users")
	}
	for {
		if _, taken := t.userByID(u.ID); !taken {
			t.users.insert(u)
			return u, nil
		}
		u.ID = random(lowerAlphanumeric, shortIDLength)
	}
}

// storeUser replaces the user of the same id.
func (t *tenant) storeUser(u user, now time.Time) {
	u.UpdatedAt = now.UnixMilli()
	t.users.update(u)
}

func (t *tenant) userByID(id string) (user, bool) { return t.users.get(id) }

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
	if by.Value == "" || len(by.Value) > utf8.UTFMax*maxEmail {
		return user{}, false // no column has room for more
	}
	found := t.users.named(by)
	if by.Type == usernameIdentifier {
		if rules, err := t.experience.usernamePolicy(); err != nil || rules.CaseSensitive {
			found = slices.DeleteFunc(slices.Clone(found), func(r *userRow) bool { return orEmpty(r.Username) != by.Value })
		}
	}
	if len(found) == 0 {
		return user{}, false
	}
	return found[0].user, true
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
