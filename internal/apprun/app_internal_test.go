package apprun

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"testing"
)

// What answers in the place of an app that has ended is somebody else.
func TestApp_ready_ended(t *testing.T) {
	t.Parallel()
	other := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	t.Cleanup(other.Close)
	app := &App{URL: other.URL, said: &lines{}, done: make(chan struct{}), err: errors.New("exit status 1")}
	if err := app.ready(t.Context()); err != nil {
		t.Fatalf("an app that answers is not ready: %v", err)
	}
	close(app.done)
	if ended, ok := errors.AsType[*EndedError](app.ready(t.Context())); !ok || ended.Err != app.err {
		t.Errorf("error is %v, want an app that ended", ended)
	}
}
