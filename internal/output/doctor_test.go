package output_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/logtoctl/logtoctl/internal/doctor"
	"github.com/logtoctl/logtoctl/internal/output"
)

func examined() output.Doctor {
	return output.NewDoctor([]doctor.Result{
		{ID: "endpoint.reachable", Group: "Logto endpoint", Title: "answers and is ready", Status: doctor.OK, Found: "https://auth.example.com"},
		{
			ID: "endpoint.issuer", Group: "Logto endpoint", Title: "is the issuer of its tokens", Status: doctor.Failed,
			Found: "its tokens are issued by https://login.example.com/oidc, which is another issuer than https://auth.example.com/oidc to whoever checks them",
			Next:  "set LOGTO_ENDPOINT=https://login.example.com here and in the web app",
		},
		{ID: "token.role", Group: "Token", Title: "the application has the role", Status: doctor.Skipped, Found: "waits for endpoint.issuer"},
		{ID: "token.other", Group: "Token", Title: "another one", Status: doctor.Skipped, Found: "waits for endpoint.issuer"},
		{ID: "token.last", Group: "Token", Title: "the last one", Status: doctor.Skipped, Found: "nothing is set", Next: "set LOGTO_M2M_APP_ID"},
		{
			ID: "domain.dkim", Group: "Sending domain", Title: "DKIM (TXT) is in the DNS", Status: doctor.Warning,
			Found: "somebody wrote \x1b[31mred\x1b[0m and\na line", Next: "add TXT v=DKIM1;p=" + strings.Repeat("MIGf", 30),
		},
		{
			ID: "domain.verified", Group: "Sending domain", Title: "Direct Mail has verified it", Status: doctor.OK,
			Found: "an answer that is too long to stand behind the title",
		},
	})
}

func TestDoctor_golden(t *testing.T) {
	t.Parallel()
	explained := output.Explanation{
		Code: "invalid_client", Service: "Logto", Next: "logtoctl doctor",
		Meaning: "The token endpoint does not know this application, or its secret is wrong, which is more than a line.",
	}
	for name, view := range map[string]output.View{
		"doctor":       examined(),
		"explanation":  output.ExplainedCodes{explained, {Code: "Throttling", Service: "Direct Mail", Meaning: "Too many requests."}},
		"explanations": output.Explanations{explained},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := txtar.Format(&txtar.Archive{Files: []txtar.File{
				{Name: "terminal", Data: printed(t, view, output.FormatTable, true)},
				{Name: "pipe", Data: printed(t, view, output.FormatTable, false)},
				{Name: "json", Data: printed(t, view, output.FormatJSON, true)},
			}})
			path := filepath.Join("testdata", name+".txtar")
			if *update {
				if err := os.WriteFile(path, got, 0o600); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), string(got)); diff != "" {
				t.Errorf("%s (-want +got), go test -update writes it:\n%s", path, diff)
			}
		})
	}
}

// No line is wider than a terminal, unless it holds one word that is.
func TestDoctor_width(t *testing.T) {
	t.Parallel()
	for line := range strings.Lines(examined().Table().Text) {
		line = strings.TrimRight(line, "\n")
		if utf8.RuneCountInString(line) > 80 && !strings.Contains(line, "MIGfMIGf") {
			t.Errorf("%d columns: %s", utf8.RuneCountInString(line), line)
		}
	}
}
