package aliyundm_test

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/logtoctl/logtoctl/pkg/aliyundm"
)

func TestQueryMailAddressByParam(t *testing.T) {
	t.Parallel()
	server := newServer(t, respond(200, jsonType, `{"TotalCount":3,"PageNumber":1,"PageSize":100,"RequestId":"A-1","data":{"mailAddress":[
		{"MailAddressId":"126545","AccountName":"noreply@mail.example.com","AccountStatus":"0","DomainStatus":"1","Sendtype":"trigger",
		 "ReplyAddress":"help@example.com","ReplyStatus":"0","CreateTime":"2019-09-29T13:28Z",
		 "DailyCount":"3","DailyReqCount":"4","MonthCount":"5","MonthReqCount":"6","ConfigSetId":"","ConfigSetName":""},
		{"MailAddressId":126546,"AccountName":"news@mail.example.com","AccountStatus":"1","Sendtype":"batch","CreateTime":"2019-09-29T13:28:30+08:00"},
		{"AccountName":"new@mail.example.com","CreateTime":"yesterday"},
		null
	]}}`))
	query := aliyundm.MailAddressQuery{KeyWord: "mail", SendType: aliyundm.SendTypeTrigger}
	var addresses []aliyundm.MailAddress
	for address, err := range newClient(t, server.URL).QueryMailAddressByParam(t.Context(), query) {
		if err != nil {
			t.Fatal(err)
		}
		addresses = append(addresses, address)
	}

	want := []aliyundm.MailAddress{
		{
			ID: "126545", AccountName: "noreply@mail.example.com", SendType: "trigger",
			Status: aliyundm.StatusNormal, DomainStatus: aliyundm.StatusAbnormal,
			ReplyAddress: "help@example.com", ReplyStatus: aliyundm.StatusNormal,
			CreateTime: time.Date(2019, 9, 29, 13, 28, 0, 0, time.UTC),
			DailyCount: 3, DailyReqCount: 4, MonthCount: 5, MonthReqCount: 6,
		},
		{
			ID: "126546", AccountName: "news@mail.example.com", SendType: "batch",
			Status: aliyundm.StatusAbnormal, DomainStatus: aliyundm.StatusUnknown, ReplyStatus: aliyundm.StatusUnknown,
			CreateTime: time.Date(2019, 9, 29, 5, 28, 30, 0, time.UTC),
		},
		{
			AccountName: "new@mail.example.com",
			Status:      aliyundm.StatusUnknown, DomainStatus: aliyundm.StatusUnknown, ReplyStatus: aliyundm.StatusUnknown,
		},
	}
	if diff := cmp.Diff(want, addresses); diff != "" {
		t.Errorf("addresses (-want +got):\n%s", diff)
	}
	seen := server.seen()
	if len(seen) != 1 || seen[0].body != "" {
		t.Fatalf("got %d requests, the first with body %q; want one without", len(seen), seen[0].body)
	}
	wantQuery := url.Values{"KeyWord": {"mail"}, "Sendtype": {"trigger"}, "PageNo": {"1"}, "PageSize": {"100"}}
	if diff := cmp.Diff(wantQuery, seen[0].query); diff != "" {
		t.Errorf("query (-want +got):\n%s", diff)
	}
}

// addressPages plays a server with so many addresses, in pages of perPage
// whatever the client asks for.
func addressPages(total, claimed, perPage int) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		page, err := strconv.Atoi(r.URL.Query().Get("PageNo"))
		if err != nil {
			http.Error(w, "no page number", http.StatusBadRequest)
			return
		}
		var rows []string
		for i := (page - 1) * perPage; i < min(page*perPage, total); i++ {
			rows = append(rows, fmt.Sprintf(`{"AccountName":"a%d@example.com"}`, i))
		}
		respond(200, jsonType, fmt.Sprintf(`{"TotalCount":%d,"data":{"mailAddress":[%s]}}`, claimed, strings.Join(rows, ",")))(w, r)
	}
}

func TestQueryMailAddressByParam_pages(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		total, claimed, perPage, take int
		want, requests                int
	}{
		"none":                       {total: 0, claimed: 0, perPage: 100, take: -1, want: 0, requests: 1},
		"one page":                   {total: 100, claimed: 100, perPage: 100, take: -1, want: 100, requests: 1},
		"three pages":                {total: 250, claimed: 250, perPage: 100, take: -1, want: 250, requests: 3},
		"smaller pages than asked":   {total: 25, claimed: 25, perPage: 10, take: -1, want: 25, requests: 3},
		"fewer than the total says":  {total: 150, claimed: 999, perPage: 100, take: -1, want: 150, requests: 3},
		"reader stops at the second": {total: 250, claimed: 250, perPage: 100, take: 2, want: 2, requests: 1},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := newServer(t, addressPages(test.total, test.claimed, test.perPage))
			got := 0
			for address, err := range newClient(t, server.URL).QueryMailAddressByParam(t.Context(), aliyundm.MailAddressQuery{}) {
				if err != nil {
					t.Fatal(err)
				}
				if want := fmt.Sprintf("a%d@example.com", got); address.AccountName != want {
					t.Fatalf("address %d is %q, want %q", got, address.AccountName, want)
				}
				if got++; got == test.take {
					break
				}
			}
			if got != test.want || len(server.seen()) != test.requests {
				t.Errorf("%d addresses in %d requests, want %d in %d", got, len(server.seen()), test.want, test.requests)
			}
		})
	}
}

func TestQueryMailAddressByParam_errorEndsTheList(t *testing.T) {
	t.Parallel()
	pages := addressPages(250, 250, 100)
	server := newServer(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Query().Get("PageNo") == "2" {
			respond(400, jsonType, errorBody("Forbidden.RAM"))(w, r)
			return
		}
		pages(w, r)
	})
	got, failures := 0, 0
	for _, err := range newClient(t, server.URL).QueryMailAddressByParam(t.Context(), aliyundm.MailAddressQuery{}) {
		switch {
		case err == nil:
			got++
		case errors.Is(err, aliyundm.ErrForbidden):
			failures++
		default:
			t.Errorf("error is %v, want forbidden", err)
		}
	}
	if got != 100 || failures != 1 {
		t.Errorf("%d addresses and %d errors, want 100 and 1", got, failures)
	}
}

func TestQueryMailAddressByParam_needsTotal(t *testing.T) {
	t.Parallel()
	server := newServer(t, respond(200, jsonType, `{"RequestId":"A-1"}`))
	for _, err := range newClient(t, server.URL).QueryMailAddressByParam(t.Context(), aliyundm.MailAddressQuery{}) {
		if !errors.Is(err, aliyundm.ErrUnexpectedResponse) {
			t.Errorf("error is %v, want an unexpected response", err)
		}
		return
	}
	t.Error("an answer without a list was taken for an empty list")
}

func TestCreateMailAddress(t *testing.T) {
	t.Parallel()
	server := newServer(t, respond(200, jsonType, `{"MailAddressId":15123,"RequestId":"A-1"}`))
	id, err := newClient(t, server.URL).CreateMailAddress(t.Context(), "noreply@mail.example.com", aliyundm.SendTypeTrigger, "")
	if err != nil || id != "15123" {
		t.Errorf("id is %q, %v; want 15123", id, err)
	}
	if query := server.seen()[0].query; query.Has("ReplyAddress") {
		t.Errorf("query is %v, want it without an empty reply address", query)
	}
}

func TestCreateMailAddress_exists(t *testing.T) {
	t.Parallel()
	server := newServer(t, respond(400, jsonType, errorBody("InvalidMailAddressName.Duplicate")))
	_, err := newClient(t, server.URL).CreateMailAddress(t.Context(), "noreply@mail.example.com", aliyundm.SendTypeTrigger, "")
	if !errors.Is(err, aliyundm.ErrExists) || !strings.Contains(err.Error(), `"noreply@mail.example.com"`) {
		t.Errorf("error is %v, want that the address exists", err)
	}
}

// An empty reply address takes the present one away, so it is sent.
func TestModifyMailAddress_empty(t *testing.T) {
	t.Parallel()
	server := newServer(t, respond(200, jsonType, doneBody))
	if err := newClient(t, server.URL).ModifyMailAddress(t.Context(), "126545", ""); err != nil {
		t.Fatal(err)
	}
	if query := server.seen()[0].query; !query.Has("ReplyAddress") || query.Has("Password") {
		t.Errorf("query is %v, want an empty reply address and no password", query)
	}
}

func TestDeleteMailAddress_notFound(t *testing.T) {
	t.Parallel()
	server := newServer(t, respond(400, jsonType, errorBody("InvalidMailAddressId.Malformed")))
	err := newClient(t, server.URL).DeleteMailAddress(t.Context(), "126545")
	if !errors.Is(err, aliyundm.ErrNotFound) || !strings.Contains(err.Error(), `"126545"`) {
		t.Errorf("error is %v, want that 126545 is not found", err)
	}
}

func TestStatus_String(t *testing.T) {
	t.Parallel()
	for status, want := range map[aliyundm.Status]string{
		aliyundm.StatusUnknown:  "unknown",
		aliyundm.StatusNormal:   "normal",
		aliyundm.StatusAbnormal: "abnormal",
		7:                       "unknown state 7",
	} {
		if got := status.String(); got != want {
			t.Errorf("Status(%d) is %q, want %q", int(status), got, want)
		}
	}
}
