// Package control reads and writes the JSON of the sandbox's control API, which
// tests and people use to set the world as they need it. Each part of the world
// has its own handler, with these two ends in common.
package control

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
)

// maxBody bounds a request body in bytes.
const maxBody = 1 << 20

// Body reads a request body of at most one megabyte.
func Body(w http.ResponseWriter, r *http.Request) ([]byte, error) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	if err != nil {
		return nil, fmt.Errorf("read the request body: %w", err)
	}
	return body, nil
}

// Decode reads one JSON value into what is there already. It is strict: a
// misspelt field would be a setting that never works, and a test that passes
// for the wrong reason.
func Decode[T any](body io.Reader, into *T) error {
	decoder := json.NewDecoder(body)
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(into); err != nil {
		return fmt.Errorf("decode the request body: %w", err)
	}
	if decoder.More() {
		return errors.New("decode the request body: there is more than one JSON value")
	}
	return nil
}

// Answer writes a body with the status 200.
func Answer[T any](w http.ResponseWriter, body T) { write(w, http.StatusOK, body) }

// Refuse writes a 400 with {"error": {"code", "message"}}.
func Refuse(w http.ResponseWriter, code string, err error) {
	write(w, http.StatusBadRequest, map[string]map[string]string{"error": {"code": code, "message": err.Error()}})
}

func write[T any](w http.ResponseWriter, status int, body T) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body) // the client may have gone
}
