package aliyundm_test

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/logtoctl/logtoctl/pkg/aliyundm"
)

func TestSenderStatisticsDetailByParam(t *testing.T) {
	t.Parallel()
	server := newServer(t, respond(200, jsonType, `{"RequestId":"A-1","data":{"mailDetail":[
		{"Status":0,"ToAddress":"you@example.com","AccountName":"noreply@mail.example.com","Subject":"Your code","Message":"250 Send Mail OK",
		 "ErrorClassification":"SendOk","LastUpdateTime":"2021-04-28T17:11Z","UtcLastUpdateTime":"1619601108","IpPoolId":"","ConfigSetId":null},
		{"Status":"2","ToAddress":"bounce@example.com","Message":"550 no such user","ErrorClassification":"SmtpNxBox","UtcLastUpdateTime":1619601109},
		null,
		{"Status":null,"ToAddress":"odd@example.com","UtcLastUpdateTime":"soon","LastUpdateTime":"2021-04-28T17:11Z"},
		{"Status":9}
	]}}`))
	got := collect(t, newClient(t, server.URL).SenderStatisticsDetailByParam(t.Context(), aliyundm.DeliveryQuery{}))
	want := []aliyundm.Delivery{
		{
			Status: aliyundm.DeliverySucceeded, AccountName: "noreply@mail.example.com", ToAddress: "you@example.com", Subject: "Your code",
			Message: "250 Send Mail OK", ErrorClassification: "SendOk", UpdateTime: time.Date(2021, 4, 28, 9, 11, 48, 0, time.UTC),
		},
		{
			Status: aliyundm.DeliveryInvalidAddress, ToAddress: "bounce@example.com", Message: "550 no such user", ErrorClassification: "SmtpNxBox",
			UpdateTime: time.Date(2021, 4, 28, 9, 11, 49, 0, time.UTC),
		},
		{Status: aliyundm.DeliveryUnknown, ToAddress: "odd@example.com"},
		{Status: 9},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("deliveries (-want +got):\n%s", diff)
	}
	if query := server.seen()[0].query; query.Has("StartTime") || query.Has("EndTime") || query.Has("NextStart") {
		t.Errorf("query is %v, want it without a period and a cursor", query)
	}
}

// deliveryPages plays a server with pages of two, whose cursors are page numbers
// that look like the real ones. after is the cursor of the last page.
func deliveryPages(pages int, after string) http.HandlerFunc {
	cursor := func(page int) string { return fmt.Sprintf("90f0#203#a***@example.net-%d", page) }
	return func(w http.ResponseWriter, r *http.Request) {
		page := 0
		for r.URL.Query().Get("NextStart") != "" && cursor(page) != r.URL.Query().Get("NextStart") {
			if page++; page > pages {
				respond(200, jsonType, doneBody)(w, r) // past the end
				return
			}
		}
		next := cursor(page + 1)
		if page+1 >= pages {
			next = strings.ReplaceAll(after, "SAME", cursor(page))
		}
		rows := ""
		if page < pages {
			rows = fmt.Sprintf(`{"Subject":"%d"},{"Subject":"%d"}`, 2*page, 2*page+1)
		}
		respond(200, jsonType, fmt.Sprintf(`{"RequestId":"A-1","NextStart":%q,"data":{"mailDetail":[%s]}}`, next, rows))(w, r)
	}
}

func TestSenderStatisticsDetailByParam_pages(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		pages    int
		after    string
		take     int
		want     int
		requests int
	}{
		"none":                           {pages: 0, want: 0, requests: 1},
		"one page":                       {pages: 1, want: 2, requests: 1},
		"three pages":                    {pages: 3, want: 6, requests: 3},
		"last cursor leads to nothing":   {pages: 2, after: "end", want: 4, requests: 3},
		"last cursor stays where it is":  {pages: 2, after: "SAME", want: 4, requests: 2},
		"reader stops at the third mail": {pages: 3, take: 3, want: 3, requests: 2},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := newServer(t, deliveryPages(test.pages, test.after))
			got := 0
			for delivery, err := range newClient(t, server.URL).SenderStatisticsDetailByParam(t.Context(), aliyundm.DeliveryQuery{TagName: "logto"}) {
				if err != nil {
					t.Fatal(err)
				}
				if want := fmt.Sprint(got); delivery.Subject != want {
					t.Fatalf("delivery %d is %q", got, delivery.Subject)
				}
				if got++; got == test.take {
					break
				}
			}
			if got != test.want || len(server.seen()) != test.requests {
				t.Errorf("%d deliveries in %d requests, want %d in %d", got, len(server.seen()), test.want, test.requests)
			}
			for _, request := range server.seen() {
				if request.query.Get("TagName") != "logto" {
					t.Errorf("query is %v, want the tag on each page", request.query)
				}
			}
		})
	}
}

func TestSenderStatisticsDetailByParam_errorEndsTheList(t *testing.T) {
	t.Parallel()
	pages := deliveryPages(3, "")
	server := newServer(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Query().Has("NextStart") {
			respond(400, jsonType, errorBody("InvalidDate.Malformed"))(w, r)
			return
		}
		pages(w, r)
	})
	got, failures := 0, 0
	for _, err := range newClient(t, server.URL).SenderStatisticsDetailByParam(t.Context(), aliyundm.DeliveryQuery{}) {
		if failure, ok := errors.AsType[*aliyundm.Error](err); ok && failure.Code == "InvalidDate.Malformed" {
			failures++
			continue
		}
		got++
	}
	if got != 2 || failures != 1 {
		t.Errorf("%d deliveries and %d errors, want 2 and 1", got, failures)
	}
}

// Direct Mail does not say in which zone a period is: UTC and Beijing must both
// be within, and what the longer period brings is left out again.
func TestSenderStatisticsDetailByParam_period(t *testing.T) {
	t.Parallel()
	start := time.Date(2026, 11, 22, 18, 24, 30, 0, time.UTC)
	end := start.Add(2 * time.Minute)
	var rows []string
	for offset, subject := range map[time.Duration]string{
		-time.Hour: "earlier", -10 * time.Second: "in the first minute", time.Minute: "within", 2 * time.Minute: "at the end", 3 * time.Minute: "later",
	} {
		rows = append(rows, fmt.Sprintf(`{"Subject":%q,"UtcLastUpdateTime":"%d"}`, subject, start.Add(offset).Unix()))
	}
	rows = append(rows, `{"Subject":"without a time"}`)
	server := newServer(t, respond(200, jsonType, `{"RequestId":"A-1","data":{"mailDetail":[`+strings.Join(rows, ",")+`]}}`))

	client := newClient(t, server.URL)
	for name, zone := range map[string]*time.Location{"UTC": time.UTC, "New York": time.FixedZone("", -5*60*60)} {
		got := map[string]bool{}
		for _, delivery := range collect(t, client.SenderStatisticsDetailByParam(t.Context(), aliyundm.DeliveryQuery{Start: start.In(zone), End: end.In(zone)})) {
			got[delivery.Subject] = true
		}
		want := map[string]bool{"in the first minute": true, "within": true, "at the end": true, "without a time": true}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: deliveries (-want +got):\n%s", name, diff)
		}
	}
	for _, request := range server.seen() {
		if from, to := request.query.Get("StartTime"), request.query.Get("EndTime"); from != "2026-11-22 18:24" || to != "2026-11-23 02:27" {
			t.Errorf("period is %s to %s, want 2026-11-22 18:24 (UTC) to 2026-11-23 02:27 (Beijing)", from, to)
		}
	}
}

func TestDeliveryStatus_String(t *testing.T) {
	t.Parallel()
	for status, want := range map[aliyundm.DeliveryStatus]string{
		aliyundm.DeliveryUnknown: "unknown", aliyundm.DeliverySucceeded: "delivered", aliyundm.DeliveryInvalidAddress: "invalid address",
		aliyundm.DeliverySpam: "taken for spam", aliyundm.DeliveryFailed: "failed", 1: "unknown outcome 1",
	} {
		if got := status.String(); got != want {
			t.Errorf("DeliveryStatus(%d) is %q, want %q", int(status), got, want)
		}
	}
}
