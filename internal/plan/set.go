package plan

import (
	"errors"
	"slices"

	"github.com/logtoctl/logtoctl/pkg/logtoadmin"
)

// Desired is what a file wants of a tenant. What it does not mention is nil and
// stays as it is. Keys of applications, and languages with usage types of
// templates, are unique: internal/manifest refuses a file in which they are not.
type Desired struct {
	DirectMail   *DirectMail
	Applications []Application
	Connector    logtoadmin.ConnectorConfig
	Templates    []logtoadmin.EmailTemplate
	Email        *EmailSignIn
}

// State is what a tenant has, as far as a file can be about it.
type State struct {
	DirectMail   DirectMailState
	Applications []logtoadmin.Application
	Connectors   []logtoadmin.Connector
	Templates    []logtoadmin.EmailTemplate
	Experience   logtoadmin.SignInExperience

	// Self is the id of the application that logtoctl signs in as. It is never
	// pruned, because nothing could be done after that.
	Self string
}

// Consent is what the user has agreed to beyond changing what is logtoctl's own.
type Consent struct {
	Adopt   bool // take over applications that logtoctl did not create
	Replace bool // displace an email connector of another provider
	Prune   bool // delete what logtoctl owns and the file no longer has
}

// Set is everything that would have to change for a tenant to be as the file
// wants it. A part that the file does not mention is nil.
type Set struct {
	Domain       *DomainChange
	Sender       *SenderChange
	Tag          *TagChange
	Applications []ApplicationChange
	Connector    *ConnectorChange
	Templates    []TemplateChange
	SignIn       *SignInChange
}

// Everything says how a tenant gets from its state to what the file wants. The
// parts are planned on their own, so that the error is every reason at once why
// it cannot be done, joined; there is no set then.
func Everything(state State, want Desired, consent Consent) (Set, error) {
	var (
		set      Set
		problems []error
	)
	if want.DirectMail != nil {
		problems = append(problems, set.ensureDirectMail(state.DirectMail, *want.DirectMail))
	}
	applications, err := ensureApplications(state.Applications, want.Applications, consent.Adopt)
	set.Applications, problems = applications, append(problems, err)
	if want.Connector != nil {
		change, err := EnsureConnector(state.Connectors, want.Connector, consent.Replace)
		set.Connector, problems = &change, append(problems, err)
	}
	for _, template := range want.Templates {
		set.Templates = append(set.Templates, EnsureTemplate(state.Templates, template))
	}
	if want.Email != nil {
		change := EnableEmail(state.Experience, *want.Email)
		set.SignIn = &change
		if want.Connector == nil && !HasEmailConnector(state.Connectors) {
			problems = append(problems, &NoConnectorError{})
		}
		if want.Email.SignUp == SignUpEmailOrPhone && !HasSMSConnector(state.Connectors) {
			problems = append(problems, &NoSMSConnectorError{})
		}
	}
	if err := errors.Join(problems...); err != nil {
		return Set{}, err
	}
	if consent.Prune && want.Applications != nil {
		set.Applications = append(set.Applications, prune(state, set.Applications)...)
	}
	return set, nil
}

// Pending tells whether anything differs from what the file wants.
func (s Set) Pending() bool {
	return slices.ContainsFunc(s.Steps(), func(step Step) bool { return step.Status != Unchanged })
}
