package directmail_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestSenderStatistics(t *testing.T) {
	t.Parallel()
	w := newWorld(fullAccount())
	w.call(t, "SingleSendMail", mail("TagName", "logto_test", "ToAddress", "a@example.com,bounce@example.com,spam@example.com,blocked@example.com"))
	w.now = w.now.Add(24 * time.Hour)
	w.call(t, "SingleSendMail", mail())
	w.call(t, "SingleSendMail", mail("AccountName", "me@sg.example.com", "RegionId", "ap-southeast-1"))
	first := map[string]any{
		"CreateTime": "2026-11-22", "requestCount": "4", "successCount": "1", "faildCount": "2", "unavailableCount": "1",
		"succeededPercent": "25.00%", "unavailablePercent": "25.00%",
	}
	open := map[string]any{
		"CreateTime": "2026-11-23", "requestCount": "1", "successCount": "0", "faildCount": "0", "unavailableCount": "0",
		"succeededPercent": "0.00%", "unavailablePercent": "0.00%",
	}
	ask := func(pairs ...string) answer {
		return w.must(t, "SenderStatisticsByTagNameAndBatchID", append(pairs, "StartTime", "2026-11-20", "EndTime", "2026-11-23")...)
	}
	got := ask()
	want := map[string]any{"TotalCount": 2.0, "data": map[string]any{"stat": []any{first, open}}, "RequestId": got.text("RequestId")}
	if diff := cmp.Diff(want, got.fields); diff != "" {
		t.Errorf("statistics (-want +got):\n%s", diff)
	}
	w.now = w.now.Add(time.Second) // the delay after which outcomes are known
	if rows := ask().rows(t, "stat"); rows[1]["succeededPercent"] != "100.00%" {
		t.Errorf("after the delay: %v", rows)
	}
	for _, test := range []struct {
		name  string
		pairs []string
		days  int
	}{
		{"tag", []string{"TagName", "logto_test"}, 1},
		{"sender", []string{"AccountName", "noreply@mail.example.com"}, 2},
		{"another sender", []string{"AccountName", "me@new.example.com"}, 0},
		{"another region", []string{"RegionId", "ap-southeast-1"}, 1},
	} {
		if rows := ask(test.pairs...).rows(t, "stat"); len(rows) != test.days {
			t.Errorf("%s: %v", test.name, rows)
		}
	}
}

func TestSenderStatistics_period(t *testing.T) {
	t.Parallel()
	w := newWorld(fullAccount()) // it is noon of 2026-11-22 in China
	for _, test := range []struct{ start, end, code string }{
		{"2026-11-22", "2026-11-22", ""},
		{"2026-11-15", "2026-11-22", ""},
		{"2026-11-14", "2026-11-22", "InvalidDate.Malformed"},
		{"2026-10-23", "2026-10-30", ""},
		{"2026-10-22", "2026-10-23", "InvalidDate.Malformed"},
		{"2026-11-22", "2026-11-21", "InvalidDate.Malformed"},
		{"2026-11-22 00:00", "2026-11-22", "InvalidDate.Malformed"},
		{"2026-11-22", "22.11.2026", "InvalidDate.Malformed"},
		{"", "2026-11-22", "MissingStartTime"},
		{"2026-11-22", "", "MissingEndTime"},
	} {
		got := w.call(t, "SenderStatisticsByTagNameAndBatchID", values("StartTime", test.start, "EndTime", test.end))
		if got.text("Code") != test.code {
			t.Errorf("%s to %s: %q, want %q", test.start, test.end, got.text("Code"), test.code)
		}
	}
}

func TestSenderStatisticsDetail(t *testing.T) {
	t.Parallel()
	w := newWorld(fullAccount())
	w.call(t, "SingleSendMail", mail("Subject", "first", "ToAddress", "bounce+1@example.com"))
	got := w.must(t, "SenderStatisticsDetailByParam", "ToAddress", "bounce+1@example.com")
	if diff := cmp.Diff(map[string]any{"NextStart": "", "data": map[string]any{"mailDetail": []any{}}, "RequestId": got.text("RequestId")}, got.fields); diff != "" {
		t.Errorf("before the outcome is known (-want +got):\n%s", diff)
	}
	if len(w.mails) != 0 {
		t.Errorf("delivered all the same: %v", w.mails)
	}
	w.now = w.now.Add(time.Second)
	rows := w.must(t, "SenderStatisticsDetailByParam", "ToAddress", "bounce+1@example.com").rows(t, "mailDetail")
	want := []map[string]any{{
		"Status": 2.0, "AccountName": "noreply@mail.example.com", "ToAddress": "bounce+1@example.com", "Subject": "first",
		"Message": "550 User not found", "ErrorClassification": "SmtpNxBox",
		"LastUpdateTime": "2026-11-22T04:00Z", "UtcLastUpdateTime": "1795320001",
		"IpPoolId": "", "IpPoolName": "", "ConfigSetId": "", "ConfigSetName": "",
	}}
	if diff := cmp.Diff(want, rows); diff != "" {
		t.Errorf("rows (-want +got):\n%s", diff)
	}
}

func TestSenderStatisticsDetail_outcomes(t *testing.T) {
	t.Parallel()
	w := newWorld(fullAccount())
	w.call(t, "SingleSendMail", mail("ToAddress", "you@example.com,bounce@a.example.com,Spam@example.com,blocked@example.com,bouncer@example.com"))
	w.now = w.now.Add(time.Minute)
	got := map[string]float64{}
	for _, row := range w.must(t, "SenderStatisticsDetailByParam").rows(t, "mailDetail") {
		got[row["ToAddress"].(string)] = row["Status"].(float64)
		if row["Status"] == 0.0 && (row["Message"] != "250 Send Mail OK" || row["ErrorClassification"] != "SendOk") {
			t.Errorf("row = %v", row)
		}
	}
	want := map[string]float64{"you@example.com": 0, "bounce@a.example.com": 2, "Spam@example.com": 3, "blocked@example.com": 4, "bouncer@example.com": 0}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("outcomes (-want +got):\n%s", diff)
	}
	var delivered []string
	for _, m := range w.mails {
		delivered = append(delivered, m.To)
	}
	if diff := cmp.Diff([]string{"you@example.com", "bouncer@example.com"}, delivered); diff != "" {
		t.Errorf("inbox (-want +got):\n%s", diff)
	}
	for status, recipient := range map[string]string{"2": "bounce@a.example.com", "3": "Spam@example.com", "4": "blocked@example.com"} {
		rows := w.must(t, "SenderStatisticsDetailByParam", "Status", status).rows(t, "mailDetail")
		if diff := cmp.Diff([]string{recipient}, column(rows, "ToAddress")); diff != "" {
			t.Errorf("status %s (-want +got):\n%s", status, diff)
		}
	}
}

func TestSenderStatisticsDetail_cursor(t *testing.T) {
	t.Parallel()
	w := newWorld(fullAccount())
	for _, subject := range []string{"1", "2", "3", "4", "5"} {
		w.call(t, "SingleSendMail", mail("Subject", subject, "TagName", "logto_test"))
	}
	w.now = w.now.Add(time.Minute)
	var subjects []string
	for next, first := "", true; first || next != ""; first = false {
		got := w.must(t, "SenderStatisticsDetailByParam", "Length", "2", "NextStart", next, "TagName", "logto_test")
		subjects = append(subjects, column(got.rows(t, "mailDetail"), "Subject")...)
		next = got.text("NextStart")
		w.call(t, "SingleSendMail", mail("Subject", "later")) // moves nothing
		w.now = w.now.Add(time.Minute)
	}
	if diff := cmp.Diff([]string{"5", "4", "3", "2", "1"}, subjects); diff != "" {
		t.Errorf("subjects (-want +got):\n%s", diff)
	}
}

func TestSenderStatisticsDetail_rules(t *testing.T) {
	t.Parallel()
	w := newWorld(fullAccount())
	w.call(t, "SingleSendMail", mail())
	w.now = w.now.Add(time.Hour)
	for _, test := range []struct {
		name  string
		pairs []string
		code  string
		rows  int
	}{
		{"sender", []string{"AccountName", "noreply@mail.example.com"}, "", 1},
		{"tag", []string{"TagName", "logto_test"}, "", 0},
		{"another recipient", []string{"ToAddress", "other@example.com"}, "", 0},
		{"another region", []string{"RegionId", "us-east-1"}, "", 0},
		{"sender and recipient", []string{"AccountName", "noreply@mail.example.com", "ToAddress", "user@example.com"}, "InvalidParameter", 0},
		{"status 1", []string{"Status", "1"}, "InvalidStatus.Malformed", 0},
		{"length 101", []string{"Length", "101"}, "InvalidLength.Malformed", 0},
		{"cursor", []string{"NextStart", "5"}, "InvalidNextStart.Malformed", 0},
		{"cursor without number", []string{"NextStart", "-1#a"}, "InvalidNextStart.Malformed", 0},
		{"the minute", []string{"StartTime", "2026-11-22 12:00", "EndTime", "2026-11-22 12:00"}, "", 1},
		{"the minute before", []string{"StartTime", "2026-11-22 11:00", "EndTime", "2026-11-22 11:59"}, "", 0},
		{"from the minute after", []string{"StartTime", "2026-11-22 12:01"}, "", 0},
		{"30 days", []string{"StartTime", "2026-10-24 00:00", "EndTime", "2026-11-23 00:00"}, "", 1},
		{"more than 30 days", []string{"StartTime", "2026-10-24 00:00", "EndTime", "2026-11-23 00:01"}, "InvalidDate.Malformed", 0},
		{"backwards", []string{"StartTime", "2026-11-23 00:00", "EndTime", "2026-11-22 00:00"}, "InvalidDate.Malformed", 0},
		{"start with seconds", []string{"StartTime", "2026-11-22 12:00:00"}, "InvalidDate.Malformed", 0},
		{"end without time", []string{"EndTime", "2026-11-22"}, "InvalidDate.Malformed", 0},
	} {
		got := w.call(t, "SenderStatisticsDetailByParam", values(test.pairs...))
		if got.text("Code") != test.code {
			t.Errorf("%s: %q, want %q", test.name, got.text("Code"), test.code)
			continue
		}
		if test.code == "" && len(got.rows(t, "mailDetail")) != test.rows {
			t.Errorf("%s: %v", test.name, got.fields)
		}
	}
}
