package logto

import (
	"encoding/json"
	"net/http"
	"slices"
	"time"

	"github.com/logtoctl/logtoctl/internal/sandbox/logto/provider"
)

// The types of applications that the rules tell apart.
const (
	native           = provider.Native
	singlePage       = provider.SinglePage
	traditional      = "Traditional"
	machineToMachine = provider.MachineToMachine
	protected        = "Protected"
	saml             = "SAML"
)

// application is an application as the API shows it. The JSON columns are kept
// as they came: a change replaces each of them whole.
type application struct {
	TenantID             string          `json:"tenantId"`
	ID                   string          `json:"id"`
	Name                 string          `json:"name"`
	Description          *string         `json:"description"`
	Type                 string          `json:"type"`
	OIDCClientMetadata   json.RawMessage `json:"oidcClientMetadata"`
	CustomClientMetadata json.RawMessage `json:"customClientMetadata"`
	ProtectedAppMetadata json.RawMessage `json:"protectedAppMetadata"`
	CustomData           json.RawMessage `json:"customData"`
	IsThirdParty         bool            `json:"isThirdParty"`
	AccessControlEnabled bool            `json:"appLevelAccessControlEnabled"`
	CreatedAt            int64           `json:"createdAt"`
}

// detailedApplication is the answer to a request for one application.
type detailedApplication struct {
	application

	IsAdmin bool `json:"isAdmin"`
}

// newApplication returns an application with every column at its default.
func newApplication(name, kind string, now time.Time) application {
	return application{
		TenantID: tenantID, ID: newID(), Name: name, Type: kind,
		OIDCClientMetadata:   json.RawMessage(`{"redirectUris":[],"postLogoutRedirectUris":[]}`),
		CustomClientMetadata: json.RawMessage(`{}`),
		ProtectedAppMetadata: json.RawMessage(`null`),
		CustomData:           json.RawMessage(`{}`),
		CreatedAt:            now.UnixMilli(),
	}
}

// hasSecrets reports whether the database lets the application have secrets.
func (a application) hasSecrets() bool {
	return a.Type == machineToMachine || a.Type == traditional || a.Type == protected
}

// set replaces the columns that a guarded body names. An empty string is null,
// as the database layer writes it.
func (a *application) set(columns map[string]any) error {
	if columns["description"] == "" {
		columns["description"] = nil
	}
	document, err := marshal(columns)
	if err != nil {
		return err
	}
	// Unmarshalling into a RawMessage reuses its memory, which older copies of the application share.
	for _, column := range []*json.RawMessage{
		&a.OIDCClientMetadata, &a.CustomClientMetadata, &a.ProtectedAppMetadata, &a.CustomData,
	} {
		*column = slices.Clone(*column)
	}
	return json.Unmarshal(document, a)
}

// deviceFlow reports whether the custom client metadata ask for the device flow.
func deviceFlow(metadata any) bool {
	object, _ := metadata.(map[string]any)
	on, _ := object["isDeviceFlow"].(bool)
	return on
}

func (s *Server) applicationRoutes() []route {
	const one = "/api/applications/{id}"
	return []route{
		{http.MethodGet, "/api/applications", "ListApplications", "Get applications", false, s.listApplications},
		{
			http.MethodPost, "/api/applications", "CreateApplication", "Create an application", false,
			guardedBody(object(newApplicationFields()...), s.createApplication),
		},
		{http.MethodGet, one, "GetApplication", "Get application", false, s.getApplication},
		{
			http.MethodPatch, one, "UpdateApplication", "Update application", false,
			guardedBody(object(applicationChangeFields()...), s.updateApplication),
		},
		{http.MethodDelete, one, "DeleteApplication", "Delete application", false, s.deleteApplication},
		{
			http.MethodPatch, "/api/applications/{applicationId}/custom-data", "UpdateApplicationCustomData", "Update application custom data", false,
			guardedBody(record(anything), s.mergeApplicationCustomData),
		},
	}
}

func (s *Server) listApplications(r *http.Request) (answer, error) {
	query := r.URL.Query()
	p, err := parsePages(query, true)
	if err != nil {
		return answer{}, err
	}
	asked, err := guardQuery(r, object(applicationQueryFields()...))
	if err != nil {
		return answer{}, err
	}
	if query.Get("excludeRoleId") != "" && query.Get("excludeOrganizationId") != "" {
		return answer{}, invalidRequest("Parameter `excludeRoleId` and `excludeOrganizationId` cannot be used at the same time.")
	}
	matches, err := parseSearch(query)
	if err != nil {
		return answer{}, unexplained() // unlike the other lists, this one does not say what is wrong
	}
	wanted := func(t *tenant, a application) bool {
		types, restricted := asked["types"]
		thirdParty, asksThirdParty := asked["isThirdParty"]
		return (!restricted || namesType(types, a.Type)) &&
			(!asksThirdParty || a.IsThirdParty == (thirdParty == "true")) &&
			!t.assigned(a.ID, query.Get("excludeRoleId")) &&
			matches.match(a.searchFields())
	}
	found, err := within(s.state, func(t *tenant) ([]application, error) {
		return t.listApplications(func(a application) bool { return wanted(t, a) }), nil
	})
	return answer{status: http.StatusOK, body: page(p, found), pages: p}, err
}

// namesType reports whether the types parameter, one value or several, names the type.
func namesType(asked any, kind string) bool {
	several, isList := asked.([]any)
	return asked == any(kind) || isList && slices.Contains(several, any(kind))
}

func (a application) searchFields() map[string]string {
	fields := map[string]string{"id": a.ID, "name": a.Name}
	if a.Description != nil {
		fields["description"] = *a.Description
	}
	return fields
}

func (s *Server) createApplication(_ *http.Request, columns map[string]any) (answer, error) {
	kind, _ := columns["type"].(string)
	if err := checkNewApplication(kind, columns); err != nil {
		return answer{}, err
	}
	name, _ := columns["name"].(string)
	app := newApplication(name, kind, s.now())
	if err := app.set(columns); err != nil {
		return answer{}, err
	}
	return within(s.state, func(t *tenant) (answer, error) {
		if len(t.applications) >= maxRows {
			return answer{}, noRoom("applications")
		}
		t.addApplication(app)
		return ok(app)
	})
}

// checkNewApplication applies the rules between the columns of a new application.
func checkNewApplication(kind string, columns map[string]any) error {
	thirdParty := columns["isThirdParty"] == true
	switch {
	case kind == saml:
		return useSAMLAPI()
	case kind != native && deviceFlow(columns["customClientMetadata"]):
		return refuse(http.StatusUnprocessableEntity, "application.device_flow_native_only",
			"Device flow is only available for native applications.")
	case kind == protected && columns["protectedAppMetadata"] == nil:
		return refuse(http.StatusBadRequest, "application.protected_app_metadata_is_required",
			"Protected app metadata is required.")
	case kind == protected:
		return refuse(http.StatusBadRequest, "application.protected_app_not_configured",
			"Protected app provider is not configured. This feature is not available for open source version.")
	case thirdParty && !slices.Contains([]string{traditional, singlePage, native}, kind):
		return refuse(http.StatusBadRequest, "application.invalid_third_party_application_type",
			"Only traditional web, single-page, and native applications can be marked as third-party apps.")
	case thirdParty:
		return checkTokenExchange(columns)
	}
	return nil
}

func useSAMLAPI() error {
	return refuse(http.StatusBadRequest, "application.saml.use_saml_app_api",
		"Use `[METHOD] /saml-applications(/.*)?` API to operate SAML app.")
}

// checkTokenExchange refuses token exchange to a third-party application.
func checkTokenExchange(columns map[string]any) error {
	metadata, _ := columns["customClientMetadata"].(map[string]any)
	if metadata["allowTokenExchange"] != true {
		return nil
	}
	return refuse(http.StatusUnprocessableEntity, "application.third_party_application_cannot_enable_token_exchange",
		"Third-party applications are not allowed to enable token exchange.")
}

func (s *Server) getApplication(r *http.Request) (answer, error) {
	return within(s.state, func(t *tenant) (answer, error) {
		app, err := t.existingApplication(r.PathValue("id"))
		if err != nil {
			return answer{}, err
		}
		return ok(detailedApplication{application: app, IsAdmin: t.hasRoleNamed(app.ID, internalAdminRole)})
	})
}

func (s *Server) deleteApplication(r *http.Request) (answer, error) {
	return within(s.state, func(t *tenant) (answer, error) {
		app, err := t.existingApplication(r.PathValue("id"))
		if err != nil {
			return answer{}, err
		}
		t.removeApplication(app.ID)
		return noContent()
	})
}
