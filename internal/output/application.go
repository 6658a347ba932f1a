package output

import (
	"strings"

	"github.com/logtoctl/logtoctl/internal/plan"
	"github.com/logtoctl/logtoctl/pkg/logtoadmin"
)

// Application is the document of one application.
type Application struct {
	ID                      string       `json:"id"`
	Name                    string       `json:"name"`
	Key                     string       `json:"key"` // ownership key, "" when logtoctl does not own it
	Type                    string       `json:"type"`
	Description             string       `json:"description,omitempty"`
	Endpoint                string       `json:"endpoint"`
	RedirectURIs            []string     `json:"redirectUris"`
	PostSignOutRedirectURIs []string     `json:"postSignOutRedirectUris"`
	Status                  plan.Status  `json:"status,omitempty"`
	Changes                 []plan.Field `json:"changes,omitempty"`
	DryRun                  bool         `json:"dryRun,omitempty"`
}

// NewApplication returns the view of an application of the tenant at endpoint.
func NewApplication(endpoint string, application logtoadmin.Application) Application {
	return Application{
		ID: application.ID, Name: application.Name, Key: plan.Key(application), Type: string(application.Type),
		Description: application.Description, Endpoint: endpoint,
		RedirectURIs:            list(application.OIDCClientMetadata.RedirectURIs),
		PostSignOutRedirectURIs: list(application.OIDCClientMetadata.PostLogoutRedirectURIs),
	}
}

// Table returns the application as names and values.
func (a Application) Table() Table {
	return object(
		pair("application", a.Name),
		pair("id", a.ID),
		pair("key", a.Key),
		pair("type", a.Type),
		pair("description", a.Description),
		pair("endpoint", a.Endpoint),
		pair("redirect URIs", strings.Join(a.RedirectURIs, " ")),
		pair("post sign-out redirect URIs", strings.Join(a.PostSignOutRedirectURIs, " ")),
		pair("changes", changes(a.Changes)),
		pair("status", status(a.Status, a.DryRun)),
	)
}

// Applications is the document of several applications: a bare array.
type Applications []Application

// Table returns one application a row.
func (a Applications) Table() Table {
	table := Table{Header: []string{"Name", "Id", "Type", "Key", "Redirect URIs"}}
	for _, application := range a {
		table.Rows = append(table.Rows, []string{application.Name, application.ID, application.Type, application.Key, strings.Join(application.RedirectURIs, " ")})
	}
	return table
}

// list makes an absent list an empty one, because a script that iterates over
// null breaks.
func list[T any](values []T) []T {
	if values == nil {
		return []T{}
	}
	return values
}
