package fault

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
)

// maxControlBody bounds the body of PUT /api/faults in bytes.
const maxControlBody = 1 << 20

// NewControl serves the rules of an injector at /api/faults: GET lists them,
// PUT replaces them with a JSON list of [Rule], DELETE removes them all. A rule
// that makes no sense is a 400 with {"error": {"code", "message"}}.
func NewControl(injector *Injector) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /api/faults", func(w http.ResponseWriter, _ *http.Request) {
		writeJSON(w, http.StatusOK, injector.Rules())
	})
	mux.HandleFunc("PUT /api/faults", func(w http.ResponseWriter, r *http.Request) {
		rules, err := readRules(w, r)
		if err == nil {
			err = injector.Set(rules...)
		}
		if err != nil {
			writeJSON(w, http.StatusBadRequest, map[string]map[string]string{
				"error": {"code": "fault.invalid", "message": err.Error()},
			})
			return
		}
		writeJSON(w, http.StatusOK, injector.Rules())
	})
	mux.HandleFunc("DELETE /api/faults", func(w http.ResponseWriter, _ *http.Request) {
		_ = injector.Set() // no rules, so none that makes no sense
		w.WriteHeader(http.StatusNoContent)
	})
	return mux
}

// readRules is strict: a misspelt field would be a fault that never happens,
// and a test that passes for the wrong reason.
func readRules(w http.ResponseWriter, r *http.Request) ([]Rule, error) {
	decoder := json.NewDecoder(http.MaxBytesReader(w, r.Body, maxControlBody))
	decoder.DisallowUnknownFields()
	var rules []Rule
	if err := decoder.Decode(&rules); err != nil {
		return nil, fmt.Errorf("read fault rules: %w", err)
	}
	if decoder.More() {
		return nil, errors.New("read fault rules: there is more than one JSON value")
	}
	return rules, nil
}

func writeJSON[T []Rule | map[string]map[string]string](w http.ResponseWriter, status int, body T) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body) // the client may have gone
}
