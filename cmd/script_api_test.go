package cmd_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/logtoctl/logtoctl/internal/sandbox/fault"
)

// faults switches on the faults that a JSON file lists, or all off without one.
func faults(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) > 1 {
		ts.Fatalf("usage: faults [FILE]")
	}
	var rules []fault.Rule
	if len(args) == 1 {
		ts.Check(json.Unmarshal([]byte(ts.ReadFile(args[0])), &rules))
	}
	ts.Check(running(ts).Faults.Set(rules...))
}

// api plays somebody at the console: api METHOD PATH [FILE] calls the
// Management API directly, past logtoctl. The answer becomes stdout.
func api(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 || len(args) > 3 {
		ts.Fatalf("usage: api METHOD PATH [FILE]")
	}
	var body io.Reader = http.NoBody
	if len(args) == 3 {
		body = strings.NewReader(ts.ReadFile(args[2]))
	}
	request, err := http.NewRequest(args[0], ts.Getenv("LOGTO_ENDPOINT")+args[1], body)
	ts.Check(err)
	request.Header.Set("Authorization", "Bearer "+token(ts))
	request.Header.Set("Content-Type", "application/json")
	answer := send(ts, request)
	_, err = ts.Stdout().Write(answer)
	ts.Check(err)
}

func token(ts *testscript.TestScript) string {
	form := url.Values{"grant_type": {"client_credentials"}, "resource": {ts.Getenv("LOGTO_RESOURCE")}, "scope": {"all"}}
	request, err := http.NewRequest(http.MethodPost, ts.Getenv("LOGTO_ENDPOINT")+"/oidc/token", strings.NewReader(form.Encode()))
	ts.Check(err)
	request.SetBasicAuth(ts.Getenv("LOGTO_M2M_APP_ID"), ts.Getenv("LOGTO_M2M_APP_SECRET"))
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	var answer struct {
		AccessToken string `json:"access_token"`
	}
	ts.Check(json.Unmarshal(send(ts, request), &answer))
	return answer.AccessToken
}

func send(ts *testscript.TestScript, request *http.Request) []byte {
	response, err := http.DefaultClient.Do(request)
	ts.Check(err)
	defer func() { _ = response.Body.Close() }()
	answer, err := io.ReadAll(response.Body)
	ts.Check(err)
	if response.StatusCode >= http.StatusBadRequest {
		ts.Fatalf("%s %s: %s: %s", request.Method, request.URL.Path, response.Status, answer)
	}
	return answer
}
