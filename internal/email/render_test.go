package email_test

import (
	_ "embed"
	"encoding/json"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/logtoctl/logtoctl/internal/email"
)

//go:embed testdata/render.json
var renderVectors []byte

// The vectors were made with Logto's own function; see testdata/render.mjs.
func TestRender_asLogtoDoes(t *testing.T) {
	t.Parallel()
	var vectors []struct {
		Text    string         `json:"text"`
		Payload map[string]any `json:"payload"`
		Output  string         `json:"output"`
	}
	if err := json.Unmarshal(renderVectors, &vectors); err != nil {
		t.Fatal(err)
	}
	if len(vectors) < 600 {
		t.Fatalf("only %d vectors", len(vectors))
	}
	for i, vector := range vectors {
		if diff := cmp.Diff(vector.Output, email.Render(vector.Text, vector.Payload)); diff != "" {
			t.Errorf("vector %d, %q with %v (-Logto +ours):\n%s", i, vector.Text, vector.Payload, diff)
		}
	}
}

func TestRender_valuesOfGo(t *testing.T) {
	t.Parallel()
	type organization struct {
		Name string `json:"name"`
	}
	payload := map[string]any{
		"int": 12, "number": json.Number("1.50"), "texts": []string{"a", "b"}, "zero": math.Copysign(0, -1),
		"organization": organization{Name: "Readers"}, "byName": map[string]string{"a": "b"},
		"infinite": math.Inf(1), "channel": make(chan int),
	}
	tests := map[string]string{
		"{{int}}":               "12",
		"{{number}}":            "1.5",
		"{{texts}} {{texts.1}}": "a,b b",
		"{{organization.name}}": "Readers",
		"{{byName.a}}":          "b",
		"{{zero}}":              "0",
		"[{{infinite}}]":        "[]", // JSON cannot say it
		"[{{channel}}]":         "[]",
	}
	for text, want := range tests {
		if got := email.Render(text, payload); got != want {
			t.Errorf("Render(%q) = %q, want %q", text, got, want)
		}
	}
}

func TestRender_noPayload(t *testing.T) {
	t.Parallel()
	if got := email.Render("{{code}}", nil); got != "{{code}}" {
		t.Errorf("got %q", got)
	}
}

func FuzzRender(f *testing.F) {
	f.Add("{{code}} {{ user.name }}", "495172")
	f.Add("{{{{code}}}} {{code", "{{code}}")
	f.Add("\xff{{code}}\ufeff", "$&")
	f.Fuzz(func(t *testing.T, text, code string) {
		got := email.Render(text, map[string]any{"code": code, "user": map[string]any{}})
		if !strings.Contains(text, "{{") && got != text {
			t.Errorf("%q became %q", text, got)
		}
		// Values go in as they are, once for each placeholder, and nothing else changes.
		rest := text
		for _, placeholder := range email.Placeholders(text) {
			written := text[placeholder.Offset : placeholder.Offset+placeholder.Length]
			before, after, found := strings.Cut(rest, written)
			if !found || !strings.HasPrefix(got, before) {
				t.Fatalf("%q became %q", text, got)
			}
			rest, got = after, got[len(before):]
			value := email.Render(written, map[string]any{"code": code, "user": map[string]any{}})
			if !strings.HasPrefix(got, value) {
				t.Fatalf("%q, %q became %q", text, written, got)
			}
			got = got[len(value):]
		}
		if got != rest {
			t.Errorf("the end %q became %q", rest, got)
		}
	})
}
