package directmail_test

import (
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/logtoctl/logtoctl/internal/sandbox/directmail"
)

func TestTags(t *testing.T) {
	t.Parallel()
	w := newWorld(directmail.Account{})
	id := w.must(t, "CreateTag", "TagName", "Codes_1", "TagDescription", "one-time codes").text("TagId")
	other := w.must(t, "CreateTag", "TagName", "other", "TagDescription", "").text("TagId")
	got := w.must(t, "QueryTagByParam", "KeyWord", "Codes")
	want := map[string]any{
		"TotalCount": 1.0, "PageNumber": 1.0, "PageSize": 10.0, "RequestId": got.text("RequestId"),
		"data": map[string]any{"tag": []any{map[string]any{"TagId": id, "TagName": "Codes_1", "TagDescription": "one-time codes"}}},
	}
	if diff := cmp.Diff(want, got.fields); diff != "" {
		t.Errorf("page (-want +got):\n%s", diff)
	}
	w.must(t, "ModifyTag", "TagId", id, "TagName", "Codes_2")
	w.must(t, "ModifyTag", "TagId", other, "TagName", "other", "TagDescription", "changed")
	rows := w.must(t, "QueryTagByParam").rows(t, "tag")
	if diff := cmp.Diff([]map[string]any{
		{"TagId": id, "TagName": "Codes_2", "TagDescription": "one-time codes"},
		{"TagId": other, "TagName": "other", "TagDescription": "changed"},
	}, rows); diff != "" {
		t.Errorf("rows (-want +got):\n%s", diff)
	}
	if code := w.call(t, "SingleSendMail", mail("TagName", "Codes_2")).text("Code"); code != "" {
		t.Errorf("a mail with the tag: %s", code)
	}
	w.refused(t, "InvalidTagName.Duplicate", "ModifyTag", "TagId", id, "TagName", "other")
	w.refused(t, "InvalidTag.NotFound", "DeleteTag", "TagId", id, "RegionId", "us-east-1")
	w.must(t, "DeleteTag", "TagId", id)
	w.refused(t, "InvalidTag.NotFound", "DeleteTag", "TagId", id)
	w.refused(t, "InvalidTag.NotFound", "ModifyTag", "TagId", id, "TagName", "x")
	if rows := w.must(t, "QueryTagByParam", "PageNo", "2", "PageSize", "500").rows(t, "tag"); len(rows) != 0 {
		t.Errorf("beyond the last page: %v", rows)
	}
}

func TestTags_rules(t *testing.T) {
	t.Parallel()
	w := newWorld(fullAccount())
	for _, test := range []struct {
		code, action string
		parameters   []string
	}{
		{"MissingTagName", "CreateTag", nil},
		{"InvalidTagName.Malformed", "CreateTag", []string{"TagName", "a-b"}},
		{"InvalidTagName.Malformed", "CreateTag", []string{"TagName", "码"}},
		{"InvalidTagName.Malformed", "CreateTag", []string{"TagName", strings.Repeat("x", 129)}},
		{"InvalidTagName.Duplicate", "CreateTag", []string{"TagName", "logto_test"}},
		{"MissingTagId", "ModifyTag", []string{"TagName", "x"}},
		{"MissingTagName", "ModifyTag", []string{"TagId", "1"}},
		{"MissingTagId", "DeleteTag", nil},
		{"InvalidTagId.Malformed", "DeleteTag", []string{"TagId", "logto_test"}},
		{"InvalidKeyword.Malformed", "QueryTagByParam", []string{"KeyWord", strings.Repeat("x", 51)}},
		{"InvalidPageSize.Malformed", "QueryTagByParam", []string{"PageSize", "501"}},
	} {
		w.refused(t, test.code, test.action, test.parameters...)
	}
	w.must(t, "CreateTag", "TagName", strings.Repeat("x", 128))
	w.must(t, "CreateTag", "TagName", "logto_test", "RegionId", "us-east-1")
}

func TestCreateTag_limit(t *testing.T) {
	t.Parallel()
	w := newWorld(directmail.Account{})
	for i := range 500 {
		w.must(t, "CreateTag", "TagName", strconv.Itoa(i))
	}
	w.refused(t, "InvalidTagNumber.Malformed", "CreateTag", "TagName", "last")
}
