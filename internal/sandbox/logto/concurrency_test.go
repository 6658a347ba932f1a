package logto_test

import (
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
)

// TestServer_concurrently lets many clients work at once: under the race
// detector this shows that the tenant is locked, and without it that no change
// gets lost.
func TestServer_concurrently(t *testing.T) {
	t.Parallel()
	s := connected(t)
	token := s.token(t)
	const clients = 8
	var group sync.WaitGroup
	for client := range clients {
		group.Go(func() {
			api := func(method, path, body string) int {
				request, err := http.NewRequestWithContext(t.Context(), method, s.url+"/api"+path, strings.NewReader(body))
				if err != nil {
					t.Error(err)
					return 0
				}
				request.Header.Set("Authorization", "Bearer "+token)
				request.Header.Set("Content-Type", "application/json")
				response, err := http.DefaultClient.Do(request)
				if err != nil {
					t.Error(err)
					return 0
				}
				_ = response.Body.Close()
				return response.StatusCode
			}
			for _, request := range []struct {
				method, path, body string
				status             int
			}{
				{http.MethodPost, "/applications", fmt.Sprintf(`{"name":"app %d","type":"Traditional"}`, client), 200},
				{http.MethodPost, "/connectors", encode(t, map[string]any{"connectorId": aliyun, "config": aliyunConfig(nil)}), 200},
				{http.MethodPatch, "/sign-in-exp", `{"signInMode":"SignIn"}`, 200},
				{http.MethodPost, "/verification-codes", fmt.Sprintf(`{"email":"c%d@example.com"}`, client), 204},
				{http.MethodGet, "/applications", "", 200},
				{http.MethodGet, "/connectors", "", 200},
				{http.MethodGet, "/sign-in-exp", "", 200},
			} {
				if got := api(request.method, request.path, request.body); got != request.status {
					t.Errorf("%s %s: status %d, want %d", request.method, request.path, got, request.status)
				}
			}
		})
	}
	group.Wait()
	if list := s.api(t, http.MethodGet, "/applications?types=Traditional", "").list(t); len(list) != clients {
		t.Errorf("%d applications, want %d", len(list), clients)
	}
	if list := s.api(t, http.MethodGet, "/connectors", "").list(t); len(list) != 1 {
		t.Errorf("%d email connectors", len(list))
	}
}
