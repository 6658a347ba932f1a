package aliyundm_test

import (
	"errors"
	"iter"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/logtoctl/logtoctl/pkg/aliyundm"
)

// collect reads a list that must not fail.
func collect[T any](t *testing.T, rows iter.Seq2[T, error]) []T {
	t.Helper()
	var all []T
	for row, err := range rows {
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, row)
	}
	return all
}

func TestCreateDomain(t *testing.T) {
	t.Parallel()
	for name, body := range map[string]string{
		"text":   `{"DomainId":"158910","RequestId":"A-1"}`,
		"number": `{"DomainId":158910,"RequestId":"A-1"}`,
	} {
		server := newServer(t, respond(200, jsonType, body))
		id, err := newClient(t, server.URL).CreateDomain(t.Context(), "mail.example.com")
		if err != nil || id != "158910" {
			t.Errorf("%s: id is %q, %v; want 158910", name, id, err)
		}
	}
}

func TestCreateDomain_exists(t *testing.T) {
	t.Parallel()
	server := newServer(t, respond(400, jsonType, errorBody("InvalidDomainName.Duplicate")))
	_, err := newClient(t, server.URL).CreateDomain(t.Context(), "mail.example.com")
	if !errors.Is(err, aliyundm.ErrExists) || errors.Is(err, aliyundm.ErrNotFound) {
		t.Errorf("error is %v, want that it exists", err)
	}
}

func TestQueryDomainByParam(t *testing.T) {
	t.Parallel()
	server := newServer(t, respond(200, jsonType, `{"TotalCount":5,"PageNumber":1,"PageSize":100,"RequestId":"A-1","data":{"domain":[
		{"DomainId":"158923","DomainName":"mail.example.com","DomainStatus":"0","DomainRecord":"6bd86901b9fe4618a046","SpfAuthStatus":"0","MxAuthStatus":"0",
		 "CnameAuthStatus":"1","ConfirmStatus":"0","IcpStatus":"1","CreateTime":"2019-09-29T13:28Z","UtcCreateTime":1569734892},
		{"DomainId":158924,"DomainName":"news.example.com","DomainStatus":1,"IcpStatus":0,"SpfAuthStatus":"","MxAuthStatus":null,"CreateTime":"2019-09-29T13:28Z"},
		null,
		{"DomainName":"other.example.com","DomainStatus":"4","UtcCreateTime":"1569734892"},
		{}
	]}}`))
	got := collect(t, newClient(t, server.URL).QueryDomainByParam(t.Context(), aliyundm.DomainQuery{}))

	created := time.Date(2019, 9, 29, 5, 28, 12, 0, time.UTC)
	unknown := aliyundm.Domain{
		Status: aliyundm.DomainUnknown, ICPStatus: aliyundm.ICPUnknown,
		SPFAuthStatus: aliyundm.AuthUnknown, MXAuthStatus: aliyundm.AuthUnknown, CNAMEAuthStatus: aliyundm.AuthUnknown,
	}
	second, third := unknown, unknown
	second.ID, second.Name, second.Status, second.ICPStatus = "158924", "news.example.com", aliyundm.DomainUnverified, aliyundm.ICPNotFiled
	second.CreateTime = time.Date(2019, 9, 29, 13, 28, 0, 0, time.UTC)
	third.Name, third.Status, third.CreateTime = "other.example.com", aliyundm.DomainWithoutCNAME, created
	want := []aliyundm.Domain{
		{
			ID: "158923", Name: "mail.example.com", Status: aliyundm.DomainVerified, OwnershipRecord: "6bd86901b9fe4618a046",
			SPFAuthStatus: aliyundm.AuthPassed, MXAuthStatus: aliyundm.AuthPassed, CNAMEAuthStatus: aliyundm.AuthFailed,
			ICPStatus: aliyundm.ICPFiled, CreateTime: created,
		},
		second, third, unknown,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("domains (-want +got):\n%s", diff)
	}
}

// What stands for "nothing" differs between languages and gateways.
func TestQueryDomainByParam_nothing(t *testing.T) {
	t.Parallel()
	for _, body := range []string{
		`{"TotalCount":0}`, `{"TotalCount":"0","data":null}`, `{"TotalCount":0,"data":{}}`, `{"TotalCount":0,"data":{"domain":null}}`,
		`{"TotalCount":0,"data":{"domain":[]}}`, `{"TotalCount":7,"data":{"domain":[null]}}`,
	} {
		server := newServer(t, respond(200, jsonType, body))
		if got := collect(t, newClient(t, server.URL).QueryDomainByParam(t.Context(), aliyundm.DomainQuery{})); len(got) != 0 {
			t.Errorf("%s: domains are %v, want none", body, got)
		}
	}
}

func TestCheckDomain(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]aliyundm.DomainStatus{
		`{"RequestId":"A-1","DomainStatus":0}`:   aliyundm.DomainVerified,
		`{"RequestId":"A-1","DomainStatus":1}`:   aliyundm.DomainUnverified,
		`{"RequestId":"A-1","DomainStatus":"3"}`: aliyundm.DomainWithoutICP,
	} {
		server := newServer(t, respond(200, jsonType, body))
		got, err := newClient(t, server.URL).CheckDomain(t.Context(), "158910")
		if err != nil || got != want {
			t.Errorf("%s: status is %v, %v; want %v", body, got, err, want)
		}
	}
}

func TestCheckDomain_failed(t *testing.T) {
	t.Parallel()
	server := newServer(t, respond(400, jsonType, errorBody("CheckDomain.Failed")))
	got, err := newClient(t, server.URL).CheckDomain(t.Context(), "158910")
	if failure, ok := errors.AsType[*aliyundm.Error](err); !ok || failure.Code != "CheckDomain.Failed" || got != aliyundm.DomainUnknown {
		t.Errorf("status is %v, error %v; want unknown and CheckDomain.Failed", got, err)
	}
}

func TestDomainStatus(t *testing.T) {
	t.Parallel()
	for status, want := range map[aliyundm.DomainStatus]struct {
		text    string
		canSend bool
	}{
		aliyundm.DomainUnknown:            {"unknown", false},
		aliyundm.DomainVerified:           {"verified", true},
		aliyundm.DomainUnverified:         {"not verified", false},
		aliyundm.DomainWithoutCNAMEAndICP: {"verified, without CNAME record and ICP filing", true},
		aliyundm.DomainWithoutICP:         {"verified, without ICP filing", true},
		aliyundm.DomainWithoutCNAME:       {"verified, without CNAME record", true},
		5:                                 {"unknown state 5", false},
	} {
		if status.String() != want.text || status.CanSend() != want.canSend {
			t.Errorf("DomainStatus(%d) is %q and can send: %v; want %q and %v", int(status), status, status.CanSend(), want.text, want.canSend)
		}
	}
}

func TestAuthStatus_String(t *testing.T) {
	t.Parallel()
	for status, want := range map[aliyundm.AuthStatus]string{
		aliyundm.AuthUnknown: "unknown", aliyundm.AuthPassed: "verified", aliyundm.AuthFailed: "not verified", 2: "unknown state 2",
	} {
		if got := status.String(); got != want {
			t.Errorf("AuthStatus(%d) is %q, want %q", int(status), got, want)
		}
	}
}

func TestICPStatus_String(t *testing.T) {
	t.Parallel()
	for status, want := range map[aliyundm.ICPStatus]string{
		aliyundm.ICPUnknown: "unknown", aliyundm.ICPNotFiled: "not filed", aliyundm.ICPFiled: "filed", 2: "unknown state 2",
	} {
		if got := status.String(); got != want {
			t.Errorf("ICPStatus(%d) is %q, want %q", int(status), got, want)
		}
	}
}
