package output

import (
	"time"

	"github.com/logtoctl/logtoctl/internal/plan"
	"github.com/logtoctl/logtoctl/pkg/logtoadmin"
	"github.com/logtoctl/logtoctl/pkg/secret"
)

// ApplicationSecret is the document of one secret of an application.
type ApplicationSecret struct {
	Name      string      `json:"name"`
	Value     string      `json:"value"` // redacted unless the user asked to reveal it
	CreatedAt *time.Time  `json:"createdAt,omitempty"`
	ExpiresAt *time.Time  `json:"expiresAt"`
	Status    plan.Status `json:"status,omitempty"`
	Deleted   []string    `json:"deleted,omitempty"` // older secrets that a rotation removed
	DryRun    bool        `json:"dryRun,omitempty"`
}

// NewApplicationSecret returns the view of a secret. Its value is shown only
// with reveal.
func NewApplicationSecret(s logtoadmin.ApplicationSecret, reveal bool) ApplicationSecret {
	view := ApplicationSecret{Name: s.Name, Value: shown(s.Value, reveal), ExpiresAt: s.ExpiresAt}
	if !s.CreatedAt.IsZero() {
		view.CreatedAt = &s.CreatedAt
	}
	return view
}

// shown gives a secret out only when the user asked for it.
func shown(value secret.Text, reveal bool) string {
	if reveal {
		return value.Reveal()
	}
	return value.String()
}

// Table returns the secret as names and values.
func (s ApplicationSecret) Table() Table {
	return object(
		pair("secret", s.Name),
		pair("value", s.Value),
		pair("created", moment(s.CreatedAt)),
		pair("expires", expiry(s.ExpiresAt)),
		pair("status", status(s.Status, s.DryRun)),
	)
}

// ApplicationSecrets is the document of several secrets: a bare array.
type ApplicationSecrets []ApplicationSecret

// Table returns one secret a row.
func (s ApplicationSecrets) Table() Table {
	table := Table{Header: []string{"Name", "Value", "Created", "Expires"}}
	for _, secret := range s {
		table.Rows = append(table.Rows, []string{secret.Name, secret.Value, moment(secret.CreatedAt), expiry(secret.ExpiresAt)})
	}
	return table
}

func moment(at *time.Time) string {
	if at == nil {
		return ""
	}
	return at.UTC().Format(time.RFC3339)
}

func expiry(at *time.Time) string {
	if at == nil {
		return "never"
	}
	return moment(at)
}
