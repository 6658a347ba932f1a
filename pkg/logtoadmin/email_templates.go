package logtoadmin

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"time"
)

// EmailTemplate is a localised email template of the tenant. It takes the place
// of the connector's own template of its type; a Generic one in the fallback
// language takes the place of all that have no template of their own.
type EmailTemplate struct {
	// ID is chosen by the server.
	ID string
	// LanguageTag is the language, such as "en" or "zh-CN". The server accepts
	// any text of at most 16 characters.
	LanguageTag string
	// TemplateType is the usage type, such as "SignIn" or "Generic".
	TemplateType string
	// Details is the mail itself.
	Details EmailTemplateDetails
	// CreatedAt has millisecond precision.
	CreatedAt time.Time
}

// EmailTemplateDetails is the mail that a template makes. Subject, content and
// the two addresses may hold placeholders such as {{code}}.
type EmailTemplateDetails struct {
	Subject string `json:"subject"`
	Content string `json:"content"`
	// ContentType is "text/html" or "text/plain"; empty means the former.
	ContentType string `json:"contentType,omitempty"`
	// ReplyTo is the address that answers go to.
	ReplyTo string `json:"replyTo,omitempty"`
	// SendFrom takes the place of the connector's fromAlias.
	SendFrom string `json:"sendFrom,omitempty"`
}

// EmailTemplateFilter chooses templates. An empty field chooses all.
type EmailTemplateFilter struct {
	LanguageTag  string
	TemplateType string
}

func (f EmailTemplateFilter) query() url.Values {
	query := make(url.Values)
	if f.LanguageTag != "" {
		query.Set("languageTag", f.LanguageTag)
	}
	if f.TemplateType != "" {
		query.Set("templateType", f.TemplateType)
	}
	return query
}

// EmailTemplateService manages the localised email templates of the tenant.
type EmailTemplateService struct{ service }

// List returns the templates that the filter chooses.
//
// API: GET /api/email-templates.
func (s *EmailTemplateService) List(ctx context.Context, filter EmailTemplateFilter) ([]EmailTemplate, error) {
	var wire []wireEmailTemplate
	_, err := s.client.do(ctx, call{
		method: http.MethodGet, path: "/api/email-templates", query: filter.query(), out: &wire,
	})
	if err != nil {
		return nil, fmt.Errorf("list email templates: %w", err)
	}
	return emailTemplates(wire), nil
}

// Upsert creates the templates, or replaces those of the same language and type,
// and returns them as they then are. ID and CreatedAt are not sent.
//
// API: PUT /api/email-templates.
func (s *EmailTemplateService) Upsert(ctx context.Context, templates []EmailTemplate) ([]EmailTemplate, error) {
	type entry struct {
		LanguageTag  string               `json:"languageTag"`
		TemplateType string               `json:"templateType"`
		Details      EmailTemplateDetails `json:"details"`
	}
	body := struct {
		Templates []entry `json:"templates"`
	}{make([]entry, len(templates))}
	for i, t := range templates {
		body.Templates[i] = entry{t.LanguageTag, t.TemplateType, t.Details}
	}
	var wire []wireEmailTemplate
	_, err := s.client.do(ctx, call{method: http.MethodPut, path: "/api/email-templates", body: body, out: &wire})
	if err != nil {
		return nil, fmt.Errorf("write %d email templates: %w", len(templates), err)
	}
	return emailTemplates(wire), nil
}

// Delete removes the templates that the filter chooses and returns how many
// there were. The server refuses a filter that chooses all. When the connection
// was lost in between, the count is of those that the last attempt found.
//
// API: DELETE /api/email-templates.
func (s *EmailTemplateService) Delete(ctx context.Context, filter EmailTemplateFilter) (int, error) {
	var deleted struct {
		RowCount int `json:"rowCount"`
	}
	_, err := s.client.do(ctx, call{
		method: http.MethodDelete, path: "/api/email-templates", query: filter.query(), out: &deleted,
	})
	if err != nil {
		return 0, fmt.Errorf("delete email templates: %w", err)
	}
	return deleted.RowCount, nil
}

// DeleteByID removes one template, or returns [ErrNotFound].
//
// API: DELETE /api/email-templates/{id}.
func (s *EmailTemplateService) DeleteByID(ctx context.Context, id string) error {
	_, err := s.client.do(ctx, call{
		method: http.MethodDelete, path: "/api/email-templates/{id}", params: map[string]string{"id": id},
	})
	if err != nil {
		return fmt.Errorf("delete email template %s: %w", id, err)
	}
	return nil
}

// wireEmailTemplate is a template as the server sends it.
type wireEmailTemplate struct {
	ID           string               `json:"id"`
	LanguageTag  string               `json:"languageTag"`
	TemplateType string               `json:"templateType"`
	Details      EmailTemplateDetails `json:"details"`
	CreatedAt    epochMillis          `json:"createdAt"`
}

func emailTemplates(wire []wireEmailTemplate) []EmailTemplate {
	templates := make([]EmailTemplate, len(wire))
	for i, w := range wire {
		templates[i] = EmailTemplate{
			ID: w.ID, LanguageTag: w.LanguageTag, TemplateType: w.TemplateType,
			Details: w.Details, CreatedAt: w.CreatedAt.time(),
		}
	}
	return templates
}
