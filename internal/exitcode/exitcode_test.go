package exitcode_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"testing"

	"github.com/logtoctl/logtoctl/internal/exitcode"
	"github.com/logtoctl/logtoctl/internal/manifest"
	"github.com/logtoctl/logtoctl/internal/partial"
	"github.com/logtoctl/logtoctl/internal/plan"
	"github.com/logtoctl/logtoctl/internal/provision"
	"github.com/logtoctl/logtoctl/pkg/aliyundm"
	"github.com/logtoctl/logtoctl/pkg/logtoadmin"
)

// The numbers are promised in the README; scripts compare them.
func TestCode_numbers(t *testing.T) {
	t.Parallel()
	got := [...]exitcode.Code{
		exitcode.OK, exitcode.Failed, exitcode.Usage, exitcode.Denied,
		exitcode.Pending, exitcode.Partial, exitcode.Unreachable, exitcode.Interrupted,
	}
	if want := [...]exitcode.Code{0, 1, 2, 3, 4, 5, 6, 130}; got != want {
		t.Errorf("the codes are %v, want %v", got, want)
	}
}

func TestOf(t *testing.T) {
	t.Parallel()
	var (
		refused   = &logtoadmin.Error{StatusCode: 403, Code: "auth.forbidden"}
		cancelled = &logtoadmin.ConnectionError{Host: "h", Err: context.Canceled}
		findings  = manifest.Findings{{File: "connector.json", Line: 1, Column: 1, Message: "no"}}
	)
	atProvider := func(code string) error {
		return &logtoadmin.Error{StatusCode: 400, Code: "connector.general", Provider: &logtoadmin.ProviderError{Code: code}}
	}
	mail := func(code string) error { return &aliyundm.Error{Action: "SingleSendMail", Code: code} }
	tests := map[string]struct {
		err  error
		want exitcode.Code
	}{
		"nil":                        {nil, exitcode.OK},
		"any":                        {errors.New("no"), exitcode.Failed},
		"invalid file":               {findings, exitcode.Usage},
		"not owned":                  {&plan.NotOwnedError{}, exitcode.Failed},
		"not found":                  {&logtoadmin.Error{StatusCode: 404, Code: "entity.not_found"}, exitcode.Failed},
		"server failed":              {&logtoadmin.Error{StatusCode: 500}, exitcode.Failed},
		"gateway before Logto":       {fmt.Errorf("list: %w", &logtoadmin.Error{StatusCode: 503}), exitcode.Unreachable},
		"502 and 504":                {errors.Join(&logtoadmin.Error{StatusCode: 502}, &logtoadmin.Error{StatusCode: 504}), exitcode.Unreachable},
		"Logto itself answers 503":   {&logtoadmin.Error{StatusCode: 503, Code: "request.general"}, exitcode.Failed},
		"read-only":                  {logtoadmin.ErrReadOnly, exitcode.Failed},
		"unexpected answer":          {&logtoadmin.UnexpectedResponseError{Err: io.EOF}, exitcode.Failed},
		"token, wrong secret":        {&logtoadmin.TokenError{StatusCode: 401, Code: "invalid_client"}, exitcode.Denied},
		"token, unknown application": {&logtoadmin.TokenError{StatusCode: 400, Code: "invalid_client"}, exitcode.Denied},
		"token, wrong resource":      {&logtoadmin.TokenError{StatusCode: 400, Code: "invalid_target"}, exitcode.Denied},
		"token, malformed":           {&logtoadmin.TokenError{StatusCode: 400, Code: "invalid_request"}, exitcode.Failed},
		"missing role":               {&logtoadmin.MissingRoleError{AppID: "a"}, exitcode.Denied},
		"401":                        {&logtoadmin.Error{StatusCode: 401, Code: "auth.unauthorized"}, exitcode.Denied},
		"403":                        {refused, exitcode.Denied},
		"lost connection":            {&logtoadmin.ConnectionError{Err: io.EOF}, exitcode.Unreachable},
		"deadline":                   {context.DeadlineExceeded, exitcode.Unreachable},
		"cancelled":                  {context.Canceled, exitcode.Interrupted},
		"cancelled connection":       {cancelled, exitcode.Interrupted},

		"mail, wrong AccessKey": {mail("InvalidAccessKeyId.NotFound"), exitcode.Denied},
		"mail, wrong signature": {mail("SignatureDoesNotMatch"), exitcode.Denied},
		"mail, RAM":             {mail("Forbidden.RAM"), exitcode.Denied},
		"mail, no credentials":  {fmt.Errorf("send: %w", aliyundm.ErrNoCredentials), exitcode.Denied},
		"mail, unknown sender":  {mail("InvalidMailAddress.NotFound"), exitcode.Failed},
		"mail, unreachable":     {fmt.Errorf("send: %w", aliyundm.ErrUnreachable), exitcode.Unreachable},
		"mail, gateway":         {&aliyundm.Error{StatusCode: 503}, exitcode.Unreachable},

		"provider, wrong AccessKey": {atProvider("InvalidAccessKeyId.NotFound"), exitcode.Denied},
		"provider, wrong signature": {fmt.Errorf("test: %w", atProvider("SignatureDoesNotMatch")), exitcode.Denied},
		"provider, unknown sender":  {atProvider("InvalidMailAddress.NotFound"), exitcode.Failed},
		"provider without a code":   {atProvider(""), exitcode.Failed},

		"waiting for DNS":            {fmt.Errorf("apply: %w", &provision.WaitingForDNSError{}), exitcode.Partial},
		"partial":                    {&partial.Error{Err: io.EOF}, exitcode.Partial},
		"partial, then denied":       {&partial.Error{Err: refused}, exitcode.Partial},
		"partial, then cancelled":    {&partial.Error{Err: cancelled}, exitcode.Interrupted},
		"coded wins over its kind":   {exitcode.With(exitcode.Pending, refused), exitcode.Pending},
		"coded wins over partial":    {&partial.Error{Err: exitcode.With(exitcode.Usage, io.EOF)}, exitcode.Usage},
		"cancelled wins over coded":  {exitcode.With(exitcode.Usage, context.Canceled), exitcode.Interrupted},
		"wrapped":                    {fmt.Errorf("a: %w", fmt.Errorf("b: %w", refused)), exitcode.Denied},
		"wrapped findings":           {fmt.Errorf("read: %w", findings), exitcode.Usage},
		"joined":                     {errors.Join(io.EOF, refused), exitcode.Denied},
		"joined, one cancelled":      {errors.Join(refused, cancelled, io.EOF), exitcode.Interrupted},
		"joined, denied before lost": {errors.Join(&logtoadmin.ConnectionError{Err: io.EOF}, refused), exitcode.Denied},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := exitcode.Of(test.err); got != test.want {
				t.Errorf("the code of %v is %d, want %d", test.err, got, test.want)
			}
		})
	}
}

func TestWith(t *testing.T) {
	t.Parallel()
	if err := exitcode.With(exitcode.Usage, nil); err != nil {
		t.Errorf("no error became %v", err)
	}
	err := exitcode.With(exitcode.Usage, io.EOF)
	if err.Error() != "EOF" || !errors.Is(err, io.EOF) {
		t.Errorf("%q does not stand for its cause", err)
	}
}
