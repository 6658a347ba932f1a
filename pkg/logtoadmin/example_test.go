package logtoadmin_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"

	"github.com/logtoctl/logtoctl/pkg/logtoadmin"
)

// exampleServer is a Logto with one application.
func exampleServer() *httptest.Server {
	mux := http.NewServeMux()
	mux.HandleFunc("POST /oidc/token", answerJSON(http.StatusOK,
		`{"access_token": "jwt", "expires_in": 3600, "token_type": "Bearer", "scope": "all"}`))
	mux.HandleFunc("GET /api/applications", answerJSON(http.StatusOK, `[{"id": "p7g31o", "name": "Bookstore"}]`))
	mux.HandleFunc("GET /api/applications/{id}", answerJSON(http.StatusNotFound,
		`{"code": "entity.not_exists_with_id", "message": "The applications with ID `+"`nope`"+` does not exist."}`))
	return httptest.NewServer(mux)
}

func Example() {
	server := exampleServer()
	defer server.Close()
	ctx := context.Background()

	client, err := logtoadmin.New(server.URL, logtoadmin.WithCredentials("m2m", "secret"))
	if err != nil {
		fmt.Println(err)
		return
	}
	for application, err := range client.Applications.List(ctx, logtoadmin.ListApplicationsOptions{Search: "Book"}) {
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(application.ID, application.Name)
	}
	// Output:
	// p7g31o Bookstore
}

func ExampleError() {
	server := exampleServer()
	defer server.Close()
	client, err := logtoadmin.New(server.URL, logtoadmin.WithCredentials("m2m", "secret"))
	if err != nil {
		fmt.Println(err)
		return
	}
	_, err = client.Applications.Get(context.Background(), "nope")
	fmt.Println(errors.Is(err, logtoadmin.ErrNotFound))
	if refusal, ok := errors.AsType[*logtoadmin.Error](err); ok {
		meaning, _ := logtoadmin.Explain(refusal.Code)
		fmt.Println(meaning)
	}
	fmt.Println(err)
	// Output:
	// true
	// There is no such object in this tenant.
	// get application nope: logto answered 404 entity.not_exists_with_id: The applications with ID `nope` does not exist
}

func ExampleResourceFor() {
	fmt.Println(logtoadmin.ResourceFor("https://tenant.logto.app"))
	fmt.Println(logtoadmin.ResourceFor("http://localhost:3001"))
	// Output:
	// https://tenant.logto.app/api
	// https://default.logto.app/api
}
