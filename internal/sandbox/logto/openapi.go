package logto

import (
	"net/http"
	"regexp"
	"strings"
)

// openAPIDocument describes the operations that the sandbox has, under the
// names that the real Logto's document gives them.
type openAPIDocument struct {
	OpenAPI    string                                 `json:"openapi"`
	Info       openAPIInfo                            `json:"info"`
	Servers    []openAPIServer                        `json:"servers"`
	Paths      map[string]map[string]openAPIOperation `json:"paths"`
	Components openAPIComponents                      `json:"components"`
}

type openAPIInfo struct {
	Title       string `json:"title"`
	Version     string `json:"version"`
	Description string `json:"description"`
}

type openAPIServer struct {
	URL string `json:"url"`
}

type openAPIOperation struct {
	OperationID string                     `json:"operationId"`
	Summary     string                     `json:"summary"`
	Tags        []string                   `json:"tags"`
	Parameters  []openAPIParameter         `json:"parameters"`
	Responses   map[string]openAPIResponse `json:"responses"`
	Security    []map[string][]string      `json:"security"`
}

type openAPIParameter struct {
	Name     string        `json:"name"`
	In       string        `json:"in"`
	Required bool          `json:"required"`
	Schema   openAPISchema `json:"schema"`
}

type openAPISchema struct {
	Type string `json:"type"`
}

type openAPIResponse struct {
	Description string `json:"description"`
}

type openAPIComponents struct {
	SecuritySchemes map[string]openAPISecurity `json:"securitySchemes"`
}

type openAPISecurity struct {
	Type   string `json:"type"`
	Scheme string `json:"scheme"`
}

var pathParameter = regexp.MustCompile(`\{(\w+)\}`)

// getOpenAPI derives the document from the route table, so that it names
// exactly what is served.
func (s *Server) getOpenAPI(*http.Request) (answer, error) {
	paths := make(map[string]map[string]openAPIOperation)
	for _, r := range s.routes {
		if r.operation == undocumented {
			continue
		}
		if paths[r.path] == nil {
			paths[r.path] = make(map[string]openAPIOperation)
		}
		paths[r.path][strings.ToLower(r.method)] = r.describe()
	}
	return ok(openAPIDocument{
		OpenAPI: "3.0.1",
		Info: openAPIInfo{
			Title:       "Logto API references",
			Version:     "Cloud", // what a self-hosted 1.42 says of itself
			Description: "The part of Logto's Management API that the logtoctl sandbox serves.",
		},
		Servers:    []openAPIServer{{URL: s.endpoint}},
		Paths:      paths,
		Components: openAPIComponents{SecuritySchemes: map[string]openAPISecurity{"OAuth2": {Type: "http", Scheme: "bearer"}}},
	})
}

func (r route) describe() openAPIOperation {
	described := openAPIOperation{
		OperationID: r.operation,
		Summary:     r.summary,
		Tags:        []string{strings.Split(r.path, "/")[2]},
		Parameters:  []openAPIParameter{},
		Responses:   map[string]openAPIResponse{"default": {Description: "See Logto's own document."}},
		Security:    []map[string][]string{{"OAuth2": {managementScope}}},
	}
	if r.public {
		described.Security = []map[string][]string{}
	}
	for _, match := range pathParameter.FindAllStringSubmatch(r.path, -1) {
		described.Parameters = append(described.Parameters, openAPIParameter{
			Name: match[1], In: "path", Required: true, Schema: openAPISchema{Type: "string"},
		})
	}
	return described
}
