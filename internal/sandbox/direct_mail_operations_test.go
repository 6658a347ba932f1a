package sandbox_test

import (
	"context"
	"errors"
	"iter"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/logtoctl/logtoctl/internal/sandbox"
	"github.com/logtoctl/logtoctl/internal/sandbox/inbox"
	"github.com/logtoctl/logtoctl/pkg/aliyundm"
	"github.com/logtoctl/logtoctl/pkg/secret"
)

// collect reads a list to its end.
func collect[T any](t *testing.T, rows iter.Seq2[T, error]) []T {
	t.Helper()
	var list []T
	for row, err := range rows {
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, row)
	}
	return list
}

// must unwraps what an operation returns.
func must[T any](t *testing.T) func(T, error) T {
	t.Helper()
	return func(result T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return result
	}
}

// TestSandbox_everyOperation has the official Go SDK, through pkg/aliyundm, call
// every operation there is. Each one does what it is for, and can be seen to.
func TestSandbox_everyOperation(t *testing.T) {
	t.Parallel()
	s := start(t, sandbox.Options{DeliveryDelay: time.Nanosecond})
	client := mailClient(t, s, secret.Text(environ(s)["ALIBABA_CLOUD_ACCESS_KEY_SECRET"]))
	operateDomain(t, s, client)
	operateMailAddress(t, s, client)
	operateTag(t, client)
	operateMails(t, client)

	// The log shows what arrived: no operation of the client is left out.
	var called []string
	for _, request := range s.Requests.All() {
		if request.Status != http.StatusOK {
			t.Errorf("%s: status %d", request.Action, request.Status)
		}
		called = append(called, request.Action)
	}
	slices.Sort(called)
	var operations []string
	for method := range reflect.TypeFor[*aliyundm.Client]().Methods() {
		if method.Type.NumIn() > 1 { // a context, beside the client: the others send nothing
			operations = append(operations, method.Name)
		}
	}
	if diff := cmp.Diff(operations, slices.Compact(called)); diff != "" {
		t.Errorf("operations (-client +called):\n%s", diff)
	}
}

func operateDomain(t *testing.T, s *sandbox.Sandbox, client *aliyundm.Client) {
	t.Helper()
	ctx := t.Context()
	id := must[string](t)(client.CreateDomain(ctx, "Codes.example.com"))
	if status := must[aliyundm.DomainStatus](t)(client.CheckDomain(ctx, id)); status.CanSend() {
		t.Errorf("a domain without records is %s", status)
	}
	control(t, s, http.MethodPost, "/api/dns", zoneFile(t, client, id), http.StatusOK)
	if status := must[aliyundm.DomainStatus](t)(client.CheckDomain(ctx, id)); !status.CanSend() {
		t.Errorf("a domain with its records is %s", status)
	}
	detail := must[aliyundm.DomainDetail](t)(client.DescDomain(ctx, id))
	for _, record := range detail.Records() {
		if record.Status != aliyundm.AuthPassed {
			t.Errorf("%s record %s is %s", record.Purpose, record.FQDN, record.Status)
		}
	}
	names := func(query aliyundm.DomainQuery) []string {
		var names []string
		for _, domain := range collect(t, client.QueryDomainByParam(ctx, query)) {
			names = append(names, domain.Name)
		}
		return names
	}
	if diff := cmp.Diff([]string{"codes.example.com"}, names(aliyundm.DomainQuery{KeyWord: "codes", Status: new(aliyundm.DomainVerified)})); diff != "" {
		t.Errorf("domains (-want +got):\n%s", diff)
	}
	if err := client.DeleteDomain(ctx, id); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"mail.example.com"}, names(aliyundm.DomainQuery{})); diff != "" {
		t.Errorf("domains afterwards (-want +got):\n%s", diff)
	}
}

func operateMailAddress(t *testing.T, s *sandbox.Sandbox, client *aliyundm.Client) {
	t.Helper()
	ctx := t.Context()
	id := must[string](t)(client.CreateMailAddress(ctx, "Codes@mail.example.com", aliyundm.SendTypeTrigger, "old@example.com"))
	if err := client.ModifyMailAddress(ctx, id, "help@example.com"); err != nil {
		t.Fatal(err)
	}
	if err := client.CheckReplyToMailAddress(ctx, id, "en"); err != nil {
		t.Fatal(err)
	}
	if asked := s.Inbox.List(inbox.Filter{To: "help@example.com"}); len(asked) != 1 || !strings.Contains(asked[0].Text, "Ticket=") {
		t.Errorf("the reply address got %+v", asked)
	}
	found := collect(t, client.QueryMailAddressByParam(ctx, aliyundm.MailAddressQuery{KeyWord: "codes"}))
	if len(found) != 1 || found[0].ID != id || found[0].AccountName != "codes@mail.example.com" || found[0].ReplyAddress != "help@example.com" {
		t.Errorf("sender addresses = %+v", found)
	}
	if err := client.DeleteMailAddress(ctx, id); err != nil {
		t.Fatal(err)
	}
	if left := collect(t, client.QueryMailAddressByParam(ctx, aliyundm.MailAddressQuery{})); len(left) != 1 {
		t.Errorf("sender addresses afterwards = %+v", left)
	}
}

func operateTag(t *testing.T, client *aliyundm.Client) {
	t.Helper()
	ctx := t.Context()
	id := must[string](t)(client.CreateTag(ctx, "for_a_minute", "gone soon"))
	want := []aliyundm.Tag{{ID: id, Name: "for_a_minute", Description: "gone soon"}}
	if diff := cmp.Diff(want, collect(t, client.QueryTagByParam(ctx, aliyundm.TagQuery{KeyWord: "minute"}))); diff != "" {
		t.Errorf("tags (-want +got):\n%s", diff)
	}
	if err := client.DeleteTag(ctx, id); err != nil {
		t.Fatal(err)
	}
	if left := collect(t, client.QueryTagByParam(ctx, aliyundm.TagQuery{})); len(left) != 0 {
		t.Errorf("tags afterwards = %+v", left)
	}
}

func operateMails(t *testing.T, client *aliyundm.Client) {
	t.Helper()
	ctx, now := t.Context(), time.Now()
	before := must[aliyundm.AccountSummary](t)(client.DescAccountSummary(ctx))
	for _, to := range []string{"you@example.com", "bounce@example.com", "spam@example.com", "blocked@example.com"} {
		must[aliyundm.SendResult](t)(client.SingleSendMail(ctx, aliyundm.SingleSendMailRequest{
			AccountName: "noreply@mail.example.com", ToAddress: to, Subject: "Code", HTMLBody: "123456",
		}))
		rows := collect(t, client.SenderStatisticsDetailByParam(ctx, aliyundm.DeliveryQuery{
			ToAddress: to, Start: now.Add(-time.Minute), End: now.Add(time.Minute),
		}))
		want := map[string]aliyundm.DeliveryStatus{
			"you@example.com": aliyundm.DeliverySucceeded, "bounce@example.com": aliyundm.DeliveryInvalidAddress,
			"spam@example.com": aliyundm.DeliverySpam, "blocked@example.com": aliyundm.DeliveryFailed,
		}
		if len(rows) != 1 || rows[0].Status != want[to] || rows[0].Subject != "Code" || rows[0].UpdateTime.IsZero() {
			t.Errorf("%s: %+v", to, rows)
		}
	}
	china := now.In(time.FixedZone("UTC+8", 8*60*60)) // whose days are counted
	days := must[[]aliyundm.DailyStatistics](t)(client.SenderStatisticsByTagNameAndBatchID(ctx, aliyundm.StatisticsQuery{
		Start: china.AddDate(0, 0, -1), End: china.AddDate(0, 0, 1), AccountName: "noreply@mail.example.com",
	}))
	requests, succeeded := 0, 0
	for _, day := range days { // two of them at midnight
		requests, succeeded = requests+day.RequestCount, succeeded+day.SuccessCount
	}
	if requests != 4 || succeeded != 1 {
		t.Errorf("statistics = %+v", days)
	}
	after := must[aliyundm.AccountSummary](t)(client.DescAccountSummary(ctx))
	if before.RemainFreeQuota-after.RemainFreeQuota != 4 || after.UserStatus != aliyundm.UserNormal {
		t.Errorf("account before = %+v, after = %+v", before, after)
	}
}

// refusal is a call that the sandbox must refuse, with a code of the real
// service.
type refusal struct {
	name string
	run  func(context.Context, *aliyundm.Client) error
	code string
	kind error // the sentinel it is, nil for none
}

func only[T any](_ T, err error) error { return err }

// refusals are two for each operation that has as many. What takes no
// parameter can only be refused as a whole.
func refusals() []refusal {
	type client = *aliyundm.Client
	const unknown = "99999"
	mail := aliyundm.SingleSendMailRequest{AccountName: "noreply@mail.example.com", ToAddress: "you@example.com", Subject: "s", HTMLBody: "b"}
	send := func(change func(*aliyundm.SingleSendMailRequest)) func(context.Context, client) error {
		return func(ctx context.Context, c client) error {
			changed := mail
			change(&changed)
			return only(c.SingleSendMail(ctx, changed))
		}
	}
	createDomain := func(name string) func(context.Context, client) error {
		return func(ctx context.Context, c client) error { return only(c.CreateDomain(ctx, name)) }
	}
	createMailAddress := func(name, sendType, reply string) func(context.Context, client) error {
		return func(ctx context.Context, c client) error {
			return only(c.CreateMailAddress(ctx, name, sendType, reply))
		}
	}
	createTag := func(name string) func(context.Context, client) error {
		return func(ctx context.Context, c client) error { return only(c.CreateTag(ctx, name, "")) }
	}
	long := strings.Repeat("a", 61)
	return []refusal{
		{"CreateDomain, twice", createDomain("mail.example.com"), "InvalidDomainName.Duplicate", aliyundm.ErrExists},
		{"CreateDomain, no domain", createDomain("localhost"), "InvalidDomainName.Malformed", nil},
		{"CreateDomain, somebody else's", createDomain("mail.taken.example"), "InvalidDomainName.Conflict", nil},
		{"QueryDomainByParam, long key word", func(ctx context.Context, c client) error {
			return first(c.QueryDomainByParam(ctx, aliyundm.DomainQuery{KeyWord: long}))
		}, "InvalidKeyWord.Malformed", nil},
		{"QueryDomainByParam, status", func(ctx context.Context, c client) error {
			return first(c.QueryDomainByParam(ctx, aliyundm.DomainQuery{Status: new(aliyundm.DomainStatus(9))}))
		}, "InvalidStatus.Malformed", nil},
		{"DescDomain", func(ctx context.Context, c client) error { return only(c.DescDomain(ctx, unknown)) }, "InvalidDomainId.NotFound", aliyundm.ErrNotFound},
		{"CheckDomain", func(ctx context.Context, c client) error { return only(c.CheckDomain(ctx, unknown)) }, "InvalidDomainId.NotFound", aliyundm.ErrNotFound},
		{"DeleteDomain", func(ctx context.Context, c client) error { return c.DeleteDomain(ctx, unknown) }, "InvalidDomainId.NotFound", aliyundm.ErrNotFound},

		{"CreateMailAddress, twice", createMailAddress("noreply@mail.example.com", "trigger", ""), "InvalidMailAddressName.Duplicate", aliyundm.ErrExists},
		{"CreateMailAddress, another domain", createMailAddress("a@other.example.com", "trigger", ""), "InvalidMailAddressDomain.Malformed", nil},
		{"CreateMailAddress, send type", createMailAddress("a@mail.example.com", "both", ""), "InvalidMailAddressSendType.Malformed", nil},
		{"CreateMailAddress, reply address", createMailAddress("a@mail.example.com", "trigger", "nobody"), "InvalidReplyAddress.Malformed", nil},
		{"QueryMailAddressByParam, long key word", func(ctx context.Context, c client) error {
			return first(c.QueryMailAddressByParam(ctx, aliyundm.MailAddressQuery{KeyWord: long}))
		}, "InvalidKeyWord.Malformed", nil},
		{"QueryMailAddressByParam, send type", func(ctx context.Context, c client) error {
			return first(c.QueryMailAddressByParam(ctx, aliyundm.MailAddressQuery{SendType: "both"}))
		}, "InvalidMailAddressSendType.Malformed", nil},
		{"ModifyMailAddress, unknown", func(ctx context.Context, c client) error { return c.ModifyMailAddress(ctx, unknown, "a@b.example") }, "InvalidMailAddressId.Malformed", aliyundm.ErrNotFound},
		{"ModifyMailAddress, reply address", func(ctx context.Context, c client) error { return c.ModifyMailAddress(ctx, unknown, "nobody") }, "InvalidReplyAddress.Malformed", nil},
		{"CheckReplyToMailAddress", func(ctx context.Context, c client) error { return c.CheckReplyToMailAddress(ctx, unknown, "en") }, "InvalidMailAddressId.Malformed", aliyundm.ErrNotFound},
		{"DeleteMailAddress", func(ctx context.Context, c client) error { return c.DeleteMailAddress(ctx, unknown) }, "InvalidMailAddressId.Malformed", aliyundm.ErrNotFound},

		{"CreateTag, hyphen", createTag("a-b"), "InvalidTagName.Malformed", nil},
		{"CreateTag, long", createTag(strings.Repeat("a", 129)), "InvalidTagName.Malformed", nil},
		{"QueryTagByParam", func(ctx context.Context, c client) error {
			return first(c.QueryTagByParam(ctx, aliyundm.TagQuery{KeyWord: long}))
		}, "InvalidKeyword.Malformed", nil},
		{"DeleteTag", func(ctx context.Context, c client) error { return c.DeleteTag(ctx, unknown) }, "InvalidTag.NotFound", aliyundm.ErrNotFound},

		{"SenderStatisticsByTagNameAndBatchID, eight days", func(ctx context.Context, c client) error {
			now := time.Now()
			return only(c.SenderStatisticsByTagNameAndBatchID(ctx, aliyundm.StatisticsQuery{Start: now.AddDate(0, 0, -8), End: now}))
		}, "InvalidDate.Malformed", nil},
		{"SenderStatisticsByTagNameAndBatchID, backwards", func(ctx context.Context, c client) error {
			now := time.Now()
			return only(c.SenderStatisticsByTagNameAndBatchID(ctx, aliyundm.StatisticsQuery{Start: now, End: now.AddDate(0, 0, -2)}))
		}, "InvalidDate.Malformed", nil},
		{"SenderStatisticsDetailByParam, a month", func(ctx context.Context, c client) error {
			now := time.Now()
			return first(c.SenderStatisticsDetailByParam(ctx, aliyundm.DeliveryQuery{Start: now.AddDate(0, 0, -31), End: now}))
		}, "InvalidDate.Malformed", nil},
		{"SenderStatisticsDetailByParam, status", func(ctx context.Context, c client) error {
			return first(c.SenderStatisticsDetailByParam(ctx, aliyundm.DeliveryQuery{Status: new(aliyundm.DeliveryStatus(1))}))
		}, "InvalidStatus.Malformed", nil},

		{"SingleSendMail, sender", send(func(m *aliyundm.SingleSendMailRequest) { m.AccountName = "a@mail.example.com" }), "InvalidMailAddress.NotFound", aliyundm.ErrNotFound},
		{"SingleSendMail, frozen sender", send(func(m *aliyundm.SingleSendMailRequest) { m.AccountName = "frozen@mail.example.com" }), "InvalidMailAddressStatus.Malformed", nil},
		{"SingleSendMail, recipient", send(func(m *aliyundm.SingleSendMailRequest) { m.ToAddress = "nobody" }), "InvalidToAddress", nil},
		{"SingleSendMail, from alias", send(func(m *aliyundm.SingleSendMailRequest) { m.FromAlias = long }), "InvalidFromAlias.Malformed", nil},
		{"SingleSendMail, tag", send(func(m *aliyundm.SingleSendMailRequest) { m.TagName = "none" }), "InvalidTag.NotFound", aliyundm.ErrNotFound},
		{"SingleSendMail, empty", send(func(m *aliyundm.SingleSendMailRequest) { m.HTMLBody = "" }), "InvalidBody", nil},
	}
}

// first returns the error that a list ends with.
func first[T any](rows iter.Seq2[T, error]) error {
	for _, err := range rows {
		return err
	}
	return nil
}

func TestSandbox_refusals(t *testing.T) {
	t.Parallel()
	s := start(t, sandbox.Options{})
	client := mailClient(t, s, secret.Text(environ(s)["ALIBABA_CLOUD_ACCESS_KEY_SECRET"]))
	must[string](t)(client.CreateMailAddress(t.Context(), "frozen@mail.example.com", aliyundm.SendTypeTrigger, ""))
	control(t, s, http.MethodPut, "/api/account", `{"foreignDomains": ["taken.example"], "frozenMailAddresses": ["frozen@mail.example.com"]}`, http.StatusOK)
	for _, test := range refusals() {
		err := test.run(t.Context(), client)
		refused, ok := errors.AsType[*aliyundm.Error](err)
		if !ok || refused.Code != test.code || refused.RequestID == "" || refused.HostID != "dm.aliyuncs.com" {
			t.Errorf("%s: %v, want %s", test.name, err, test.code)
			continue
		}
		if action, _, _ := strings.Cut(test.name, ","); refused.Action != action {
			t.Errorf("%s: the error is about %s", test.name, refused.Action)
		}
		for _, kind := range []error{aliyundm.ErrNotFound, aliyundm.ErrExists, aliyundm.ErrUncertain} {
			if errors.Is(err, kind) != (kind == test.kind) {
				t.Errorf("%s: %v is %v: %v", test.name, err, kind, errors.Is(err, kind))
			}
		}
		if explanation, known := aliyundm.Explain(test.code); !known || refused.Explanation().Meaning != explanation.Meaning {
			t.Errorf("%s: %s is not explained", test.name, test.code)
		}
	}
	if mails := s.Inbox.List(inbox.Filter{}); len(mails) != 0 {
		t.Errorf("refused mails arrived: %+v", mails)
	}
}
