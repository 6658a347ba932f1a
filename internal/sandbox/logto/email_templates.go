package logto

import (
	"cmp"
	"encoding/json"
	"net/http"
	"slices"
)

// usageTypes are the occasions on which Logto sends a mail.
func usageTypes() []string {
	return []string{
		"SignIn", "Register", "ForgotPassword", "OrganizationInvitation", genericUsage,
		"UserPermissionValidation", "BindNewIdentifier", "MfaVerification", "BindMfa",
	}
}

// emailTemplate is a template for one language and occasion, which shadows the connector's own.
type emailTemplate struct {
	TenantID     string          `json:"tenantId"`
	ID           string          `json:"id"`
	LanguageTag  string          `json:"languageTag"`
	TemplateType string          `json:"templateType"`
	Details      templateDetails `json:"details"`
	CreatedAt    int64           `json:"createdAt"`
}

type templateDetails struct {
	Subject     string `json:"subject"`
	Content     string `json:"content"`
	ContentType string `json:"contentType,omitempty"`
	ReplyTo     string `json:"replyTo,omitempty"`
	SendFrom    string `json:"sendFrom,omitempty"`
}

// templateList is the body of a request that stores templates.
type templateList struct {
	Templates []emailTemplate `json:"templates"`
}

func (s *Server) emailTemplateRoutes() []route {
	const all, one = "/api/email-templates", "/api/email-templates/{id}"
	details := templateDetailFields()
	body := object(field{"templates", list(object(
		field{"languageTag", text(notEmpty, atMost(16))},
		field{"templateType", oneOf(usageTypes()...)},
		field{"details", object(details...)},
	), 1)})
	return []route{
		{http.MethodPut, all, "ReplaceEmailTemplates", "Replace email templates", false, guardedBody(body, s.putEmailTemplates)},
		{http.MethodGet, all, "ListEmailTemplates", "Get email templates", false, s.listEmailTemplates},
		{http.MethodDelete, all, "DeleteEmailTemplates", "Delete email templates", false, s.deleteEmailTemplates},
		{http.MethodGet, one, "GetEmailTemplate", "Get email template by ID", false, s.getEmailTemplate},
		{http.MethodDelete, one, "DeleteEmailTemplate", "Delete an email template", false, s.deleteEmailTemplate},
		{
			http.MethodPatch, one + "/details", "UpdateEmailTemplateDetails", "Update email template details", false,
			guardedBody(object(partial(details...)...), s.updateEmailTemplate),
		},
	}
}

func templateDetailFields() []field {
	return []field{
		{"subject", text()},
		{"content", text()},
		{"contentType", optional(union(literal("text/html"), literal("text/plain")))},
		{"replyTo", optional(text())},
		{"sendFrom", optional(text())},
	}
}

// putEmailTemplates stores templates; one that is there for the language and
// the occasion keeps its id and its age. Too many are refused as if all were new.
func (s *Server) putEmailTemplates(_ *http.Request, body templateList) (answer, error) {
	now := s.now().UnixMilli()
	return within(s.state, func(t *tenant) (answer, error) {
		if len(t.templates)+len(body.Templates) > maxRows {
			return answer{}, noRoom("email templates")
		}
		stored := make([]emailTemplate, len(body.Templates))
		for i, one := range body.Templates {
			stored[i] = t.upsertTemplate(one, now)
		}
		return ok(stored)
	})
}

func (t *tenant) upsertTemplate(one emailTemplate, now int64) emailTemplate {
	index := slices.IndexFunc(t.templates, func(other emailTemplate) bool {
		return other.LanguageTag == one.LanguageTag && other.TemplateType == one.TemplateType
	})
	if index >= 0 {
		t.templates[index].Details = one.Details
		return t.templates[index]
	}
	one.TenantID, one.ID, one.CreatedAt = tenantID, newID(), now
	t.templates = append(t.templates, one)
	return one
}

// templateFilter reads the query parameters that narrow a list down.
func templateFilter(r *http.Request) (func(emailTemplate) bool, bool, error) {
	asked, err := guardQuery(r, object(
		field{"languageTag", optional(text(notEmpty, atMost(16)))},
		field{"templateType", optional(oneOf(usageTypes()...))},
	))
	return func(one emailTemplate) bool {
		tag, byTag := asked["languageTag"]
		kind, byKind := asked["templateType"]
		return (!byTag || tag == one.LanguageTag) && (!byKind || kind == one.TemplateType)
	}, len(asked) > 0, err
}

func (s *Server) listEmailTemplates(r *http.Request) (answer, error) {
	wanted, _, err := templateFilter(r)
	if err != nil {
		return answer{}, err
	}
	return within(s.state, func(t *tenant) (answer, error) {
		found := []emailTemplate{}
		for _, one := range t.templates {
			if wanted(one) {
				found = append(found, one)
			}
		}
		slices.SortFunc(found, func(a, b emailTemplate) int {
			return cmp.Or(cmp.Compare(a.LanguageTag, b.LanguageTag), cmp.Compare(a.TemplateType, b.TemplateType))
		})
		return ok(found)
	})
}

func (s *Server) deleteEmailTemplates(r *http.Request) (answer, error) {
	wanted, filtered, err := templateFilter(r)
	if err != nil {
		return answer{}, err
	}
	if !filtered {
		return answer{}, refuse(http.StatusUnprocessableEntity, "connector.email_connector.bulk_deletion_no_filter",
			"At least one filter condition must be provided to perform bulk deletion by properties. "+
				"Supported properties are: languageTag and templateType.")
	}
	return within(s.state, func(t *tenant) (answer, error) {
		before := len(t.templates)
		t.templates = slices.DeleteFunc(t.templates, wanted)
		return ok(map[string]int{"rowCount": before - len(t.templates)})
	})
}

func (s *Server) getEmailTemplate(r *http.Request) (answer, error) {
	return within(s.state, func(t *tenant) (answer, error) {
		index, err := t.templateIndex(r)
		if err != nil {
			return answer{}, err
		}
		return ok(t.templates[index])
	})
}

// updateEmailTemplate sets the details that the body names; the others stay.
func (s *Server) updateEmailTemplate(r *http.Request, changes map[string]any) (answer, error) {
	return within(s.state, func(t *tenant) (answer, error) {
		index, err := t.templateIndex(r)
		if err != nil {
			return answer{}, err
		}
		document, err := marshal(changes)
		if err != nil {
			return answer{}, err
		}
		if err := json.Unmarshal(document, &t.templates[index].Details); err != nil {
			return answer{}, err
		}
		return ok(t.templates[index])
	})
}

func (s *Server) deleteEmailTemplate(r *http.Request) (answer, error) {
	return within(s.state, func(t *tenant) (answer, error) {
		index, err := t.templateIndex(r)
		if err != nil {
			return answer{}, err
		}
		t.templates = slices.Delete(t.templates, index, index+1)
		return noContent()
	})
}

func (t *tenant) templateIndex(r *http.Request) (int, error) {
	id := r.PathValue("id")
	index := slices.IndexFunc(t.templates, func(one emailTemplate) bool { return one.ID == id })
	if index < 0 {
		return 0, noSuchID("email_templates", id)
	}
	return index, nil
}
