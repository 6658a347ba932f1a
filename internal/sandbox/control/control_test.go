package control_test

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/logtoctl/logtoctl/internal/sandbox/control"
)

func TestDecode(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, body, failure string
	}{
		{"one value", `{"size": 2}`, ""},
		{"absent field", `{}`, ""},
		{"unknown field", `{"sise": 2}`, `unknown field "sise"`},
		{"wrong type", `{"size": "2"}`, "cannot unmarshal string"},
		{"two values", `{} {}`, "more than one JSON value"},
		{"empty", ``, "EOF"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			into := struct {
				Size int `json:"size"`
			}{Size: 2}
			err := control.Decode(strings.NewReader(test.body), &into)
			if test.failure == "" && (err != nil || into.Size != 2) {
				t.Errorf("size %d, error %v", into.Size, err)
			}
			if test.failure != "" && (err == nil || !strings.Contains(err.Error(), test.failure)) {
				t.Errorf("error %v, want %q", err, test.failure)
			}
		})
	}
}

func TestBody(t *testing.T) {
	t.Parallel()
	for size, fits := range map[int]bool{1 << 20: true, 1<<20 + 1: false} {
		r := httptest.NewRequest(http.MethodPut, "/", strings.NewReader(strings.Repeat("x", size)))
		body, err := control.Body(httptest.NewRecorder(), r)
		if (err == nil) != fits || fits && len(body) != size {
			t.Errorf("%d bytes: %d, %v", size, len(body), err)
		}
	}
}

func TestAnswers(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		answer func(http.ResponseWriter)
		status int
		body   string
	}{
		{func(w http.ResponseWriter) { control.Answer(w, []int{1}) }, http.StatusOK, "[1]"},
		{func(w http.ResponseWriter) { control.Refuse(w, "dns.invalid", errors.New("no name")) }, http.StatusBadRequest, `{"error":{"code":"dns.invalid","message":"no name"}}`},
	} {
		recorder := httptest.NewRecorder()
		test.answer(recorder)
		if got := strings.TrimSpace(recorder.Body.String()); recorder.Code != test.status || got != test.body ||
			recorder.Header().Get("Content-Type") != "application/json; charset=utf-8" {
			t.Errorf("%d %s", recorder.Code, got)
		}
	}
}
