package cli_test

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"
	"go.yaml.in/yaml/v3"

	"github.com/logtoctl/logtoctl/internal/cli"
	"github.com/logtoctl/logtoctl/internal/exitcode"
	"github.com/logtoctl/logtoctl/internal/manifest"
	"github.com/logtoctl/logtoctl/internal/partial"
	"github.com/logtoctl/logtoctl/internal/plan"
	"github.com/logtoctl/logtoctl/internal/provision"
	"github.com/logtoctl/logtoctl/pkg/aliyundm"
	"github.com/logtoctl/logtoctl/pkg/logtoadmin"
)

var update = flag.Bool("update", false, "write the golden files of testdata")

// tokenError is a refusal of the token endpoint to the application app1.
func tokenError(status int, code, description string) *logtoadmin.TokenError {
	return &logtoadmin.TokenError{
		StatusCode: status, Code: code, Description: description, Endpoint: "https://logto.example/oidc/token",
		Resource: "https://default.logto.app/api", AppID: "app1", RequestID: "request-1",
	}
}

// logtoError is a refusal of the Management API.
func logtoError(status int, code, message string) *logtoadmin.Error {
	return &logtoadmin.Error{StatusCode: status, Code: code, Message: message, RequestID: "request-1"}
}

func mailError(code, message string) *aliyundm.Error {
	return &aliyundm.Error{Action: "SingleSendMail", Endpoint: "dm.aliyuncs.com", StatusCode: 400, Code: code, Message: message, RequestID: "R-1"}
}

// failures are the kinds of error that a user meets.
func failures() map[string]error {
	builtIn := tokenError(400, "invalid_client", "client is invalid")
	builtIn.AppID = "m-default"
	provider := logtoError(400, "connector.general", "An error occurred in connector.")
	provider.Provider = &logtoadmin.ProviderError{Code: "InvalidMailAddress.NotFound", Message: "The specified mail address does not exist.", RequestID: "R-1"}
	unknownProvider := logtoError(400, "connector.general", "An error occurred in connector.")
	unknownProvider.Provider = &logtoadmin.ProviderError{Code: "Brand.New", Message: "New.", RequestID: "R-1"}
	limited := logtoError(429, "request.rate_limited", "Too many requests.")
	limited.RetryAfter = 30 * time.Second
	unreachable := &aliyundm.Error{Action: "SingleSendMail", Endpoint: "dm.aliyuncs.com", Err: fmt.Errorf("%w: no route to host", aliyundm.ErrUnreachable)}
	uncertain := &aliyundm.Error{Action: "SingleSendMail", Endpoint: "dm.aliyuncs.com", Uncertain: true, Err: fmt.Errorf("%w: EOF", aliyundm.ErrUnreachable)}
	return map[string]error{
		"plain":                     errors.New("something failed"),
		"token_wrong_secret":        fmt.Errorf("list applications: %w", tokenError(401, "invalid_client", "client authentication failed")),
		"token_unknown_application": tokenError(400, "invalid_client", "client is invalid"),
		"token_m_default":           builtIn,
		"token_wrong_resource":      tokenError(400, "invalid_target", "resource indicator is missing, or unknown"),
		"token_malformed":           tokenError(400, "invalid_request", ""),
		"missing_role":              fmt.Errorf("list applications: %w", &logtoadmin.MissingRoleError{AppID: "app1"}),
		"logto_provider":            fmt.Errorf("test the connector: %w", provider),
		"logto_provider_unknown":    unknownProvider,
		"logto_rate_limited":        limited,
		"logto_unknown_code":        logtoError(422, "brand.new", "New."),
		"logto_no_connector":        logtoError(400, "sign_in_experiences.enabled_connector_not_found", "Enabled Email connector not found."),
		"mail_sender":               fmt.Errorf("send the SignIn mail: %w", mailError("InvalidMailAddress.NotFound", "The specified mail address does not exist.")),
		"mail_signature":            mailError("SignatureDoesNotMatch", "Specified signature does not match."),
		"mail_unknown_code":         mailError("Brand.New", "New."),
		"mail_unreachable":          unreachable,
		"mail_uncertain":            uncertain,
		"findings": manifest.Findings{
			{File: "connector.json", Line: 3, Column: 5, Severity: manifest.SeverityError, Message: `unknown key "regionid"`, Hint: `did you mean "regionId"?`},
			{File: "connector.json", Line: 7, Column: 1, Severity: manifest.SeverityError, Message: "the template has no {{code}}"},
		},
		"unreachable":      fmt.Errorf("list applications: %w", &logtoadmin.ConnectionError{Host: "localhost:3001", Err: io.EOF}),
		"logto_status_429": &logtoadmin.Error{StatusCode: 429, Message: "Too Many Requests"},
		"logto_status_500": fmt.Errorf("list applications: %w", &logtoadmin.Error{StatusCode: 500, Message: "Internal Server Error"}),
		"logto_status_503": &logtoadmin.Error{StatusCode: 503, Message: "Service Unavailable"},
		"logto_page":       fmt.Errorf("list applications: %w", &logtoadmin.UnexpectedResponseError{Method: "GET", Path: "/api/applications", StatusCode: 200, Err: errors.New(`content type is "text/html", not JSON`)}),
		"logto_redirect":   &logtoadmin.RedirectError{Method: "GET", From: "http://logto.example.com/api/applications", To: "https://login.example.com/"},
		"mail_status_500":  &aliyundm.Error{Action: "DescAccountSummary", Endpoint: "dm.aliyuncs.com", StatusCode: 500, Err: aliyundm.ErrUnexpectedResponse},
		"mail_page":        &aliyundm.Error{Action: "DescAccountSummary", Endpoint: "dm.aliyuncs.com", StatusCode: 200, Err: aliyundm.ErrUnexpectedResponse},
		"timeout":          &logtoadmin.ConnectionError{Host: "localhost:3001", Timeout: 30 * time.Second, Err: context.DeadlineExceeded},
		"cancelled":        fmt.Errorf("list applications: %w", &logtoadmin.ConnectionError{Host: "localhost:3001", Err: context.Canceled}),
		"not_owned":        &plan.NotOwnedError{Application: logtoadmin.Application{ID: "app1", Name: "Bookstore"}},
		"usage":            cli.Usagef("--%s is unknown", "colour"),
		"partial": &partial.Error{
			Done: []string{`created the application "Bookstore" (app1)`}, Err: logtoError(403, "auth.forbidden", "Forbidden."),
		},
		"drift": &provision.DriftError{Object: `the application "Bookstore" (app1)`, Fields: []plan.Field{{Path: "name", From: "A", To: "B"}}},
	}
}

// Each file of testdata/failures holds what the user is told about one error:
// the text, the document and the exit code.
func TestEnv_Report_golden(t *testing.T) {
	t.Parallel()
	for name, failure := range failures() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			text, structured := surroundings{}.start(t), surroundings{args: []string{"-o", "json"}}.start(t)
			code := text.Report(failure)
			if other := structured.Report(failure); other != code || code != exitcode.Of(failure) {
				t.Errorf("exit codes are %d and %d, want %d", code, other, exitcode.Of(failure))
			}
			if text.out.Len()+structured.out.Len() > 0 {
				t.Error("there is something on stdout")
			}
			told := document(t, structured.err.Bytes())
			if told["code"] == "" || told["message"] == "" {
				t.Errorf("the document lacks a code or a message: %v", told)
			}
			got := txtar.Format(&txtar.Archive{
				Comment: fmt.Appendf(nil, "exit code %d\n", code),
				Files:   []txtar.File{{Name: "text", Data: text.err.Bytes()}, {Name: "json", Data: structured.err.Bytes()}},
			})
			path := filepath.Join("testdata", "failures", name+".txtar")
			if *update {
				if err := os.WriteFile(path, got, 0o600); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(strings.ReplaceAll(string(want), "\r\n", "\n"), string(got)); diff != "" {
				t.Errorf("%s (-want +got), go test -update writes it:\n%s", path, diff)
			}
		})
	}
}

// Every code that is a step of the user's own has a next command.
func TestDescribe_next(t *testing.T) {
	t.Parallel()
	tests := map[string]string{
		"sign_in_experiences.enabled_connector_not_found":                    "logtoctl connector aliyun-dm apply -f connector.json",
		"sign_in_experiences.code_sign_in_must_be_enabled":                   "--password-at-sign-up",
		"sign_in_experiences.email_verification_code_cannot_be_used_for_mfa": "--factor password",
		"sign_in_experiences.forgot_password_method_requires_connector":      "--forgot-password=false",
		"request.message_rate_limited":                                       "wait ten minutes",
		"auth.forbidden":                                                     "Logto Management API access",
		"auth.unauthorized":                                                  "LOGTO_ENDPOINT",
		"connector.invalid_config":                                           "logtoctl connector aliyun-dm validate",
		"application.secret_name_exists":                                     "--name",
	}
	for code, want := range tests {
		failure := cli.Describe(logtoError(400, code, "no"))
		if failure.Code != code || failure.RequestID != "request-1" || failure.Meaning == "" || !strings.Contains(failure.Hint, want) {
			t.Errorf("%s is told as %+v, want %q in the hint", code, failure, want)
		}
	}
}

// What an error says about itself is kept, also inside of others.
func TestDescribe_ownWords(t *testing.T) {
	t.Parallel()
	err := fmt.Errorf("write: %w", errors.Join(io.EOF, &plan.NoConnectorError{}))
	want := cli.Failure{
		Code: "connector_not_found", Message: "write: EOF\nthe tenant has no Aliyun Direct Mail connector",
		Hint: "create it: logtoctl connector aliyun-dm apply -f connector.json",
	}
	if diff := cmp.Diff(want, cli.Describe(err)); diff != "" {
		t.Errorf("failure (-want +got):\n%s", diff)
	}
}

func TestEnv_Report_nothingToTell(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		err  error
		want exitcode.Code
	}{
		{nil, exitcode.OK},
		{cli.ErrSilent, exitcode.Failed},
		{exitcode.With(42, cli.ErrSilent), 42},
	} {
		r := surroundings{args: []string{"-o", "json"}}.start(t)
		if got := r.Report(test.err); got != test.want || r.err.Len() > 0 {
			t.Errorf("%v: exit code %d, told %q", test.err, got, r.err)
		}
	}
}

func TestEnv_Report_formats(t *testing.T) {
	t.Parallel()
	t.Run("yaml", func(t *testing.T) {
		t.Parallel()
		r := surroundings{args: []string{"-o", "yaml"}}.start(t)
		r.Report(failures()["missing_role"])
		var told struct {
			Error struct{ Code, Message, Hint string }
		}
		if err := yaml.Unmarshal(r.err.Bytes(), &told); err != nil || told.Error.Code != "missing_role" || told.Error.Message == "" || told.Error.Hint == "" {
			t.Errorf("told %+v, %v in\n%s", told, err, r.err)
		}
	})
	t.Run("jq", func(t *testing.T) {
		t.Parallel()
		r := surroundings{args: []string{"--jq", ".id"}}.start(t)
		r.Report(io.EOF)
		if told := document(t, r.err.Bytes()); told["message"] != "EOF" {
			t.Errorf("told %v", told)
		}
	})
	t.Run("details that JSON has no form for", func(t *testing.T) {
		t.Parallel()
		r := surroundings{args: []string{"-o", "json"}}.start(t)
		r.Report(oddDetails{})
		if got := r.err.String(); got != "logtoctl: odd\n" {
			t.Errorf("told %q", got)
		}
	})
}

type oddDetails struct{}

func (oddDetails) Error() string { return "odd" }
func (oddDetails) Details() any  { return func() {} }
