package logto

import (
	"encoding/json"
	"net/http"
	"slices"

	"github.com/logtoctl/logtoctl/pkg/secret"
)

// defaultSecretName is the name of the secret that an application is born with.
const defaultSecretName = "Default secret"

// latestTime is the last millisecond that JavaScript can express.
const latestTime = 8.64e15

// disclosed is a secret that the API gives out in clear, as Logto's does; it
// still prints and logs redacted.
type disclosed struct{ secret.Text }

// MarshalJSON writes the secret itself.
func (d disclosed) MarshalJSON() ([]byte, error) { return json.Marshal(d.Reveal()) }

// applicationSecret is one of the secrets of an application, all of which are valid at once.
type applicationSecret struct {
	TenantID      string    `json:"tenantId"`
	ApplicationID string    `json:"applicationId"`
	Name          string    `json:"name"`
	Value         disclosed `json:"value"`
	CreatedAt     int64     `json:"createdAt"`
	ExpiresAt     *int64    `json:"expiresAt"`
}

func newApplicationSecret(applicationID, name string, createdAt int64, expiresAt *int64) applicationSecret {
	return applicationSecret{
		TenantID: tenantID, ApplicationID: applicationID, Name: name,
		Value:     disclosed{secret.Text(random(alphanumeric, secretLength))},
		CreatedAt: createdAt, ExpiresAt: expiresAt,
	}
}

// newSecret is the body of a request for another secret.
type newSecret struct {
	Name      string   `json:"name"`
	ExpiresAt *float64 `json:"expiresAt"`
}

func (s *Server) applicationSecretRoutes() []route {
	const all, one = "/api/applications/{id}/secrets", "/api/applications/{id}/secrets/{name}"
	name := field{"name", text(notEmpty, atMost(256))}
	return []route{
		{http.MethodGet, all, "ListApplicationSecrets", "Get application secrets", false, s.listApplicationSecrets},
		{
			http.MethodPost, all, "CreateApplicationSecret", "Add application secret", false,
			guardedBody(object(name, field{"expiresAt", optional(nullable(number()))}), s.createApplicationSecret),
		},
		{http.MethodDelete, one, "DeleteApplicationSecret", "Delete application secret", false, s.deleteApplicationSecret},
		{
			http.MethodPatch, one, "UpdateApplicationSecret", "Update application secret", false,
			guardedBody(object(name), s.renameApplicationSecret),
		},
	}
}

func (s *Server) listApplicationSecrets(r *http.Request) (answer, error) {
	return within(s.state, func(t *tenant) (answer, error) {
		app, err := t.existingApplication(r.PathValue("id"))
		if err != nil {
			return answer{}, err
		}
		found := []applicationSecret{}
		for _, candidate := range t.secrets {
			if candidate.ApplicationID == app.ID {
				found = append(found, candidate)
			}
		}
		return ok(found)
	})
}

func (s *Server) createApplicationSecret(r *http.Request, asked newSecret) (answer, error) {
	now := s.now().UnixMilli()
	var expiresAt *int64
	if asked.ExpiresAt != nil && *asked.ExpiresAt != 0 {
		if *asked.ExpiresAt <= float64(now) {
			return answer{}, invalidRequest("The value of `expiresAt` must be in the future.")
		}
		expiresAt = new(int64(min(*asked.ExpiresAt, latestTime)))
	}
	return within(s.state, func(t *tenant) (answer, error) {
		app, err := t.existingApplication(r.PathValue("id"))
		if err != nil {
			return answer{}, err
		}
		if t.secretIndex(app.ID, asked.Name) >= 0 {
			return answer{}, secretNameTaken()
		}
		if !app.hasSecrets() {
			return answer{}, constraintViolated()
		}
		if len(t.secrets) >= 2*maxRows { // every application has its first one
			return answer{}, noRoom("application secrets")
		}
		added := newApplicationSecret(app.ID, asked.Name, now, expiresAt)
		t.secrets = append(t.secrets, added)
		return created(added)
	})
}

func secretNameTaken() error {
	return refuse(http.StatusUnprocessableEntity, "application.secret_name_exists", "Secret name already exists.")
}

func (s *Server) deleteApplicationSecret(r *http.Request) (answer, error) {
	return within(s.state, func(t *tenant) (answer, error) {
		app, err := t.existingApplication(r.PathValue("id"))
		if err != nil {
			return answer{}, err
		}
		index := t.secretIndex(app.ID, r.PathValue("name"))
		if index < 0 {
			return answer{}, notFound()
		}
		t.secrets = slices.Delete(t.secrets, index, index+1)
		return noContent()
	})
}

func (s *Server) renameApplicationSecret(r *http.Request, asked newSecret) (answer, error) {
	return within(s.state, func(t *tenant) (answer, error) {
		app, err := t.existingApplication(r.PathValue("id"))
		if err != nil {
			return answer{}, err
		}
		index := t.secretIndex(app.ID, r.PathValue("name"))
		if index < 0 {
			return answer{}, refuse(http.StatusNotFound, "entity.not_exists", "The application_secret does not exist.")
		}
		if taken := t.secretIndex(app.ID, asked.Name); taken >= 0 && taken != index {
			return answer{}, secretNameTaken()
		}
		t.secrets[index].Name = asked.Name
		return ok(t.secrets[index])
	})
}

func (t *tenant) secretIndex(applicationID, name string) int {
	return slices.IndexFunc(t.secrets, func(s applicationSecret) bool {
		return s.ApplicationID == applicationID && s.Name == name
	})
}
