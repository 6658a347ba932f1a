package output_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/logtoctl/logtoctl/internal/output"
)

// filtered prints the view through a jq expression, in whatever format is set.
func filtered(t *testing.T, expression string, view output.View) (string, error) {
	t.Helper()
	filter, err := output.ParseFilter(expression)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	err = output.Printer{Writer: &out, Format: output.FormatTable, Filter: filter, Terminal: true}.Print(view)
	return out.String(), err
}

func TestFilter(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ expression, want string }{
		"a text is bare":        {".name", "Bookstore\n"},
		"HTML stays":            {".redirectUris[1]", "https://shop.example/callback?a=1&b=2\n"},
		"several results":       {".redirectUris[]", "http://localhost:3000/callback\nhttps://shop.example/callback?a=1&b=2\n"},
		"a list":                {".postSignOutRedirectUris", "[\"http://localhost:3000\"]\n"},
		"an object":             {"{id, status}", "{\"id\":\"app1\",\"status\":\"updated\"}\n"},
		"a number":              {".redirectUris | length", "2\n"},
		"true":                  {`.status == "updated"`, "true\n"},
		"null":                  {".nothing", "null\n"},
		"no result":             {"empty", ""},
		"halted":                {".id, halt, .name", "app1\n"},
		"not the environment":   {"$ENV, env | length", "0\n0\n"},
		"several lines":         {`"a\nb"`, "a\nb\n"},
		"as the user wants it":  {`[.redirectUris[] | @json] | join(" ")`, "\"http://localhost:3000/callback\" \"https://shop.example/callback?a=1&b=2\"\n"},
		"nothing is not a text": {`""`, "\n"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := filtered(t, test.expression, application())
			if err != nil || got != test.want {
				t.Errorf("%s gives %q, %v; want %q", test.expression, got, err, test.want)
			}
		})
	}
}

// Lists are bare arrays, so the first step into one is an index.
func TestFilter_list(t *testing.T) {
	t.Parallel()
	got, err := filtered(t, ".[] | .usageType", output.TestMails{testMail(), testMail()})
	if err != nil || got != "SignIn\nSignIn\n" {
		t.Errorf("it gives %q, %v", got, err)
	}
}

func TestFilter_runtimeError(t *testing.T) {
	t.Parallel()
	for expression, want := range map[string]string{
		".id, .name.first":       "run the --jq expression: ",
		`.id, error("my words")`: "my words",
		`.id, halt_error`:        "run the --jq expression: ",
	} {
		got, err := filtered(t, expression, application())
		if err == nil || !strings.Contains(err.Error(), want) || got != "app1\n" {
			t.Errorf("%s gives %q, %v; want an error with %q", expression, got, err, want)
		}
	}
}

func TestParseFilter_errors(t *testing.T) {
	t.Parallel()
	for expression, want := range map[string]string{
		".[":          `the --jq expression ".[" does not parse: `,
		"nonsense(1)": `the --jq expression "nonsense(1)" does not compile: `,
		"$x":          `the --jq expression "$x" does not compile: `,
	} {
		if _, err := output.ParseFilter(expression); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("error is %v, want %q", err, want)
		}
	}
}

func TestParseFormat(t *testing.T) {
	t.Parallel()
	for _, format := range output.Formats() {
		for _, name := range []string{string(format), strings.ToUpper(string(format))} {
			if got, err := output.ParseFormat(name); err != nil || got != format {
				t.Errorf("%s is %s, %v", name, got, err)
			}
		}
	}
	for _, name := range []string{"", "xml", "json "} {
		if _, err := output.ParseFormat(name); err == nil || !strings.HasSuffix(err.Error(), ": use table, json or yaml") {
			t.Errorf("%q: error is %v", name, err)
		}
	}
}
