package doctor_test

import (
	"context"
	"errors"
	"net/http"
	"testing"
	"time"

	"github.com/logtoctl/logtoctl/internal/doctor"
	"github.com/logtoctl/logtoctl/pkg/logtoadmin"
)

// silence is a network in which nothing is ever answered.
type silence struct{}

func (silence) RoundTrip(request *http.Request) (*http.Response, error) {
	<-request.Context().Done()
	return nil, request.Context().Err()
}

// A service that never answers holds a run up until its context ends, not longer,
// and its silence is what is told.
func TestRun_silence(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	results := doctor.Run(ctx, doctor.Target{
		Endpoint: "https://auth.example.com", AppID: "app", Transport: silence{}, Now: time.Now,
		Logto: func(client *http.Client) (*logtoadmin.Client, error) {
			// The request for a token does not end with the context but at its own deadline,
			// because others may wait for the same one.
			return logtoadmin.New("https://auth.example.com", logtoadmin.WithHTTPClient(client), logtoadmin.WithCredentials("app", "app-secret"),
				logtoadmin.WithTimeout(50*time.Millisecond))
		},
		Account: noAccount,
	})
	for _, result := range results {
		if (result.Status == doctor.Failed) != (result.ID == "endpoint.reachable") {
			t.Errorf("%+v", result)
		}
	}
}

// A client that cannot be made is told like a setting that is missing.
func TestRun_noClient(t *testing.T) {
	t.Parallel()
	results := doctor.Run(t.Context(), doctor.Target{
		Endpoint: "auth.example.com", AppID: "app", Transport: silence{}, Now: time.Now, Account: noAccount,
		Logto: func(*http.Client) (*logtoadmin.Client, error) { return nil, errors.New("the endpoint has no scheme") },
	})
	if first := results[0]; first.Status != doctor.Failed || first.Next == "" {
		t.Errorf("%+v", first)
	}
}
