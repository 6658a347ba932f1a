package aliyundm_test

import (
	"context"
	"encoding/json"
	"errors"
	"iter"
	"maps"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/logtoctl/logtoctl/pkg/aliyundm"
)

// operationCase is an operation, how it is called, and what goes over the wire.
type operationCase struct {
	action string
	run    func(context.Context, *aliyundm.Client) error
	query  url.Values
	answer string // of success
	writes bool
	// repeated: also after a request that may have arrived.
	repeated bool
}

// drain reads a list to its end.
func drain[T any](rows iter.Seq2[T, error]) error {
	for _, err := range rows {
		if err != nil {
			return err
		}
	}
	return nil
}

const doneBody = `{"RequestId":"A-1"}`

// operationCases are all operations but sending, whose parameters are in the body.
func operationCases() []operationCase {
	type client = *aliyundm.Client
	day := time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC)
	return []operationCase{
		{"CreateDomain", func(ctx context.Context, c client) error {
			_, err := c.CreateDomain(ctx, "mail.example.com")
			return err
		}, url.Values{"DomainName": {"mail.example.com"}}, `{"RequestId":"A-1","DomainId":"158910"}`, true, false},
		{"QueryDomainByParam", func(ctx context.Context, c client) error {
			return drain(c.QueryDomainByParam(ctx, aliyundm.DomainQuery{KeyWord: "mail", Status: new(aliyundm.DomainVerified)}))
		}, url.Values{"KeyWord": {"mail"}, "Status": {"0"}, "PageNo": {"1"}, "PageSize": {"100"}}, `{"RequestId":"A-1","TotalCount":0}`, false, true},
		{"DescDomain", func(ctx context.Context, c client) error {
			_, err := c.DescDomain(ctx, "158910")
			return err
		}, url.Values{"DomainId": {"158910"}, "RequireRealTimeDnsRecords": {"true"}}, `{"RequestId":"A-1","DomainName":"mail.example.com"}`, false, true},
		{"CheckDomain", func(ctx context.Context, c client) error {
			_, err := c.CheckDomain(ctx, "158910")
			return err
		}, url.Values{"DomainId": {"158910"}}, `{"RequestId":"A-1","DomainStatus":0}`, true, true},
		{"DeleteDomain", func(ctx context.Context, c client) error {
			return c.DeleteDomain(ctx, "158910")
		}, url.Values{"DomainId": {"158910"}}, doneBody, true, false},
		{"CreateMailAddress", func(ctx context.Context, c client) error {
			_, err := c.CreateMailAddress(ctx, "noreply@mail.example.com", aliyundm.SendTypeTrigger, "help@example.com")
			return err
		}, url.Values{"AccountName": {"noreply@mail.example.com"}, "Sendtype": {"trigger"}, "ReplyAddress": {"help@example.com"}}, `{"RequestId":"A-1","MailAddressId":"126545"}`, true, false},
		{"QueryMailAddressByParam", func(ctx context.Context, c client) error {
			return drain(c.QueryMailAddressByParam(ctx, aliyundm.MailAddressQuery{KeyWord: "noreply@mail.example.com", SendType: aliyundm.SendTypeTrigger}))
		}, url.Values{"KeyWord": {"noreply@mail.example.com"}, "Sendtype": {"trigger"}, "PageNo": {"1"}, "PageSize": {"100"}}, `{"RequestId":"A-1","TotalCount":0}`, false, true},
		{"ModifyMailAddress", func(ctx context.Context, c client) error {
			return c.ModifyMailAddress(ctx, "126545", "help@example.com")
		}, url.Values{"MailAddressId": {"126545"}, "ReplyAddress": {"help@example.com"}}, doneBody, true, true},
		{"DeleteMailAddress", func(ctx context.Context, c client) error {
			return c.DeleteMailAddress(ctx, "126545")
		}, url.Values{"MailAddressId": {"126545"}}, doneBody, true, false},
		{"CheckReplyToMailAddress", func(ctx context.Context, c client) error {
			return c.CheckReplyToMailAddress(ctx, "126545", "en")
		}, url.Values{"MailAddressId": {"126545"}, "Lang": {"en"}}, doneBody, true, false},
		{"CreateTag", func(ctx context.Context, c client) error {
			_, err := c.CreateTag(ctx, "logto_test", "Mails of logto")
			return err
		}, url.Values{"TagName": {"logto_test"}, "TagDescription": {"Mails of logto"}}, `{"RequestId":"A-1","TagId":"7"}`, true, false},
		{"QueryTagByParam", func(ctx context.Context, c client) error {
			return drain(c.QueryTagByParam(ctx, aliyundm.TagQuery{KeyWord: "logto"}))
		}, url.Values{"KeyWord": {"logto"}, "PageNo": {"1"}, "PageSize": {"100"}}, `{"RequestId":"A-1","TotalCount":0}`, false, true},
		{"DeleteTag", func(ctx context.Context, c client) error {
			return c.DeleteTag(ctx, "7")
		}, url.Values{"TagId": {"7"}}, doneBody, true, false},
		{"DescAccountSummary", func(ctx context.Context, c client) error {
			_, err := c.DescAccountSummary(ctx)
			return err
		}, url.Values{}, summaryBody, false, true},
		{"SenderStatisticsByTagNameAndBatchID", func(ctx context.Context, c client) error {
			_, err := c.SenderStatisticsByTagNameAndBatchID(ctx, aliyundm.StatisticsQuery{Start: day, End: day, TagName: "logto", AccountName: "a@b.c"})
			return err
		}, url.Values{"StartTime": {"2026-11-22"}, "EndTime": {"2026-11-22"}, "TagName": {"logto"}, "AccountName": {"a@b.c"}}, `{"RequestId":"A-1","TotalCount":0}`, false, true},
		{"SenderStatisticsDetailByParam", func(ctx context.Context, c client) error {
			return drain(c.SenderStatisticsDetailByParam(ctx, aliyundm.DeliveryQuery{ToAddress: "you@example.com", Status: new(aliyundm.DeliverySpam)}))
		}, url.Values{"ToAddress": {"you@example.com"}, "Status": {"3"}, "Length": {"100"}}, doneBody, false, true},
	}
}

func TestOperations_request(t *testing.T) {
	t.Parallel()
	for _, test := range operationCases() {
		t.Run(test.action, func(t *testing.T) {
			t.Parallel()
			server := newServer(t, respond(200, jsonType, test.answer))
			if err := test.run(t.Context(), newClient(t, server.URL)); err != nil {
				t.Fatal(err)
			}
			seen := server.seen()
			if len(seen) != 1 {
				t.Fatalf("%d requests, want 1", len(seen))
			}
			if seen[0].method != http.MethodPost || seen[0].path != "/" || seen[0].body != "" {
				t.Errorf("request is %s %s with body %q, want POST / without", seen[0].method, seen[0].path, seen[0].body)
			}
			if got := seen[0].header.Get("X-Acs-Action"); got != test.action {
				t.Errorf("action is %s, want %s", got, test.action)
			}
			if diff := cmp.Diff(test.query, seen[0].query); diff != "" {
				t.Errorf("query (-want +got):\n%s", diff)
			}
		})
	}
}

// The requests of the official SDK on its own, recorded, are the contract.
func TestOperations_asRecorded(t *testing.T) {
	t.Parallel()
	others := map[string][]string{"CreateDomain": {"dkimSelector"}} // parameters that this client leaves to Direct Mail
	for _, name := range []string{"CreateDomain", "CreateTag-emptyvalue", "QueryMailAddressByParam", "DescAccountSummary-noparams"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var recorded struct {
				Action  string
				Request struct {
					Method, Path, Query, Body string
					Headers                   [][2]string
				}
			}
			data, err := os.ReadFile("../../testdata/recordings/aliyun-dm/go-sdk-v3-" + name + ".json")
			if err != nil {
				t.Fatal(err)
			}
			if err := json.Unmarshal(data, &recorded); err != nil {
				t.Fatal(err)
			}
			i := slices.IndexFunc(operationCases(), func(c operationCase) bool { return c.action == recorded.Action })
			test := operationCases()[i]
			server := newServer(t, respond(200, jsonType, test.answer))
			if err := test.run(t.Context(), newClient(t, server.URL)); err != nil {
				t.Fatal(err)
			}
			seen := server.seen()[0]

			want := recorded.Request
			if seen.method != want.Method || seen.path != want.Path || seen.body != want.Body {
				t.Errorf("request is %s %s %q, want %s %s %q", seen.method, seen.path, seen.body, want.Method, want.Path, want.Body)
			}
			query, err := url.ParseQuery(want.Query)
			if err != nil {
				t.Fatal(err)
			}
			for _, parameter := range others[recorded.Action] {
				query.Del(parameter)
			}
			if diff := cmp.Diff(slices.Sorted(maps.Keys(query)), slices.Sorted(maps.Keys(seen.query))); diff != "" {
				t.Errorf("parameters (-recorded +got):\n%s", diff)
			}
			headers := []string{}
			for _, header := range want.Headers {
				if header[0] != "Host" { // not among the headers at a Go server
					headers = append(headers, http.CanonicalHeaderKey(header[0]))
				}
			}
			slices.Sort(headers)
			if diff := cmp.Diff(headers, slices.Sorted(maps.Keys(seen.header))); diff != "" {
				t.Errorf("headers (-recorded +got):\n%s", diff)
			}
		})
	}
}

func TestOperations_repetition(t *testing.T) {
	t.Parallel()
	for _, test := range operationCases() {
		t.Run(test.action, func(t *testing.T) {
			t.Parallel()
			for name, broken := range map[string]step{
				"reset": reset, "502": answer(502, "text/html", "<html>"), "500": answer(500, jsonType, errorBody("InternalError")),
			} {
				synctest.Test(t, func(t *testing.T) {
					lost := newScript(broken, answer(200, jsonType, test.answer))
					err := test.run(t.Context(), newClient(t, "dm.example.com", lost.option()))
					if test.repeated && (err != nil || lost.attempts != 2) {
						t.Errorf("%s: %d attempts, error %v; want 2 and none", name, lost.attempts, err)
					}
					if !test.repeated && (!errors.Is(err, aliyundm.ErrUncertain) || lost.attempts != 1) {
						t.Errorf("%s: %d attempts, error %v; want 1 and an uncertain one", name, lost.attempts, err)
					}

					dead := newScript(broken)
					err = test.run(t.Context(), newClient(t, "dm.example.com", dead.option()))
					if errors.Is(err, aliyundm.ErrUncertain) == test.repeated || err == nil {
						t.Errorf("%s for good: error is %v", name, err)
					}
				})
			}
			for name, harmless := range map[string]step{"refused": refused, "throttled": answer(400, jsonType, errorBody("Throttling.User"))} {
				synctest.Test(t, func(t *testing.T) {
					script := newScript(harmless, answer(200, jsonType, test.answer))
					err := test.run(t.Context(), newClient(t, "dm.example.com", script.option()))
					if err != nil || script.attempts != 2 {
						t.Errorf("%s: %d attempts, error %v; want 2 and none", name, script.attempts, err)
					}
				})
			}
		})
	}
}

func TestOperations_readOnly(t *testing.T) {
	t.Parallel()
	for _, test := range operationCases() {
		t.Run(test.action, func(t *testing.T) {
			t.Parallel()
			script := newScript(answer(200, jsonType, test.answer))
			err := test.run(t.Context(), newClient(t, "dm.example.com", script.option(), aliyundm.WithReadOnly()))
			if errors.Is(err, aliyundm.ErrReadOnly) != test.writes || (script.attempts == 0) != test.writes {
				t.Errorf("writes is %v; error is %v after %d attempts", test.writes, err, script.attempts)
			}
		})
	}
}

// An answer without what the operation is for is no success, and after a request
// that must not be repeated leaves it open what happened.
func TestOperations_emptyAnswer(t *testing.T) {
	t.Parallel()
	for _, test := range operationCases() {
		t.Run(test.action, func(t *testing.T) {
			t.Parallel()
			script := newScript(answer(200, jsonType, "{}"))
			err := test.run(t.Context(), newClient(t, "dm.example.com", script.option()))
			if !errors.Is(err, aliyundm.ErrUnexpectedResponse) || errors.Is(err, aliyundm.ErrUncertain) == test.repeated || script.attempts != 1 {
				t.Errorf("error is %v after %d attempts, want an unexpected response", err, script.attempts)
			}
		})
	}
}

func TestOperations_refusal(t *testing.T) {
	t.Parallel()
	for _, test := range operationCases() {
		t.Run(test.action, func(t *testing.T) {
			t.Parallel()
			client := newClient(t, "dm.example.com", newScript(answer(403, jsonType, errorBody("Forbidden.RAM"))).option())
			err := test.run(t.Context(), client)
			failure, ok := errors.AsType[*aliyundm.Error](err)
			if !ok || failure.Action != test.action || !errors.Is(err, aliyundm.ErrForbidden) || errors.Is(err, aliyundm.ErrUncertain) {
				t.Fatalf("error is %v, want a forbidden %s", err, test.action)
			}
			if failure.RAMAction() != "dm:"+test.action || !strings.Contains(failure.Explanation().Hint, "dm:"+test.action+" ") {
				t.Errorf("RAM action is %q and the hint %q, want both with dm:%s", failure.RAMAction(), failure.Explanation().Hint, test.action)
			}
		})
	}
}

func TestOperations_badID(t *testing.T) {
	t.Parallel()
	for action, run := range map[string]func(context.Context, *aliyundm.Client, string) error{
		"domain/desc": func(ctx context.Context, c *aliyundm.Client, id string) error {
			_, err := c.DescDomain(ctx, id)
			return err
		},
		"domain/check": func(ctx context.Context, c *aliyundm.Client, id string) error {
			_, err := c.CheckDomain(ctx, id)
			return err
		},
		"domain/delete": func(ctx context.Context, c *aliyundm.Client, id string) error { return c.DeleteDomain(ctx, id) },
		"sender address/modify": func(ctx context.Context, c *aliyundm.Client, id string) error {
			return c.ModifyMailAddress(ctx, id, "help@example.com")
		},
		"sender address/delete": func(ctx context.Context, c *aliyundm.Client, id string) error { return c.DeleteMailAddress(ctx, id) },
		"sender address/check": func(ctx context.Context, c *aliyundm.Client, id string) error {
			return c.CheckReplyToMailAddress(ctx, id, "")
		},
		"tag/delete": func(ctx context.Context, c *aliyundm.Client, id string) error { return c.DeleteTag(ctx, id) },
	} {
		object, _, _ := strings.Cut(action, "/")
		for _, id := range []string{"", "0", "-1", "1.5", "0x10", " 1", "mail.example.com", "2147483648", "99999999999999999999"} {
			script := newScript(answer(200, jsonType, doneBody))
			err := run(t.Context(), newClient(t, "dm.example.com", script.option()), id)
			invalid, ok := errors.AsType[*aliyundm.InvalidIDError](err)
			if !ok || script.attempts != 0 {
				t.Errorf("%s %q: error is %v after %d attempts, want an invalid id before any", action, id, err, script.attempts)
				continue
			}
			if diff := cmp.Diff(&aliyundm.InvalidIDError{Object: object, ID: id}, invalid); diff != "" {
				t.Errorf("%s %q: error (-want +got):\n%s", action, id, diff)
			}
			if !strings.Contains(err.Error(), object) {
				t.Errorf("%s %q: error is %q, want it to name the %s", action, id, err, object)
			}
		}
	}
}

// Whatever a server says, an operation ends with a result or an *Error.
func FuzzOperations_answer(f *testing.F) {
	for _, test := range operationCases() {
		f.Add(test.answer)
	}
	for _, body := range []string{
		`{}`, `{"data":null}`, `{"RequestId":1,"TotalCount":"1","data":{"domain":[null,{}],"tag":[{}],"stat":[{}],"mailDetail":[{}]}}`,
		`{"RequestId":"A","NextStart":"x","data":{"mailDetail":[{"UtcLastUpdateTime":"9999999999999999999"}]}}`, `{"TotalCount":9,"data":{"domain":{}}}`,
		`{"DomainName":"a","DomainStatus":"","DmarcAuthStatus":"x","HostRecord":"@","TlDomainName":"."}`,
	} {
		f.Add(body)
	}
	f.Fuzz(func(t *testing.T, body string) {
		synctest.Test(t, func(t *testing.T) {
			for _, test := range operationCases() {
				// After two answers the server is gone, for a list may have no end.
				script := newScript(answer(200, jsonType, body), answer(200, jsonType, body), answer(400, jsonType, errorBody("Weird")))
				err := test.run(t.Context(), newClient(t, "dm.example.com", script.option()))
				if _, ok := errors.AsType[*aliyundm.Error](err); err != nil && !ok {
					t.Errorf("%s: error is %v, want an *Error", test.action, err)
				}
			}
		})
	})
}
