package secret_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"

	"github.com/logtoctl/logtoctl/pkg/secret"
)

const password = secret.Text("hunter2-and-more")

// credentials is a struct as a caller would have one.
type credentials struct {
	ID     string      `json:"id"`
	Secret secret.Text `json:"secret"`
}

func TestText_Reveal(t *testing.T) {
	t.Parallel()
	if got := password.Reveal(); got != "hunter2-and-more" {
		t.Errorf("revealed %q", got)
	}
}

// Every verb that accepts a text prints the same, whatever its flags.
func TestText_Format(t *testing.T) {
	t.Parallel()
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "% x", "%d", "%t", "%f", "%c", "%U", "%b", "%o", "%e", "%30s", "%.3s", "%-30q", "%!"} {
		if got := fmt.Sprintf(verb, password); got != secret.Redacted && !strings.HasPrefix(got, "%!") || strings.Contains(got, "hunter2") {
			t.Errorf("%s prints %q", verb, got)
		}
		if got := fmt.Sprintf(verb, secret.Text("")); strings.Contains(got, secret.Redacted) {
			t.Errorf("%s of no secret prints %q", verb, got)
		}
	}
}

func TestText_insideOthers(t *testing.T) {
	t.Parallel()
	value := credentials{ID: "app", Secret: password}
	pointer := new(password)
	tests := map[string]string{
		"Sprint":         fmt.Sprint(password),
		"Sprintln":       fmt.Sprintln("is", password),
		"concatenated":   "is " + password.String(),
		"struct":         fmt.Sprintf("%v %+v %#v", value, value, value),
		"pointer":        fmt.Sprintf("%v %+v %s", &value, &value, pointer),
		"slice":          fmt.Sprintf("%v %q %x", []secret.Text{password}, []secret.Text{password}, []secret.Text{password}),
		"map":            fmt.Sprintf("%v %#v", map[string]secret.Text{"k": password}, map[secret.Text]int{password: 1}),
		"any":            fmt.Sprintf("%v", []any{password, value}),
		"error":          fmt.Errorf("refused %w: %v", errors.New("it"), password).Error(),
		"extra argument": fmt.Sprintf("nothing%.0s", password),
	}
	for name, got := range tests {
		if strings.Contains(got, "hunter2") || strings.Contains(got, fmt.Sprintf("%x", "hunter2")) {
			t.Errorf("%s prints %q", name, got)
		}
	}
}

func TestText_documents(t *testing.T) {
	t.Parallel()
	type document struct {
		Value   secret.Text            `json:"value" yaml:"value"`
		None    secret.Text            `json:"none" yaml:"none"`
		List    []secret.Text          `json:"list" yaml:"list"`
		Map     map[string]secret.Text `json:"map" yaml:"map"`
		Pointer *secret.Text           `json:"pointer" yaml:"pointer"`
	}
	value := document{password, "", []secret.Text{password}, map[string]secret.Text{"k": password}, new(password)}

	encoded, err := json.Marshal(value)
	const want = `{"value":"[redacted]","none":"","list":["[redacted]"],"map":{"k":"[redacted]"},"pointer":"[redacted]"}`
	if err != nil || string(encoded) != want {
		t.Errorf("JSON is %s, %v", encoded, err)
	}
	encoded, err = yaml.Marshal(value)
	if err != nil || strings.Contains(string(encoded), "hunter2") || strings.Count(string(encoded), secret.Redacted) != 4 {
		t.Errorf("YAML is %s, %v", encoded, err)
	}
}

// What a document holds is read as it is: only writing redacts.
func TestText_decode(t *testing.T) {
	t.Parallel()
	var value credentials
	if err := json.Unmarshal([]byte(`{"id":"app","secret":"hunter2-and-more"}`), &value); err != nil || value.Secret != password {
		t.Errorf("decoded a secret of %d bytes, %v", len(value.Secret), err)
	}
}

func TestText_logs(t *testing.T) {
	t.Parallel()
	handlers := map[string]func(*bytes.Buffer) slog.Handler{
		"text": func(b *bytes.Buffer) slog.Handler { return slog.NewTextHandler(b, nil) },
		"json": func(b *bytes.Buffer) slog.Handler { return slog.NewJSONHandler(b, nil) },
	}
	for name, handler := range handlers {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var line bytes.Buffer
			logger := slog.New(handler(&line)).With("of", password)
			logger.Info("asked", "with", password, "for", credentials{"app", password}, "group", slog.GroupValue(slog.Any("in", password)))
			if got := line.String(); strings.Contains(got, "hunter2") || strings.Count(got, secret.Redacted) != 4 {
				t.Errorf("logged %s", got)
			}
		})
	}
}
