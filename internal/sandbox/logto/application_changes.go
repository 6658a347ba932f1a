package logto

import (
	"encoding/json"
	"maps"
	"net/http"
	"slices"
)

// updateApplication replaces each column that the body names. isAdmin is not a
// column: it is a switch for the internal role that older consoles had.
func (s *Server) updateApplication(r *http.Request, columns map[string]any) (answer, error) {
	isAdmin, switchesAdmin := columns["isAdmin"].(bool)
	delete(columns, "isAdmin")
	return within(s.state, func(t *tenant) (answer, error) {
		app, err := t.existingApplication(r.PathValue("id"))
		if err != nil {
			return answer{}, err
		}
		if err := checkApplicationChange(app, columns); err != nil {
			return answer{}, err
		}
		if isAdmin && app.Type != machineToMachine {
			return answer{}, constraintViolated()
		}
		if err := app.set(columns); err != nil {
			return answer{}, err
		}
		if switchesAdmin {
			t.switchRole(app.ID, internalAdminRole, isAdmin)
		}
		t.replaceApplication(app)
		return ok(app)
	})
}

// checkApplicationChange applies the rules between the columns and the application that is there.
func checkApplicationChange(app application, columns map[string]any) error {
	if app.IsThirdParty {
		if err := checkTokenExchange(columns); err != nil {
			return err
		}
	}
	if metadata, changes := columns["customClientMetadata"]; changes {
		current, err := convert[any](app.CustomClientMetadata)
		if err != nil {
			return err
		}
		if deviceFlow(metadata) != deviceFlow(current) {
			return refuse(http.StatusUnprocessableEntity, "application.device_flow_not_changeable",
				"Device flow cannot be changed after application creation.")
		}
	}
	if columns["protectedAppMetadata"] != nil {
		return refuse(http.StatusBadRequest, "application.protected_application_only",
			"The feature is only available for protected applications.")
	}
	return nil
}

// mergeApplicationCustomData is the one change that merges: the keys of the
// body are set, the others stay.
func (s *Server) mergeApplicationCustomData(r *http.Request, changes map[string]json.RawMessage) (answer, error) {
	return within(s.state, func(t *tenant) (answer, error) {
		app, known := t.application(r.PathValue("applicationId"))
		if !known {
			return answer{}, refuse(http.StatusNotFound, "entity.not_exists", "The application does not exist.")
		}
		merged, err := convert[map[string]json.RawMessage](app.CustomData)
		if err != nil {
			return answer{}, err
		}
		maps.Copy(merged, changes)
		if app.CustomData, err = marshal(merged); err != nil {
			return answer{}, err
		}
		t.replaceApplication(app)
		return ok(app.CustomData)
	})
}

func (t *tenant) application(id string) (application, bool) {
	index := slices.IndexFunc(t.applications, func(a application) bool { return a.ID == id })
	if index < 0 {
		return application{}, false
	}
	return t.applications[index], true
}

func (t *tenant) existingApplication(id string) (application, error) {
	app, known := t.application(id)
	if !known {
		return application{}, noSuchID("applications", id)
	}
	return app, nil
}

// listApplications returns the applications that are wanted, newest first.
func (t *tenant) listApplications(wanted func(application) bool) []application {
	found := []application{}
	for _, app := range slices.Backward(t.applications) {
		if wanted(app) {
			found = append(found, app)
		}
	}
	return found
}

// addApplication stores a new application, with a first secret if it may have any.
func (t *tenant) addApplication(app application) {
	t.applications = append(t.applications, app)
	if app.hasSecrets() {
		t.secrets = append(t.secrets, newApplicationSecret(app.ID, defaultSecretName, app.CreatedAt, nil))
	}
}

func (t *tenant) replaceApplication(app application) {
	index := slices.IndexFunc(t.applications, func(a application) bool { return a.ID == app.ID })
	t.applications[index] = app
}

// removeApplication deletes an application and, as the database's cascades do, all that refers to it.
func (t *tenant) removeApplication(id string) {
	t.applications = slices.DeleteFunc(t.applications, func(a application) bool { return a.ID == id })
	t.secrets = slices.DeleteFunc(t.secrets, func(s applicationSecret) bool { return s.ApplicationID == id })
	t.assignments = slices.DeleteFunc(t.assignments, func(a roleAssignment) bool { return a.applicationID == id })
}
