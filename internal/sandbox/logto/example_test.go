package logto_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"

	"github.com/logtoctl/logtoctl/internal/sandbox/logto"
)

// A sandbox is served by any server that is reached at its endpoint. Its first
// application may use the Management API at once.
func ExampleNew() {
	server, err := logto.New(logto.Options{
		Endpoint:   "http://localhost:3001",
		DirectMail: func(region string) string { return "http://localhost:3002/" + region },
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	form := "grant_type=client_credentials&scope=all&resource=https://default.logto.app/api"
	request := httptest.NewRequest(http.MethodPost, "/oidc/token", strings.NewReader(form))
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	request.SetBasicAuth(server.Credentials())
	recorder := httptest.NewRecorder()
	server.ServeHTTP(recorder, request)
	_, scope, _ := strings.Cut(recorder.Body.String(), `"scope":`)
	fmt.Println(recorder.Code, scope)
	// Output: 200 "all"}
}
