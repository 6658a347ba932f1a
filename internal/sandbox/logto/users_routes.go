package logto

import (
	"encoding/json"
	"net/http"
)

func (s *Server) userRoutes() []route {
	const all, one = "/api/users", "/api/users/{userId}"
	return []route{
		{http.MethodGet, all, "ListUsers", "Get users", false, s.listUsers},
		{http.MethodPost, all, "CreateUser", "Create user", false, guardedBody(newUserGuard(), s.createUser)},
		{http.MethodGet, one, "GetUser", "Get user", false, s.getUser},
		{http.MethodDelete, one, "DeleteUser", "Delete user", false, s.deleteUser},
	}
}

// shownUser is a user as the API shows them.
type shownUser struct {
	user

	HasPassword bool `json:"hasPassword"`
}

func (u user) show() shownUser { return shownUser{u, u.password.Set()} }

func (u user) searchFields() map[string]string {
	return map[string]string{
		"id": u.ID, "primaryEmail": orEmpty(u.PrimaryEmail), "primaryPhone": orEmpty(u.PrimaryPhone),
		"username": orEmpty(u.Username), "name": orEmpty(u.Name),
	}
}

// listUsers lists the newest users first.
func (s *Server) listUsers(r *http.Request) (answer, error) {
	query := r.URL.Query()
	p, err := parsePages(query, false)
	if err != nil {
		return answer{}, err
	}
	if query.Get("excludeRoleId") != "" && query.Get("excludeOrganizationId") != "" {
		return answer{}, invalidRequest("Parameter `excludeRoleId` and `excludeOrganizationId` cannot be used at the same time.")
	}
	matches, err := parseSearch(query)
	if err != nil {
		return answer{}, err
	}
	return within(s.state, func(t *tenant) (answer, error) {
		found := []shownUser{}
		for one := range t.users.newest() {
			if matches.match(one.searchFields()) {
				found = append(found, one.show())
			}
		}
		return answer{status: http.StatusOK, body: page(p, found), pages: p}, nil
	})
}

func (s *Server) getUser(r *http.Request) (answer, error) {
	return within(s.state, func(t *tenant) (answer, error) {
		found, err := t.existingUser(r.PathValue("userId"))
		if err != nil {
			return answer{}, err
		}
		return ok(found.show())
	})
}

// deleteUser deletes a user, and ends their sessions and tokens.
func (s *Server) deleteUser(r *http.Request) (answer, error) {
	id := r.PathValue("userId")
	if err := s.state.change(func(t *tenant) error {
		_, err := t.existingUser(id)
		t.users.remove(id)
		return err
	}); err != nil {
		return answer{}, err
	}
	s.provider.SignOut(id) // afterwards, so that nobody can sign in meanwhile
	return noContent()
}

// userBody is the guarded body of a request that creates a user.
type userBody struct {
	PrimaryPhone      string          `json:"primaryPhone"`
	PrimaryEmail      string          `json:"primaryEmail"`
	Username          string          `json:"username"`
	Password          string          `json:"password"`
	PasswordDigest    string          `json:"passwordDigest"`
	PasswordAlgorithm string          `json:"passwordAlgorithm"`
	Name              string          `json:"name"`
	Avatar            *string         `json:"avatar"`
	CustomData        json.RawMessage `json:"customData"`
	Profile           json.RawMessage `json:"profile"`
}

func newUserGuard() guard {
	return object(partial(
		field{"primaryPhone", text(matching(phonePattern))},
		field{"primaryEmail", text(matching(emailPattern))},
		field{"username", text(matching(usernamePattern))},
		field{"password", text(notEmpty)},
		field{"passwordDigest", text(atMost(256))},
		field{"passwordAlgorithm", oneOf("Argon2i", "Argon2id", "Argon2d", "SHA1", "SHA256", "MD5", "Bcrypt", "Legacy")},
		field{"name", text()},
		field{"avatar", nullable(union(text(webURL), literal("")))},
		field{"customData", record(anything)},
		field{"profile", userProfileGuard()},
	)...)
}

// userProfileGuard accepts the standard claims that have no column of their own.
func userProfileGuard() guard {
	texts := func(names ...string) []field {
		fields := make([]field, len(names))
		for i, name := range names {
			fields[i] = field{name, text()}
		}
		return partial(fields...)
	}
	address := object(texts("formatted", "streetAddress", "locality", "region", "postalCode", "country")...)
	claims := texts(
		"familyName", "givenName", "middleName", "nickname", "preferredUsername", "profile", "website", "gender",
		"birthdate", "zoneinfo", "locale",
	)
	return object(append(claims, partial(field{"address", address})...)...)
}

// createUser creates a user as an administrator wants it: no policy is asked.
func (s *Server) createUser(r *http.Request, body userBody) (answer, error) {
	switch {
	case body.Password != "" && body.PasswordDigest != "":
		return answer{}, refuse(http.StatusBadRequest, "user.password_and_digest",
			"You cannot set both plain text password and password digest.")
	case body.PasswordDigest != "" && body.PasswordAlgorithm == "":
		return answer{}, refuse(http.StatusBadRequest, "user.password_algorithm_required", "Password algorithm is required.")
	case body.PasswordDigest != "":
		return answer{}, &bareError{status: http.StatusNotImplemented, Message: "the sandbox takes passwords, but no digests of them"}
	}
	profile := pendingProfile{Username: body.Username, PrimaryEmail: body.PrimaryEmail, PrimaryPhone: body.PrimaryPhone}
	if err := s.state.change(func(t *tenant) error { return t.checkAll(profile) }); err != nil {
		return answer{}, err
	}
	for _, column := range []string{body.Username, body.PrimaryEmail, body.PrimaryPhone, body.Name} {
		if length(column) > maxEmail {
			return answer{}, tooLong(maxEmail)
		}
	}
	if body.Password != "" {
		hash, err := s.state.hasher.Hash(r.Context(), body.Password)
		if err != nil {
			return answer{}, err
		}
		profile.password = hash
	}
	account := newUser(s.now())
	profile.fill(&account, s.now())
	account.Name = orNull(body.Name)
	account.Avatar = orNull(orEmpty(body.Avatar))
	if body.CustomData != nil {
		account.CustomData = body.CustomData
	}
	if body.Profile != nil {
		account.Profile = body.Profile
	}
	return within(s.state, func(t *tenant) (answer, error) {
		if err := t.checkAll(profile); err != nil { // somebody may have signed up meanwhile
			return answer{}, err
		}
		created, err := t.addUser(account)
		return answer{status: http.StatusOK, body: created.show()}, err
	})
}
