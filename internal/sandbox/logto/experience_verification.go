package logto

import (
	"net/http"
	"slices"

	"github.com/logtoctl/logtoctl/internal/sandbox/logto/policy"
)

// The types of verification records: the ways in which a person can show who they are.
const (
	passwordVerification = "Password"
	emailVerification    = "EmailVerificationCode"
	phoneVerification    = "PhoneVerificationCode"
	newPasswordIdentity  = "NewPasswordIdentity"
)

// identifier is a name by which people sign in: a user name, an address or a number.
type identifier struct {
	Type  string `json:"type"`
	Value string `json:"value"`
}

// verificationRecord is one thing that a person shows about themselves, or is
// about to show.
type verificationRecord struct {
	id         string
	kind       string
	identifier identifier
	verified   bool

	usageType string            // of the mail with the code
	code      *verificationCode // nil once it is used
	password  policy.Hash       // of a new password identity
}

// shownRecord is a record as the page may see it.
type shownRecord struct {
	ID           string     `json:"id"`
	Type         string     `json:"type"`
	Identifier   identifier `json:"identifier"`
	TemplateType string     `json:"templateType,omitempty"`
	Verified     *bool      `json:"verified,omitempty"`
}

func (r verificationRecord) show() shownRecord {
	shown := shownRecord{ID: r.id, Type: r.kind, Identifier: r.identifier, TemplateType: r.usageType, Verified: &r.verified}
	if r.kind == newPasswordIdentity {
		shown.Verified = nil // it is made verified
	}
	return shown
}

func (r verificationRecord) byCode() bool {
	return r.kind == emailVerification || r.kind == phoneVerification
}

// newProfile is what the record lets a new account have.
func (r verificationRecord) newProfile() (pendingProfile, error) {
	if !r.verified || r.kind == passwordVerification {
		return pendingProfile{}, notVerified()
	}
	profile := profileOf(r.identifier)
	profile.password = r.password
	return profile, nil
}

func notVerified() error {
	return refuse(http.StatusBadRequest, "session.verification_failed",
		"The verification was not successful. Restart the verification flow and try again.")
}

// withRecord returns the interaction with a record, which takes the place of
// one of the same type.
func (i interaction) withRecord(record verificationRecord) interaction {
	records := slices.Clone(i.records)
	index := slices.IndexFunc(records, func(other verificationRecord) bool { return other.kind == record.kind })
	if index < 0 {
		records = append(records, record)
	} else {
		records[index] = record
	}
	i.records = records
	return i
}

// record returns the record with an id.
func (i interaction) record(id string) (verificationRecord, error) {
	index := slices.IndexFunc(i.records, func(r verificationRecord) bool { return r.id == id })
	if index < 0 {
		return verificationRecord{}, noSuchVerification()
	}
	return i.records[index], nil
}

// recordOf returns the record with an id, if it is of that type.
func (i interaction) recordOf(kind, id string) (verificationRecord, error) {
	found, err := i.record(id)
	if err == nil && found.kind != kind {
		return verificationRecord{}, noSuchVerification()
	}
	return found, err
}

func noSuchVerification() error {
	return refuse(http.StatusNotFound, "session.verification_session_not_found",
		"The verification was not successful. Restart the verification flow and try again.")
}

// verificationAnswer names the record that the page goes on with.
type verificationAnswer struct {
	VerificationID string `json:"verificationId"`
}
