package logto

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
)

// connector is an instance of a factory as the database holds it.
type connector struct {
	ID                 string             `json:"id"`
	SyncProfile        bool               `json:"syncProfile"`
	EnableTokenStorage bool               `json:"enableTokenStorage"`
	Config             json.RawMessage    `json:"config"` // holds the provider's secrets
	Metadata           connectorOverrides `json:"metadata"`
	ConnectorID        string             `json:"connectorId"`

	factory connectorFactory
}

// connectorOverrides are the parts of a factory's metadata that an instance
// of a standard connector replaces.
type connectorOverrides struct {
	Target   string            `json:"target,omitempty"`
	Name     map[string]string `json:"name,omitempty"`
	Logo     string            `json:"logo,omitempty"`
	LogoDark *string           `json:"logoDark,omitempty"`
}

// shownConnector is a connector as the API shows it, with its factory's description.
type shownConnector struct {
	connector
	connectorMetadata

	Type      string   `json:"type"`
	IsDemo    bool     `json:"isDemo"`
	ExtraInfo struct{} `json:"extraInfo"` // Logto's own email service has some
}

// connectorBody is the guarded body of a request that creates or changes a connector.
type connectorBody struct {
	ID                 string         `json:"id"`
	ConnectorID        string         `json:"connectorId"`
	Config             map[string]any `json:"config"`
	Metadata           map[string]any `json:"metadata"`
	SyncProfile        *bool          `json:"syncProfile"`
	EnableTokenStorage *bool          `json:"enableTokenStorage"`
}

func (s *Server) connectorRoutes() []route {
	const all, one = "/api/connectors", "/api/connectors/{id}"
	id := field{"connectorId", text(notEmpty, atMost(128))}
	proposed := field{"id", optional(text(notEmpty, atMost(128)))}
	columns := connectorColumns()
	return []route{
		{
			http.MethodPost, all, "CreateConnector", "Create connector", false,
			guardedBody(object(columns[0], id, columns[1], columns[2], columns[3], proposed), s.createConnector),
		},
		{http.MethodGet, all, "ListConnectors", "Get connectors", false, s.listConnectors},
		{http.MethodGet, one, "GetConnector", "Get connector", false, s.getConnector},
		{http.MethodPatch, one, "UpdateConnector", "Update connector", false, guardedBody(object(columns...), s.updateConnector)},
		{http.MethodDelete, one, "DeleteConnector", "Delete connector", false, s.deleteConnector},
		{
			http.MethodPost, "/api/connectors/{factoryId}/test", "CreateConnectorTest", "Test passwordless connector", false,
			guardedBody(connectorTestGuard(), s.testConnector),
		},
		{http.MethodGet, "/api/connector-factories", "ListConnectorFactories", "Get connector factories", false, s.listConnectorFactories},
		{http.MethodGet, "/api/connector-factories/{id}", "GetConnectorFactory", "Get connector factory", false, s.getConnectorFactory},
	}
}

func connectorColumns() []field {
	return partial(
		field{"config", record(anything)},
		field{"metadata", object(partial(
			field{"target", text()},
			field{"name", phrasesGuard()},
			field{"logo", text()},
			field{"logoDark", nullable(text())},
		)...)},
		field{"syncProfile", boolean},
		field{"enableTokenStorage", boolean},
	)
}

// phrasesGuard accepts a text by language, one of which is English.
func phrasesGuard() guard {
	english := object(field{"en", text()})
	all := record(text())
	both := func(c *check, value any) (any, verdict) {
		_, hasEnglish := english(c, value)
		phrases, v := all(c, value)
		return phrases, max(hasEnglish, v)
	}
	return refine(both, func(value any) string {
		phrases, _ := value.(map[string]any)
		for tag := range phrases {
			if !isLanguageTag(tag) {
				return invalidInput
			}
		}
		return ""
	})
}

// show joins a connector with what its factory says about it.
func (c connector) show() shownConnector {
	shown := shownConnector{connector: c, connectorMetadata: c.factory.connectorMetadata, Type: c.factory.Type}
	if c.Metadata.Target != "" {
		shown.Target = c.Metadata.Target
	}
	if c.Metadata.Name != nil {
		shown.Name = c.Metadata.Name
	}
	if c.Metadata.Logo != "" {
		shown.Logo = c.Metadata.Logo
	}
	if c.Metadata.LogoDark != nil {
		shown.LogoDark = c.Metadata.LogoDark
	}
	return shown
}

func (s *Server) listConnectors(r *http.Request) (answer, error) {
	asked, err := guardQuery(r, object(field{"target", optional(text())}))
	if err != nil {
		return answer{}, err
	}
	target, _ := asked["target"].(string)
	return within(s.state, func(t *tenant) (answer, error) {
		found := []shownConnector{}
		for _, one := range t.connectors {
			if shown := one.show(); target == "" || shown.Target == target {
				found = append(found, shown)
			}
		}
		return ok(found)
	})
}

func (s *Server) getConnector(r *http.Request) (answer, error) {
	return within(s.state, func(t *tenant) (answer, error) {
		found, err := t.existingConnector(r.PathValue("id"))
		if err != nil {
			return answer{}, err
		}
		return ok(found.show())
	})
}

// deleteConnector deletes a connector even if the sign-in experience needs it,
// as Logto does, except where passwords expire and could then not be reset.
func (s *Server) deleteConnector(r *http.Request) (answer, error) {
	return within(s.state, func(t *tenant) (answer, error) {
		found, err := t.existingConnector(r.PathValue("id"))
		if err != nil {
			return answer{}, err
		}
		rest := slices.DeleteFunc(slices.Clone(t.connectors), func(c connector) bool { return c.ID == found.ID })
		if found.factory.Type != socialConnector {
			if err := t.experience.checkPasswordExpiration(rest); err != nil {
				return answer{}, err
			}
		}
		t.connectors = rest
		if found.factory.Type == socialConnector {
			t.experience, err = t.experience.withoutTargets(rest)
		}
		return answer{status: http.StatusNoContent}, err
	})
}

func (t *tenant) existingConnector(id string) (connector, error) {
	index := slices.IndexFunc(t.connectors, func(c connector) bool { return c.ID == id })
	if index < 0 {
		return connector{}, notFound()
	}
	return t.connectors[index], nil
}

// storeConnector adds a connector or replaces the one of the same id. Lists are ordered by id.
func (t *tenant) storeConnector(c connector) {
	t.connectors = slices.DeleteFunc(slices.Clone(t.connectors), func(other connector) bool { return other.ID == c.ID })
	t.connectors = append(t.connectors, c)
	slices.SortFunc(t.connectors, func(a, b connector) int { return strings.Compare(a.ID, b.ID) })
}

// hasConnector reports whether there is a connector of a type.
func hasConnector(connectors []connector, kind string) bool {
	return slices.ContainsFunc(connectors, func(c connector) bool { return c.factory.Type == kind })
}
