package logto

import (
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/logtoctl/logtoctl/internal/sandbox/logto/cors"
)

// route is one operation of the Management API. The same table feeds the
// router and the OpenAPI document.
type route struct {
	method    string
	path      string
	operation string
	summary   string
	public    bool // answers without a token
	handle    handler
}

// undocumented marks a route that Logto's document leaves out.
const undocumented = ""

// managementRoutes lists what is served under /api, in the order of the document.
func (s *Server) managementRoutes() []route {
	return slices.Concat(
		s.applicationRoutes(),
		s.applicationSecretRoutes(),
		s.applicationRoleRoutes(),
		s.connectorRoutes(),
		s.signInExperienceRoutes(),
		s.wellKnownRoutes(),
		s.experienceRoutes(),
		s.userRoutes(),
		s.roleRoutes(),
		s.verificationCodeRoutes(),
		s.emailTemplateRoutes(),
		[]route{
			{http.MethodGet, "/api/status", "GetStatus", "Health check", true, func(*http.Request) (answer, error) { return noContent() }},
			{http.MethodGet, "/api/swagger.json", "GetSwaggerJson", "Get the OpenAPI document", true, s.getOpenAPI},
		},
	)
}

// router connects the routes. A known path with another method is answered
// with 405 and an unknown path with 404, both before any token is looked at,
// because Logto authorises inside its routes.
func (s *Server) router() *http.ServeMux {
	mux := http.NewServeMux()
	methods := make(map[string][]string)
	for _, r := range s.routes {
		mux.HandleFunc(r.method+" "+r.path, s.serve(r))
		methods[r.path] = append(methods[r.path], r.method)
	}
	for _, path := range slices.Sorted(maps.Keys(methods)) {
		mux.HandleFunc(path, methodNotAllowed(methods[path]))
	}
	cors.Open().Handle(mux, "/oidc/.well-known/openid-configuration", s.getDiscovery)
	cors.Open().Handle(mux, "/oidc/jwks", s.getKeys)
	cors.Client(http.MethodPost).Handle(mux, "/oidc/token", s.postToken)
	s.provider.Register(mux)
	s.serveSignInPage(mux)
	mux.HandleFunc("/oidc/", s.unknownOIDCRoute)
	mux.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) { writeBare(w, http.StatusNotFound) })
	return mux
}

// serve authorises a request, makes sure that there is room for what it may
// store, runs the handler and writes what came of it.
func (s *Server) serve(route route) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if !route.public {
			if err := s.authorize(r); err != nil {
				s.write(w, r, answer{}, err)
				return
			}
		}
		if err := s.state.change(func(t *tenant) error { return t.checkRoom(r) }); err != nil {
			s.write(w, r, answer{}, err)
			return
		}
		found, err := route.handle(r)
		s.write(w, r, found, err)
	}
}

// methodNotAllowed names the methods that the path has; GET brings HEAD along.
func methodNotAllowed(methods []string) http.HandlerFunc {
	if slices.Contains(methods, http.MethodGet) {
		methods = append([]string{http.MethodHead}, methods...)
	}
	allow := strings.Join(methods, ", ")
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Allow", allow)
		if r.Method == http.MethodOptions {
			w.WriteHeader(http.StatusOK)
			return
		}
		writeBare(w, http.StatusMethodNotAllowed)
	}
}
