package logto

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"net/http"
)

// The kinds of connectors. There may be one of each of the first two.
const (
	emailConnector  = "Email"
	smsConnector    = "Sms"
	socialConnector = "Social"
)

// The factories of the sandbox, which are the connectors that its Logto has installed.
const (
	aliyunDirectMail = "aliyun-direct-mail"
	oauth2           = "oauth2"
	smtp             = "simple-mail-transfer-protocol"
)

//go:embed factories.json
var factoryDocument []byte

// connectorMetadata describes a connector to people. An instance of a standard
// connector may replace the parts that connectorOverrides has.
type connectorMetadata struct {
	Target                  string            `json:"target"`
	Name                    map[string]string `json:"name"`
	Description             map[string]string `json:"description"`
	Logo                    string            `json:"logo"`
	LogoDark                *string           `json:"logoDark"`
	Readme                  string            `json:"readme"`
	FormItems               json.RawMessage   `json:"formItems"`
	Platform                *string           `json:"platform"`
	IsStandard              bool              `json:"isStandard,omitempty"`
	IsTokenStorageSupported bool              `json:"isTokenStorageSupported,omitempty"`
}

// connectorFactory is an installed connector, of which instances can be created.
type connectorFactory struct {
	ID     string `json:"id"`
	Type   string `json:"type"`
	IsDemo bool   `json:"isDemo"`
	connectorMetadata

	config guard
}

func connectorFactories() ([]connectorFactory, error) {
	var factories []connectorFactory
	if err := json.Unmarshal(factoryDocument, &factories); err != nil {
		return nil, fmt.Errorf("read the connector factories: %w", err)
	}
	guards := map[string]guard{
		aliyunDirectMail: aliyunConfigGuard(),
		oauth2:           oauth2ConfigGuard(),
		smtp:             smtpConfigGuard(),
	}
	for i := range factories {
		factories[i].config = guards[factories[i].ID]
	}
	return factories, nil
}

// factory finds an installed connector by the id that it has in every Logto.
func (s *Server) factory(id string) (connectorFactory, bool) {
	for _, candidate := range s.factories {
		if candidate.ID == id {
			return candidate, true
		}
	}
	return connectorFactory{}, false
}

func (s *Server) listConnectorFactories(*http.Request) (answer, error) { return ok(s.factories) }

func (s *Server) getConnectorFactory(r *http.Request) (answer, error) {
	found, known := s.factory(r.PathValue("id"))
	if !known {
		return answer{}, notFound()
	}
	return ok(found)
}

// checkConfig applies a factory's own rules to a config.
func (f connectorFactory) checkConfig(config any) error {
	if _, found := f.config.run(config); len(found) > 0 {
		return refuse(http.StatusBadRequest, "connector.invalid_config", "The connector's config is invalid.").withIssues(found)
	}
	return nil
}
