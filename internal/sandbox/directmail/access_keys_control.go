package directmail

import (
	"bytes"
	"errors"
	"fmt"
	"net/http"
	"path"
	"strings"

	"github.com/logtoctl/logtoctl/internal/sandbox/control"
	"github.com/logtoctl/logtoctl/pkg/secret"
)

// accessKeySetting is an AccessKey in the control API.
type accessKeySetting struct {
	ID string `json:"id"`
	// Secret is in plain text on its way in, and never comes out.
	Secret        string   `json:"secret,omitzero"`
	SecurityToken string   `json:"securityToken,omitzero"`
	Inactive      bool     `json:"inactive,omitzero"`
	Allow         []string `json:"allow,omitzero"`
}

// AccessKeysControl serves the account's further AccessKeys at
// /api/access-keys: GET lists them without their secrets, PUT replaces them
// with a JSON list of {id, secret, securityToken, inactive, allow}, DELETE
// removes them. Allow is what the RAM policy of the key allows, such as
// ["dm:SingleSendMail", "dm:Query*"]; without it, that is everything. A key
// with the id of the one in the environment stands in for that one, which
// comes back when it is removed.
func (s *Server) AccessKeysControl() http.Handler {
	mux := http.NewServeMux()
	list := func(w http.ResponseWriter) {
		settings := []accessKeySetting{}
		for _, key := range s.accessKeys.list() {
			settings = append(settings, accessKeySetting{ID: key.ID, Inactive: key.Inactive, Allow: key.Allow})
		}
		control.Answer(w, settings)
	}
	mux.HandleFunc("GET /api/access-keys", func(w http.ResponseWriter, _ *http.Request) { list(w) })
	mux.HandleFunc("PUT /api/access-keys", func(w http.ResponseWriter, r *http.Request) {
		keys, err := readAccessKeys(w, r)
		if err != nil {
			control.Refuse(w, "access_key.invalid", err)
			return
		}
		s.accessKeys.set(keys)
		list(w)
	})
	mux.HandleFunc("DELETE /api/access-keys", func(w http.ResponseWriter, _ *http.Request) {
		s.accessKeys.set(nil)
		w.WriteHeader(http.StatusNoContent)
	})
	return mux
}

func readAccessKeys(w http.ResponseWriter, r *http.Request) ([]AccessKey, error) {
	body, err := control.Body(w, r)
	if err != nil {
		return nil, err
	}
	var settings []accessKeySetting
	if err := control.Decode(bytes.NewReader(body), &settings); err != nil {
		return nil, err
	}
	seen := map[string]bool{}
	keys := make([]AccessKey, 0, len(settings))
	for _, setting := range settings {
		if err := setting.validate(); err != nil {
			return nil, err
		}
		if seen[setting.ID] {
			return nil, fmt.Errorf("access key %s is there twice", setting.ID)
		}
		seen[setting.ID] = true
		keys = append(keys, AccessKey{
			ID: setting.ID, Secret: secret.Text(setting.Secret), SecurityToken: secret.Text(setting.SecurityToken),
			Inactive: setting.Inactive, Allow: setting.Allow,
		})
	}
	return keys, nil
}

func (s accessKeySetting) validate() error {
	if s.ID == "" || s.Secret == "" {
		return errors.New("an access key needs an id and a secret")
	}
	for _, pattern := range s.Allow {
		if _, err := path.Match(pattern, ""); err != nil || !strings.HasPrefix(pattern, "dm:") {
			return fmt.Errorf("access key %s: allow is a list of actions such as dm:SingleSendMail or dm:Query*, not %q", s.ID, pattern)
		}
	}
	return nil
}
