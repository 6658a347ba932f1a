package aliyundm_test

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/logtoctl/logtoctl/pkg/aliyundm"
)

func TestCreateTag(t *testing.T) {
	t.Parallel()
	server := newServer(t, respond(200, jsonType, `{"TagId":7,"RequestId":"A-1"}`))
	id, err := newClient(t, server.URL).CreateTag(t.Context(), "logto_test", "")
	if err != nil || id != "7" {
		t.Errorf("id is %q, %v; want 7", id, err)
	}
	if query := server.seen()[0].query; query.Has("TagDescription") {
		t.Errorf("query is %v, want it without an empty description", query)
	}
}

func TestQueryTagByParam(t *testing.T) {
	t.Parallel()
	server := newServer(t, respond(200, jsonType, `{"TotalCount":"3","PageNumber":1,"PageSize":100,"RequestId":"A-1","data":{"tag":[
		{"TagId":"7","TagName":"logto_test","TagDescription":"Mails of logto"},
		{"TagId":8,"TagName":"42","TagDescription":null},
		null
	]}}`))
	want := []aliyundm.Tag{{ID: "7", Name: "logto_test", Description: "Mails of logto"}, {ID: "8", Name: "42"}}
	got := collect(t, newClient(t, server.URL).QueryTagByParam(t.Context(), aliyundm.TagQuery{}))
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("tags (-want +got):\n%s", diff)
	}
	if requests := len(server.seen()); requests != 1 {
		t.Errorf("%d requests, want 1", requests)
	}
}

func TestDeleteTag_notFound(t *testing.T) {
	t.Parallel()
	server := newServer(t, respond(404, jsonType, errorBody("InvalidTag.NotFound")))
	if err := newClient(t, server.URL).DeleteTag(t.Context(), "7"); !errors.Is(err, aliyundm.ErrNotFound) {
		t.Errorf("error is %v, want not found", err)
	}
}
