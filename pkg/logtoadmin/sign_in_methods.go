package logtoadmin

import "encoding/json"

// Identifier is what a user is known by.
type Identifier string

// The identifiers. EmailOrPhone can only be a secondary identifier of sign-up.
const (
	IdentifierUsername     Identifier = "username"
	IdentifierEmail        Identifier = "email"
	IdentifierPhone        Identifier = "phone"
	IdentifierEmailOrPhone Identifier = "emailOrPhone"
)

// SignUp says what a new user has to give. Logto replaces it whole.
type SignUp struct {
	// Identifiers are alternatives: email and phone together mean either.
	Identifiers []Identifier `json:"identifiers"`
	// Password says that a new user sets a password.
	Password bool `json:"password"`
	// Verify says that an address is verified with a code. The server requires
	// it for email and phone.
	Verify bool `json:"verify"`
	// SecondaryIdentifiers are asked for in addition.
	SecondaryIdentifiers []SecondaryIdentifier `json:"secondaryIdentifiers,omitempty"`
	// Extra keeps the fields that this package does not know.
	Extra map[string]json.RawMessage `json:"-"`
}

// SecondaryIdentifier is an identifier that a new user gives in addition.
type SecondaryIdentifier struct {
	Identifier Identifier `json:"identifier"`
	// Verify says that it is verified with a code.
	Verify bool `json:"verify"`
	// Extra keeps the fields that this package does not know.
	Extra map[string]json.RawMessage `json:"-"`
}

// SignIn says how users may sign in. Logto replaces it whole.
type SignIn struct {
	// Methods has one entry for each identifier. An empty list locks everyone out.
	Methods []SignInMethod `json:"methods"`
	// Extra keeps the fields that this package does not know.
	Extra map[string]json.RawMessage `json:"-"`
}

// SignInMethod says how a user may sign in with one identifier.
type SignInMethod struct {
	Identifier Identifier `json:"identifier"`
	// Password and VerificationCode are the factors that are allowed.
	Password         bool `json:"password"`
	VerificationCode bool `json:"verificationCode"`
	// IsPasswordPrimary says which of two allowed factors comes first.
	IsPasswordPrimary bool `json:"isPasswordPrimary"`
	// Extra keeps the fields that this package does not know.
	Extra map[string]json.RawMessage `json:"-"`
}

// UnmarshalJSON decodes the sign-up and keeps unknown fields in Extra.
func (s *SignUp) UnmarshalJSON(data []byte) (err error) {
	type plain SignUp
	s.Extra, err = decodeWithExtra(data, (*plain)(s))
	return err
}

// MarshalJSON encodes the sign-up with the fields in Extra.
func (s SignUp) MarshalJSON() ([]byte, error) {
	type plain SignUp
	s.Identifiers = list(s.Identifiers)
	return encodeWithExtra(plain(s), s.Extra)
}

// UnmarshalJSON decodes the identifier and keeps unknown fields in Extra.
func (s *SecondaryIdentifier) UnmarshalJSON(data []byte) (err error) {
	type plain SecondaryIdentifier
	s.Extra, err = decodeWithExtra(data, (*plain)(s))
	return err
}

// MarshalJSON encodes the identifier with the fields in Extra.
func (s SecondaryIdentifier) MarshalJSON() ([]byte, error) {
	type plain SecondaryIdentifier
	return encodeWithExtra(plain(s), s.Extra)
}

// UnmarshalJSON decodes the sign-in and keeps unknown fields in Extra.
func (s *SignIn) UnmarshalJSON(data []byte) (err error) {
	type plain SignIn
	s.Extra, err = decodeWithExtra(data, (*plain)(s))
	return err
}

// MarshalJSON encodes the sign-in with the fields in Extra.
func (s SignIn) MarshalJSON() ([]byte, error) {
	type plain SignIn
	s.Methods = list(s.Methods)
	return encodeWithExtra(plain(s), s.Extra)
}

// UnmarshalJSON decodes the method and keeps unknown fields in Extra.
func (m *SignInMethod) UnmarshalJSON(data []byte) (err error) {
	type plain SignInMethod
	m.Extra, err = decodeWithExtra(data, (*plain)(m))
	return err
}

// MarshalJSON encodes the method with the fields in Extra.
func (m SignInMethod) MarshalJSON() ([]byte, error) {
	type plain SignInMethod
	return encodeWithExtra(plain(m), m.Extra)
}
