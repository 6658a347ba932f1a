package logto

import (
	"encoding/json"
	"net/http"
	"slices"
)

// createConnector stores a new instance. An email connector takes the place of
// every other one: there is no undo, and the secrets of the others are gone.
func (s *Server) createConnector(_ *http.Request, body connectorBody) (answer, error) {
	factory, known := s.factory(body.ConnectorID)
	if !known {
		return answer{}, refuse(http.StatusUnprocessableEntity, "connector.not_found_with_connector_id",
			"Can not find connector with given standard connector id.")
	}
	added := connector{
		ID: body.ID, ConnectorID: body.ConnectorID, Config: json.RawMessage(`{}`), factory: factory,
	}
	if added.ID == "" {
		added.ID = random(lowerAlphanumeric, shortIDLength)
	}
	return within(s.state, func(t *tenant) (answer, error) {
		if factory.Type == socialConnector {
			if err := t.checkSocialConnector(factory, body); err != nil {
				return answer{}, err
			}
		}
		if body.Config != nil {
			if err := factory.checkConfig(body.Config); err != nil {
				return answer{}, err
			}
		}
		if err := checkTokenStorage(body); err != nil {
			return answer{}, err
		}
		if _, err := t.existingConnector(added.ID); err == nil {
			return answer{}, unexplained() // Logto does not translate the violated primary key
		}
		if len(t.connectors) >= maxRows {
			return answer{}, noRoom("connectors")
		}
		if err := added.set(body); err != nil {
			return answer{}, err
		}
		if factory.Type == emailConnector {
			t.connectors = slices.DeleteFunc(slices.Clone(t.connectors), func(c connector) bool {
				return c.factory.Type == emailConnector
			})
		}
		t.storeConnector(added)
		return ok(added.show())
	})
}

// checkSocialConnector applies the rules for connectors of which there may be several.
func (t *tenant) checkSocialConnector(factory connectorFactory, body connectorBody) error {
	target, _ := body.Metadata["target"].(string)
	if factory.IsStandard && target == "" {
		return refuse(http.StatusBadRequest, "connector.should_specify_target", "You should specify 'target'.")
	}
	for _, other := range t.connectors {
		if other.factory.Type == socialConnector && other.show().Target == target {
			return refuse(http.StatusUnprocessableEntity, "connector.multiple_target_with_same_platform",
				"You can not have multiple social connectors that have same target and platform.").
				withData(map[string]any{"connectorId": other.ConnectorID, "connectorName": other.show().Name})
		}
	}
	return nil
}

// checkTokenStorage refuses token storage: a Logto without a vault key has none.
func checkTokenStorage(body connectorBody) error {
	if body.EnableTokenStorage == nil || !*body.EnableTokenStorage {
		return nil
	}
	return refuse(http.StatusUnprocessableEntity, "request.feature_not_supported",
		"This feature is not supported in the current environment.")
}

// updateConnector replaces the columns that the body names, each whole.
func (s *Server) updateConnector(r *http.Request, body connectorBody) (answer, error) {
	return within(s.state, func(t *tenant) (answer, error) {
		changed, err := t.existingConnector(r.PathValue("id"))
		if err != nil {
			return answer{}, err
		}
		if err := checkConnectorChange(changed, body); err != nil {
			return answer{}, err
		}
		if err := changed.set(body); err != nil {
			return answer{}, err
		}
		t.storeConnector(changed)
		return ok(changed.show())
	})
}

func checkConnectorChange(current connector, body connectorBody) error {
	switch factory := current.factory; {
	case factory.IsStandard && body.Metadata != nil && body.Metadata["target"] != current.show().Target:
		return refuse(http.StatusBadRequest, "connector.can_not_modify_target", "The connector 'target' can not be modified.")
	case !factory.IsStandard && body.Metadata != nil:
		return refuse(http.StatusBadRequest, "connector.cannot_overwrite_metadata_for_non_standard_connector",
			"This connector's 'metadata' cannot be overwritten.")
	case body.SyncProfile != nil && *body.SyncProfile && factory.Type != socialConnector:
		return refuse(http.StatusUnprocessableEntity, "connector.invalid_type_for_syncing_profile",
			"You can only sync user profile with social connectors.")
	}
	if err := checkTokenStorage(body); err != nil {
		return err
	}
	if body.Config != nil {
		if err := current.factory.checkConfig(body.Config); err != nil {
			return err
		}
	}
	if body.Config == nil && body.Metadata == nil && body.SyncProfile == nil && body.EnableTokenStorage == nil {
		return nothingToSet()
	}
	return nil
}

// set stores what the body names, without the empty values.
func (c *connector) set(body connectorBody) error {
	if body.SyncProfile != nil {
		c.SyncProfile = *body.SyncProfile
	}
	if body.Config != nil {
		config, err := marshal(cleanDeep(body.Config))
		if err != nil {
			return err
		}
		c.Config = config
	}
	if body.Metadata != nil {
		overrides, err := convert[connectorOverrides](cleanDeep(body.Metadata))
		if err != nil {
			return err
		}
		c.Metadata = overrides
	}
	return nil
}
