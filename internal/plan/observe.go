package plan

import (
	"encoding/json"
	"strings"

	"github.com/logtoctl/logtoctl/pkg/aliyundm"
	"github.com/logtoctl/logtoctl/pkg/logtoadmin"
)

// Observe returns the fingerprint of the objects that the step was planned
// from, as they are in another state. The state need only hold the part that
// the step is about. When the result is not what [Step.Observed] returns, somebody
// has changed them in between, or created what the step is about to create.
func (s Step) Observe(now State) string { return Fingerprint(s.observed(now)) }

// Observed returns the fingerprint of the objects as the step was planned from them.
// It takes longer than the plan of the step did, so only who compares it asks for it.
func (s Step) Observed() string { return s.Observe(s.planned()) }

// Changed returns how the objects that the step was planned from differ in
// another state: From is as planned, To as it is there. Secrets are masked.
func (s Step) Changed(now State) []Field {
	return differences(s.observed(s.planned()), s.observed(now))
}

// observed picks the objects out of a state.
func (s Step) observed(state State) []any {
	switch {
	case s.Domain != nil:
		return pick(state.DirectMail.Domains, wireDomain, func(d aliyundm.Domain) bool { return strings.EqualFold(d.Name, s.Domain.Name) })
	case s.Sender != nil:
		return pick(state.DirectMail.Senders, wireSender, func(a aliyundm.MailAddress) bool { return strings.EqualFold(a.AccountName, s.Sender.AccountName) })
	case s.Tag != nil:
		return pick(state.DirectMail.Tags, wireTag, func(t aliyundm.Tag) bool { return t.Name == s.Tag.Name })
	case s.Application != nil:
		live, want := s.Application.Live, s.Application.Want
		return pick(state.Applications, wireApplication, func(a logtoadmin.Application) bool {
			return a.ID == live.ID || live.ID == "" && Key(a) == want.Key
		})
	case s.Connector != nil:
		live := s.Connector.Live
		return pick(state.Connectors, wireConnector, func(c logtoadmin.Connector) bool {
			return c.ID == live.ID || live.ID == "" && isEmail(c)
		})
	case s.Template != nil:
		want := s.Template.Want
		return pick(state.Templates, wireTemplate, func(t logtoadmin.EmailTemplate) bool { return sameRow(t, want) })
	default:
		return []any{state.Experience}
	}
}

// planned returns the state that the step was planned from, as far as the step
// is about it.
func (s Step) planned() State {
	var state State
	switch {
	case s.Domain != nil && s.Domain.Status != Created:
		state.DirectMail.Domains = []aliyundm.Domain{s.Domain.Live}
	case s.Sender != nil && s.Sender.Status != Created:
		state.DirectMail.Senders = []aliyundm.MailAddress{s.Sender.Live}
	case s.Tag != nil && s.Tag.Status != Created:
		state.DirectMail.Tags = []aliyundm.Tag{s.Tag.Live}
	case s.Application != nil && s.Application.Status != Created:
		state.Applications = []logtoadmin.Application{s.Application.Live}
	case s.Connector != nil && s.Connector.Live.ID != "":
		state.Connectors = []logtoadmin.Connector{s.Connector.Live}
	case s.Connector != nil:
		state.Connectors = s.Connector.Displaced
	case s.Template != nil && s.Template.Status != Created:
		state.Templates = []logtoadmin.EmailTemplate{s.Template.Live}
	case s.SignIn != nil:
		state.Experience = s.SignIn.Live
	}
	return state
}

func pick[T any](all []T, wire func(T) any, wanted func(T) bool) []any {
	picked := []any{}
	for _, one := range all {
		if wanted(one) {
			picked = append(picked, wire(one))
		}
	}
	return picked
}

// The objects by the names that their fields have at Logto.

func wireApplication(a logtoadmin.Application) any {
	return struct {
		ID                   string                        `json:"id"`
		Name                 string                        `json:"name"`
		Type                 logtoadmin.ApplicationType    `json:"type"`
		Description          string                        `json:"description"`
		OIDCClientMetadata   logtoadmin.OIDCClientMetadata `json:"oidcClientMetadata"`
		CustomClientMetadata map[string]json.RawMessage    `json:"customClientMetadata"`
		CustomData           map[string]json.RawMessage    `json:"customData"`
		IsThirdParty         bool                          `json:"isThirdParty"`
	}{a.ID, a.Name, a.Type, a.Description, a.OIDCClientMetadata, a.CustomClientMetadata, a.CustomData, a.IsThirdParty}
}

func wireConnector(c logtoadmin.Connector) any { return c }

func wireTemplate(t logtoadmin.EmailTemplate) any {
	return struct {
		LanguageTag  string                          `json:"languageTag"`
		TemplateType string                          `json:"templateType"`
		Details      logtoadmin.EmailTemplateDetails `json:"details"`
	}{t.LanguageTag, t.TemplateType, t.Details}
}
