package directmail_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/logtoctl/logtoctl/internal/sandbox/directmail"
)

func TestCreateMailAddress(t *testing.T) {
	t.Parallel()
	w := newWorld(fullAccount())
	id := w.must(t, "CreateMailAddress", "AccountName", "Codes@New.example.com", "Sendtype", "trigger", "ReplyAddress", "re@example.com").text("MailAddressId")
	rows := w.must(t, "QueryMailAddressByParam", "KeyWord", "codes").rows(t, "mailAddress")
	want := []map[string]any{{
		"MailAddressId": id, "AccountName": "codes@new.example.com", "AccountStatus": "0", "DomainStatus": "1", "Sendtype": "trigger",
		"ReplyAddress": "re@example.com", "ReplyStatus": "1", "CreateTime": "2026-11-22T04:00Z",
		"DailyCount": "0", "DailyReqCount": "0", "MonthCount": "0", "MonthReqCount": "0",
		"ConfigSetId": "", "ConfigSetName": "", "IpChannelType": "normal",
	}}
	if diff := cmp.Diff(want, rows); diff != "" {
		t.Errorf("rows (-want +got):\n%s", diff)
	}
	for _, test := range []struct {
		code       string
		parameters []string
	}{
		{"MissingAccountName", []string{"Sendtype", "trigger"}},
		{"MissingSendtype", []string{"AccountName", "a@mail.example.com"}},
		{"InvalidMailAddressName.Malformed", []string{"AccountName", "mail.example.com", "Sendtype", "trigger"}},
		{"InvalidMailAddressName.Malformed", []string{"AccountName", strings.Repeat("a", 45) + "@mail.example.com", "Sendtype", "trigger"}},
		{"InvalidMailAddressSendType.Malformed", []string{"AccountName", "a@mail.example.com", "Sendtype", "code"}},
		{"InvalidReplyAddress.Malformed", []string{"AccountName", "a@mail.example.com", "Sendtype", "trigger", "ReplyAddress", "me"}},
		{"InvalidMailAddressDomain.Malformed", []string{"AccountName", "a@other.example.com", "Sendtype", "trigger"}},
		{"InvalidMailAddressDomain.Malformed", []string{"AccountName", "a@sub.mail.example.com", "Sendtype", "trigger"}},
		{"InvalidMailAddressDomain.Malformed", []string{"AccountName", "a@mail.example.com", "Sendtype", "trigger", "RegionId", "us-east-1"}},
		{"InvalidMailAddressName.Duplicate", []string{"AccountName", "NoReply@mail.example.com", "Sendtype", "batch"}},
	} {
		w.refused(t, test.code, "CreateMailAddress", test.parameters...)
	}
}

func TestCreateMailAddress_limit(t *testing.T) {
	t.Parallel()
	w := newWorld(directmail.Account{})
	for i := range 99 { // one is there
		w.must(t, "CreateMailAddress", "AccountName", fmt.Sprintf("a%d@mail.example.com", i), "Sendtype", "batch")
	}
	w.refused(t, "InvalidMailAddressNumber.Malformed", "CreateMailAddress", "AccountName", "last@mail.example.com", "Sendtype", "batch")
}

func TestDeleteMailAddress_limit(t *testing.T) {
	t.Parallel()
	w := newWorld(directmail.Account{})
	var last string
	for i := range 11 {
		last = w.must(t, "CreateMailAddress", "AccountName", "a@mail.example.com", "Sendtype", "trigger").text("MailAddressId")
		if i < 10 {
			w.must(t, "DeleteMailAddress", "MailAddressId", last)
		}
	}
	w.refused(t, "InvalidMailAddressDeleteNumber.Malformed", "DeleteMailAddress", "MailAddressId", last)
	w.refused(t, "InvalidMailAddressId.Malformed", "DeleteMailAddress", "MailAddressId", "1")
	w.refused(t, "MissingMailAddressId", "DeleteMailAddress")
	w.now = w.now.Add(9 * 24 * time.Hour) // into December
	w.must(t, "DeleteMailAddress", "MailAddressId", last)
	w.refused(t, "InvalidMailAddressId.Malformed", "DeleteMailAddress", "MailAddressId", last)
}

func TestModifyMailAddress(t *testing.T) {
	t.Parallel()
	w := newWorld(directmail.Account{})
	id := w.must(t, "QueryMailAddressByParam").rows(t, "mailAddress")[0]["MailAddressId"].(string)
	for _, test := range []struct{ password, code string }{
		{"abCD12efGH", ""},
		{"abCD12efGH", "InvalidPassword.Malformed"}, // the one before
		{"abCD12efG", "InvalidPassword.Malformed"},
		{strings.Repeat("abCD12", 3) + "efg", "InvalidPassword.Malformed"},
		{"abcdefg1CD", "InvalidPassword.Malformed"},
		{"abcdefg12D", "InvalidPassword.Malformed"},
		{"ABCDEFG12d", "InvalidPassword.Malformed"},
		{"1111111111", "InvalidPassword.Malformed"},
		{"xxABC12345-_.", ""},
	} {
		if code := w.call(t, "ModifyMailAddress", values("MailAddressId", id, "Password", test.password)).text("Code"); code != test.code {
			t.Errorf("password %s: %q, want %q", test.password, code, test.code)
		}
	}
	w.must(t, "ModifyMailAddress", "MailAddressId", id, "ReplyAddress", "re@example.com")
	row := w.must(t, "QueryMailAddressByParam").rows(t, "mailAddress")[0]
	if row["ReplyAddress"] != "re@example.com" || row["ReplyStatus"] != "1" {
		t.Errorf("row = %v", row)
	}
	w.refused(t, "InvalidReplyAddress.Malformed", "ModifyMailAddress", "MailAddressId", id, "ReplyAddress", "me")
	w.refused(t, "InvalidMailAddressId.Malformed", "ModifyMailAddress", "MailAddressId", "1")
	w.refused(t, "MissingMailAddressId", "ModifyMailAddress")
}

func TestReplyAddress(t *testing.T) {
	t.Parallel()
	w := newWorld(directmail.Account{})
	id := w.must(t, "QueryMailAddressByParam").rows(t, "mailAddress")[0]["MailAddressId"].(string)
	w.refused(t, "InvalidReplyAddress.Malformed", "CheckReplyToMailAddress", "MailAddressId", id)
	w.must(t, "ModifyMailAddress", "MailAddressId", id, "ReplyAddress", "re@example.com")
	w.must(t, "CheckReplyToMailAddress", "MailAddressId", id, "Lang", "en")
	w.must(t, "CheckReplyToMailAddress", "MailAddressId", id)
	if len(w.mails) != 2 || w.mails[0].To != "re@example.com" || w.mails[0].Subject != "Verify the reply address" || w.mails[1].Subject != "验证回信地址" {
		t.Fatalf("mails = %+v", w.mails)
	}
	_, ticket, found := strings.Cut(w.mails[0].Text, "Ticket=")
	if !found {
		t.Fatalf("no ticket in %q", w.mails[0].Text)
	}
	status := func() any {
		return w.must(t, "QueryMailAddressByParam").rows(t, "mailAddress")[0]["ReplyStatus"]
	}
	if status() != "1" {
		t.Error("verified before the approval")
	}
	w.must(t, "ApproveReplyMailAddress", "Ticket", ticket)
	if status() != "0" {
		t.Error("not verified after the approval")
	}
	w.refused(t, "InvalidTicket.Malformed", "ApproveReplyMailAddress", "Ticket", ticket)
	w.refused(t, "MissingTicket", "ApproveReplyMailAddress")
	w.refused(t, "InvalidMailAddressId.Malformed", "CheckReplyToMailAddress", "MailAddressId", "1")
	w.refused(t, "MissingMailAddressId", "CheckReplyToMailAddress")
	// The second ticket is for an address that has been replaced.
	w.must(t, "ModifyMailAddress", "MailAddressId", id, "ReplyAddress", "other@example.com")
	_, ticket, _ = strings.Cut(w.mails[1].Text, "Ticket=")
	w.refused(t, "InvalidTicket.Malformed", "ApproveReplyMailAddress", "Ticket", ticket)
}
