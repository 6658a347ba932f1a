package plan_test

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/logtoctl/logtoctl/internal/plan"
	"github.com/logtoctl/logtoctl/pkg/aliyundm"
	"github.com/logtoctl/logtoctl/pkg/logtoadmin"
)

// tenant is a model of the server, as far as a file can be about it: what it
// stores of a request, and what it deletes of its own accord.
type tenant struct {
	plan.State
	created int
}

// carryOut does the steps in their order.
func (s *tenant) carryOut(t *testing.T, steps []plan.Step) {
	t.Helper()
	for _, step := range steps {
		switch {
		case step.Status == plan.Unchanged:
		case step.IsDirectMail():
			s.writeDirectMail(step)
		case step.Application != nil:
			s.writeApplication(t, *step.Application)
		case step.Connector != nil:
			s.writeConnector(t, *step.Connector)
		case step.Template != nil:
			s.writeTemplate(step.Template.Want)
		case step.SignIn != nil:
			s.Experience = overTheWire(t, step.SignIn.Wanted())
		}
	}
}

// writeDirectMail does the step as Direct Mail does, in lower case. The DNS of a
// domain is set by the time that anybody looks.
func (s *tenant) writeDirectMail(step plan.Step) {
	s.created++
	id, account := fmt.Sprintf("created%d", s.created), &s.DirectMail
	switch {
	case step.Domain != nil:
		name := strings.ToLower(step.Domain.Name)
		account.Domains = slices.DeleteFunc(slices.Clone(account.Domains), func(d aliyundm.Domain) bool { return d.Name == name })
		account.Domains = append(account.Domains, aliyundm.Domain{ID: cmp.Or(step.Domain.Live.ID, id), Name: name, Status: aliyundm.DomainVerified})
	case step.Sender != nil:
		name := strings.ToLower(step.Sender.AccountName)
		account.Senders = slices.DeleteFunc(slices.Clone(account.Senders), func(a aliyundm.MailAddress) bool { return a.AccountName == name })
		account.Senders = append(account.Senders, aliyundm.MailAddress{
			ID: cmp.Or(step.Sender.Live.ID, id), AccountName: name, SendType: aliyundm.SendTypeTrigger, ReplyAddress: step.Sender.ReplyAddress,
		})
	default:
		account.Tags = append(slices.Clone(account.Tags), aliyundm.Tag{ID: id, Name: step.Tag.Name})
	}
}

func (s *tenant) writeApplication(t *testing.T, change plan.ApplicationChange) {
	t.Helper()
	s.Applications = slices.Clone(s.Applications)
	i := slices.IndexFunc(s.Applications, func(a logtoadmin.Application) bool { return a.ID == change.Live.ID })
	switch change.Status {
	case plan.Created:
		s.created++
		request := overTheWire(t, change.Create)
		s.Applications = append(s.Applications, logtoadmin.Application{
			ID: fmt.Sprintf("created%d", s.created), Name: request.Name, Type: request.Type, Description: request.Description,
			OIDCClientMetadata: *request.OIDCClientMetadata, CustomClientMetadata: request.CustomClientMetadata, CustomData: request.CustomData,
		})
	case plan.Deleted:
		s.Applications = slices.Delete(s.Applications, i, i+1)
	default:
		s.Applications[i] = updated(s.Applications[i], overTheWire(t, change.Update))
	}
}

// writeConnector stores a configuration without what is empty in it. A new email
// connector takes the place of every other.
func (s *tenant) writeConnector(t *testing.T, change plan.ConnectorChange) {
	t.Helper()
	connector := change.Live
	s.Connectors = slices.DeleteFunc(slices.Clone(s.Connectors), func(c logtoadmin.Connector) bool {
		return c.ID == change.Live.ID || change.Status != plan.Updated && c.Type == "Email"
	})
	if change.Status != plan.Updated {
		connector = logtoadmin.Connector{ID: "created", ConnectorID: plan.AliyunDirectMail, Type: "Email"}
	}
	connector.Config, _ = compacted(map[string]any(overTheWire(t, change.Config))).(map[string]any)
	s.Connectors = append(s.Connectors, connector)
}

func (s *tenant) writeTemplate(want logtoadmin.EmailTemplate) {
	s.Templates = slices.DeleteFunc(slices.Clone(s.Templates), func(row logtoadmin.EmailTemplate) bool {
		return row.LanguageTag == want.LanguageTag && row.TemplateType == want.TemplateType
	})
	s.Templates = append(s.Templates, want)
}

// compacted drops what the server's clean-deep drops.
func compacted(value any) any {
	empty := func(v any) bool {
		switch text := asText(v); text {
		case `""`, `[]`, `{}`, `null`:
			return true
		}
		return false
	}
	switch value := value.(type) {
	case map[string]any:
		for key, member := range value {
			if value[key] = compacted(member); empty(value[key]) {
				delete(value, key)
			}
		}
		return value
	case []any:
		for i := range value {
			value[i] = compacted(value[i])
		}
		return slices.DeleteFunc(value, empty)
	}
	return value
}

func asText(value any) string {
	encoded, err := json.Marshal(value)
	if err != nil {
		return err.Error()
	}
	return string(encoded)
}

// overTheWire returns the value as it is after it was sent.
func overTheWire[T any](t *testing.T, value T) T {
	t.Helper()
	var received T
	if err := json.Unmarshal([]byte(asJSON(t, value)), &received); err != nil {
		t.Fatalf("decode %T: %v", value, err)
	}
	return received
}

// comparable returns the state without what chance decides: ids and orders.
func (s *tenant) comparable(t *testing.T) string {
	t.Helper()
	var lines []string
	for _, application := range s.Applications {
		if plan.Key(application) != "" {
			application.ID = ""
		}
		lines = append(lines, asJSON(t, application))
	}
	for _, connector := range s.Connectors {
		lines = append(lines, asJSON(t, connector))
	}
	for _, template := range s.Templates {
		lines = append(lines, asJSON(t, template))
	}
	for _, domain := range s.DirectMail.Domains {
		lines = append(lines, domain.Name+" "+domain.Status.String())
	}
	for _, address := range s.DirectMail.Senders {
		lines = append(lines, address.AccountName+" "+address.SendType+" "+address.ReplyAddress)
	}
	for _, tag := range s.DirectMail.Tags {
		lines = append(lines, tag.Name)
	}
	slices.Sort(lines)
	return asJSON(t, lines) + asJSON(t, s.Experience)
}
