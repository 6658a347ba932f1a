package output_test

import (
	"bytes"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"

	"github.com/logtoctl/logtoctl/internal/output"
	"github.com/logtoctl/logtoctl/internal/plan"
	"github.com/logtoctl/logtoctl/internal/printable"
	"github.com/logtoctl/logtoctl/pkg/logtoadmin"
)

// fieldText returns how a plan words one field of an application that changes.
func fieldText(field plan.Field) string {
	set := plan.Set{Applications: []plan.ApplicationChange{{
		Status: plan.Updated, Want: plan.Application{Key: "a"}, Fields: []plan.Field{field},
	}}}
	text := output.NewPlan("http://e", set).Text()
	text = strings.TrimPrefix(text, "http://e\n\n~ application/a\n")
	return strings.TrimSuffix(text, "\n\nPlan: 0 to create, 1 to update, 0 to delete, 0 unchanged.\n")
}

func numbered(count int, changed ...string) string {
	var text strings.Builder
	for i := range count {
		line := string(rune('a' + i))
		for _, letter := range changed {
			if line == letter {
				line += "!"
			}
		}
		text.WriteString(line + "\n")
	}
	return text.String()
}

func TestPlan_Text_fields(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("word ", 20)
	tests := map[string]struct {
		from, to any
		want     string
	}{
		"changed":            {"a", "b", "    ~ p  a -> b"},
		"added":              {nil, "b", "    + p  b"},
		"added to nothing":   {"", "b", "    + p  b"},
		"taken away":         {"a", "", "    - p  a"},
		"a boolean":          {true, false, "    ~ p  true -> false"},
		"a number":           {14, 30, "    ~ p  14 -> 30"},
		"a number, new":      {nil, 30, "    + p  30"},
		"a named text":       {logtoadmin.ApplicationTypeSPA, logtoadmin.ApplicationTypeNative, "    ~ p  SPA -> Native"},
		"an object":          {map[string]any{"b": 1, "a": "x"}, nil, `    - p  {"a":"x","b":1}`},
		"a secret":           {nil, plan.SecretChanged, "    ~ p  (changed)"},
		"escapes":            {"\x1b[31mred", "a\tb", "    ~ p  [31mred -> a b"},
		"list":               {[]string{"a", "b"}, []string{"b", "c"}, "    ~ p\n        - a\n        + c"},
		"list, new":          {nil, []string{"a"}, "    + p\n        + a"},
		"list, emptied":      {[]string{"a"}, []string{}, "    ~ p\n        - a"},
		"list in its order":  {[]string{"a", "b"}, []string{"b", "a"}, "    ~ p\n        - a\n        - b\n        + b\n        + a"},
		"a mail, new":        {nil, "a\nb", "    + p  (2 lines)"},
		"a mail, gone":       {"a\nb\nc\n", nil, "    - p  (3 lines)"},
		"a mail":             {"a\nb\n", "a\nc\n", "    ~ p\n          a\n        - b\n        + c"},
		"a long line":        {long, "short", "    ~ p\n        - " + strings.TrimSpace(long) + "\n        + short"},
		"far apart":          {numbered(12), numbered(12, "a", "l"), "    ~ p\n        - a\n        + a!\n          b\n          c\n        ...\n          j\n          k\n        - l\n        + l!"},
		"the last end":       {"a\nb", "a\nb\n", "    ~ p\n        (only the line break at the end differs)"},
		"carriage returns":   {"a\r\nb\n", "a\nb\n", "    ~ p\n        - a\\r\n        + a\n          b"},
		"an empty line":      {"a\n\nb\n", "a\n\nc\n", "    ~ p\n          a\n\n        - b\n        + c"},
		"no longer a text":   {"a\nb\n", true, "    ~ p\n        - a\n        - b\n        + true"},
		"a sign-in method":   {[]logtoadmin.SignInMethod{{Identifier: "email", Password: true}}, []logtoadmin.SignInMethod{{Identifier: "email", Password: true, VerificationCode: true}}, "    ~ p\n        - email (password)\n        + email (code or password)"},
		"another identifier": {[]logtoadmin.SecondaryIdentifier{}, []logtoadmin.SecondaryIdentifier{{Identifier: "email", Verify: true}}, "    ~ p\n        + email"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(test.want, fieldText(plan.Field{Path: "p", From: test.from, To: test.to})); diff != "" {
				t.Errorf("text (-want +got):\n%s", diff)
			}
		})
	}
}

// A diff is the same lines on a terminal and in a pipe, where a CI log needs it.
func TestPlan_Print(t *testing.T) {
	t.Parallel()
	view := output.NewPlan("http://e", plan.Set{SignIn: &plan.SignInChange{Status: plan.Unchanged}})
	const want = "http://e\n\n= sign-in-experience\n\nPlan: 0 to create, 0 to update, 0 to delete, 1 unchanged.\n"
	for _, terminal := range []bool{false, true} {
		var out bytes.Buffer
		if err := (output.Printer{Writer: &out, Format: output.FormatTable, Terminal: terminal}).Print(view); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, out.String()); diff != "" {
			t.Errorf("on a terminal: %t (-want +got):\n%s", terminal, diff)
		}
	}
}

// FuzzPlan_Text: whatever the server and the file hold, the plan is lines
// without escapes, and a text diff shows every line that only one side has.
func FuzzPlan_Text(f *testing.F) {
	f.Add("a\nb\nc", "a\nc\nd\n")
	f.Add("\x1b]0;title\a\r\n", "\u202eevil\n\n\n")
	f.Add("x", "")
	f.Fuzz(func(t *testing.T, from, to string) {
		text := fieldText(plan.Field{Path: "p", From: from + "\n", To: to + "\n\n"})
		for _, r := range text {
			if unicode.IsControl(r) && r != '\n' && r != '\t' {
				t.Fatalf("%q has a control character", text)
			}
		}
		shown := map[string]bool{}
		for line := range strings.Lines(text) {
			shown[strings.TrimSpace(line)] = true
		}
		for _, line := range strings.Split(to, "\n") {
			clean := strings.TrimSpace("+ " + printable.Text(strings.ReplaceAll(line, "\r", `\r`)))
			if !strings.Contains(from, line) && !shown[clean] {
				t.Errorf("the new line %q is not in\n%s", clean, text)
			}
		}
	})
}
