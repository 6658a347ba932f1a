package aliyundm_test

import (
	"compress/gzip"
	"errors"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/logtoctl/logtoctl/pkg/aliyundm"
)

// sentinels in the order in which tests list them.
func sentinels() []error {
	return []error{
		aliyundm.ErrUnauthorized, aliyundm.ErrNoCredentials, aliyundm.ErrForbidden, aliyundm.ErrNotFound, aliyundm.ErrExists,
		aliyundm.ErrThrottled, aliyundm.ErrUnreachable, aliyundm.ErrUncertain, aliyundm.ErrReadOnly,
		aliyundm.ErrUnexpectedResponse,
	}
}

func kindsOf(err error) []error {
	var kinds []error
	for _, sentinel := range sentinels() {
		if errors.Is(err, sentinel) {
			kinds = append(kinds, sentinel)
		}
	}
	return kinds
}

// The answers are those of the facts' table of server answers, and the error
// shapes of the gateway.
func TestError_fromAnswer(t *testing.T) {
	t.Parallel()
	type kinds = []error
	var (
		unexpected = kinds{aliyundm.ErrUnexpectedResponse}
		gateway    = kinds{aliyundm.ErrUnreachable, aliyundm.ErrUnexpectedResponse}
	)
	tests := map[string]struct {
		status            int
		contentType, body string
		want              aliyundm.Error
		read, send        kinds // what it is for a read; for a send, uncertain apart
		uncertain         bool
	}{
		"200 empty object":   {200, jsonType, `{}`, aliyundm.Error{}, unexpected, unexpected, true},
		"200 array":          {200, jsonType, `[]`, aliyundm.Error{}, unexpected, unexpected, true},
		"200 empty":          {200, jsonType, ``, aliyundm.Error{}, unexpected, unexpected, true},
		"200 null":           {200, jsonType, `null`, aliyundm.Error{}, unexpected, unexpected, true},
		"200 text":           {200, "text/plain", `ok`, aliyundm.Error{}, unexpected, unexpected, true},
		"200 HTML":           {200, "text/html; charset=utf-8", `<html>login`, aliyundm.Error{}, unexpected, unexpected, true},
		"200 cut off":        {200, jsonType, `{"EnvId":"6`, aliyundm.Error{}, unexpected, unexpected, true},
		"200 bad type":       {200, "; ;", `{"EnvId":{},"UserStatus":{}}`, aliyundm.Error{}, unexpected, unexpected, true},
		"200 XML":            {200, "text/xml", `<Ok/>`, aliyundm.Error{}, unexpected, unexpected, true},
		"302":                {302, "text/html", ``, aliyundm.Error{}, unexpected, unexpected, false},
		"204":                {204, jsonType, ``, aliyundm.Error{}, unexpected, unexpected, true},
		"400 without a code": {400, jsonType, `{"Message":"no"}`, aliyundm.Error{}, unexpected, unexpected, false},
		"403 HTML":           {403, "text/html", `<html>`, aliyundm.Error{}, unexpected, unexpected, false},
		"500 empty":          {500, jsonType, ``, aliyundm.Error{}, unexpected, unexpected, true},
		"502 HTML":           {502, "text/html", `<html>`, aliyundm.Error{}, gateway, gateway, true},
		"503 empty":          {503, "", ``, aliyundm.Error{}, gateway, gateway, true},
		"504 JSON, not ours": {504, jsonType, `{"error":"timeout"}`, aliyundm.Error{}, gateway, gateway, true},
		"200 with an error": {
			200, jsonType, errorBody("InvalidMailAddress.NotFound"),
			aliyundm.Error{Code: "InvalidMailAddress.NotFound", Message: "Something is wrong", RequestID: "A-1", HostID: "dm.aliyuncs.com"},
			kinds{aliyundm.ErrNotFound},
			kinds{aliyundm.ErrNotFound},
			false,
		},
		"404 with all fields": {
			404, jsonType,
			`{"RequestId":"A-1","HostId":"dm.aliyuncs.com","Code":"InvalidAccessKeyId.NotFound","Message":"Specified access key is not found.",` +
				`"Recommend":"https://api.aliyun.com/troubleshoot?q=InvalidAccessKeyId.NotFound&product=Dm&requestId=A-1"}`,
			aliyundm.Error{
				Code: "InvalidAccessKeyId.NotFound", Message: "Specified access key is not found", RequestID: "A-1", HostID: "dm.aliyuncs.com",
				Recommend: "https://api.aliyun.com/troubleshoot?q=InvalidAccessKeyId.NotFound&product=Dm&requestId=A-1",
			},
			kinds{aliyundm.ErrUnauthorized},
			kinds{aliyundm.ErrUnauthorized},
			false,
		},
		"403 with lower-case keys": {
			403, jsonType, `{"requestId":"A-1","code":"NoPermission","message":"You are not authorized.","accessDeniedDetail":{"AuthAction":"dm:SingleSendMail"}}`,
			aliyundm.Error{Code: "NoPermission", Message: "You are not authorized", RequestID: "A-1"},
			kinds{aliyundm.ErrForbidden},
			kinds{aliyundm.ErrForbidden},
			false,
		},
		"400 with numbers for texts": {
			400, jsonType, `{"RequestId":17,"Code":4001,"Message":["a"]}`,
			aliyundm.Error{Code: "4001", RequestID: "17"},
			nil, nil, false,
		},
		"400 in XML": {
			400, "text/xml;charset=utf-8",
			`<?xml version='1.0' encoding='UTF-8'?><Error><RequestId>A-1</RequestId><HostId>dm.aliyuncs.com</HostId><Code>InvalidVersion</Code><Message>Specified parameter Version is not valid.</Message></Error>`,
			aliyundm.Error{Code: "InvalidVersion", Message: "Specified parameter Version is not valid", RequestID: "A-1", HostID: "dm.aliyuncs.com"},
			nil, nil, false,
		},
		"400 with a code that is none": {
			400, jsonType, `{"RequestId":"A-1","Code":"<b>no</b>","Message":"hidden"}`,
			aliyundm.Error{RequestID: "A-1"},
			unexpected, unexpected, false,
		},
		"500 InternalError": {
			500, jsonType, errorBody("InternalError"),
			aliyundm.Error{Code: "InternalError", Message: "Something is wrong", RequestID: "A-1", HostID: "dm.aliyuncs.com"},
			nil, nil, true,
		},
		"400 Throttling.User": {
			400, jsonType, errorBody("Throttling.User"),
			aliyundm.Error{Code: "Throttling.User", Message: "Something is wrong", RequestID: "A-1", HostID: "dm.aliyuncs.com"},
			kinds{aliyundm.ErrThrottled},
			kinds{aliyundm.ErrThrottled},
			false,
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				client := newClient(t, "https://dm.example.com", newScript(answer(test.status, test.contentType, test.body)).option())

				test.want.Endpoint, test.want.StatusCode = "dm.example.com", test.status
				_, err := client.DescAccountSummary(t.Context())
				test.want.Action = "DescAccountSummary"
				checkFailure(t, err, test.want, test.read)

				_, err = client.SingleSendMail(t.Context(), exampleMail())
				test.want.Action, test.want.Uncertain = "SingleSendMail", test.uncertain
				want := slices.Clone(test.send)
				if test.uncertain {
					want = append(want, aliyundm.ErrUncertain)
				}
				checkFailure(t, err, test.want, want)
			})
		})
	}
}

func checkFailure(t *testing.T, err error, want aliyundm.Error, kinds []error) {
	t.Helper()
	failure, ok := errors.AsType[*aliyundm.Error](err)
	if !ok {
		t.Fatalf("%s: error is %v, want an *Error", want.Action, err)
	}
	ignore := []cmp.Option{cmpopts.IgnoreUnexported(aliyundm.Error{}), cmpopts.IgnoreFields(aliyundm.Error{}, "Err")}
	if diff := cmp.Diff(want, *failure, ignore...); diff != "" {
		t.Errorf("%s: error (-want +got):\n%s", want.Action, diff)
	}
	byText := cmpopts.SortSlices(func(a, b error) bool { return a.Error() < b.Error() })
	if diff := cmp.Diff(kinds, kindsOf(err), cmpopts.EquateErrors(), byText, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("%s: kinds of %v (-want +got):\n%s", want.Action, err, diff)
	}
	if failure.Explanation().Meaning == "" || failure.Explanation().Hint == "" {
		t.Errorf("%s: no explanation of %v", want.Action, err)
	}
	if strings.ContainsAny(err.Error(), "\n\r{}<>") {
		t.Errorf("%s: the error shows the raw answer: %q", want.Action, err)
	}
}

func TestError_requestIDFromHeader(t *testing.T) {
	t.Parallel()
	header := http.Header{"X-Acs-Request-Id": {"B-2"}, "Content-Type": {"text/html"}}
	client := newClient(t, "dm.example.com", newScript(answerWith(header, 403, "<html>")).option())
	_, err := client.DescAccountSummary(t.Context())
	if failure, ok := errors.AsType[*aliyundm.Error](err); !ok || failure.RequestID != "B-2" {
		t.Errorf("error is %v, want request id B-2", err)
	}
}

func TestAnswer_redirectIsNotFollowed(t *testing.T) {
	t.Parallel()
	other := newServer(t, respond(200, jsonType, sentBody))
	server := newServer(t, func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, other.URL, http.StatusTemporaryRedirect)
	})
	_, err := newClient(t, server.URL).SingleSendMail(t.Context(), exampleMail())
	if !errors.Is(err, aliyundm.ErrUnexpectedResponse) || errors.Is(err, aliyundm.ErrUncertain) {
		t.Errorf("error is %v, want an unexpected response", err)
	}
	if len(other.seen()) != 0 {
		t.Error("the signed request was sent on to another host")
	}
}

func TestAnswer_tooLong(t *testing.T) {
	t.Parallel()
	server := newServer(t, respond(200, jsonType, `{"EnvId":"`+strings.Repeat("6", 5<<20)+`"}`))
	_, err := newClient(t, server.URL).SingleSendMail(t.Context(), exampleMail())
	if !errors.Is(err, aliyundm.ErrUnexpectedResponse) || !strings.Contains(err.Error(), "longer than") {
		t.Errorf("error is %.300v, want one about the length", err)
	}
}

// A connection that breaks inside the answer leaves a send uncertain.
func TestAnswer_cutOff(t *testing.T) {
	t.Parallel()
	server := newServer(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Length", "100")
		_, _ = io.WriteString(w, `{"EnvId":`)
	})
	_, err := newClient(t, server.URL).SingleSendMail(t.Context(), exampleMail())
	if !errors.Is(err, aliyundm.ErrUncertain) || !errors.Is(err, aliyundm.ErrUnreachable) || !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("error is %v, want uncertain, unreachable and its cause", err)
	}
	if len(server.seen()) != 1 {
		t.Errorf("%d requests, want 1", len(server.seen()))
	}
}

func TestAnswer_gzip(t *testing.T) {
	t.Parallel()
	server := newServer(t, func(w http.ResponseWriter, r *http.Request) {
		if !strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
			http.Error(w, "no gzip", http.StatusNotAcceptable)
			return
		}
		w.Header().Set("Content-Encoding", "gzip")
		zipped := gzip.NewWriter(w)
		_, _ = io.WriteString(zipped, sentBody)
		_ = zipped.Close()
	})
	if _, err := newClient(t, server.URL).SingleSendMail(t.Context(), exampleMail()); err != nil {
		t.Error(err)
	}
}
