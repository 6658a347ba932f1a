package plan_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/logtoctl/logtoctl/internal/plan"
	"github.com/logtoctl/logtoctl/pkg/logtoadmin"
)

// localised is a row for Japanese sign-in mails.
func localised(details logtoadmin.EmailTemplateDetails) logtoadmin.EmailTemplate {
	return logtoadmin.EmailTemplate{LanguageTag: "ja", TemplateType: "SignIn", Details: details}
}

func TestEnsureTemplate(t *testing.T) {
	t.Parallel()
	full := logtoadmin.EmailTemplateDetails{Subject: "S", Content: "C", ContentType: "text/plain", ReplyTo: "r@b.c", SendFrom: "Shop"}
	row := func(details logtoadmin.EmailTemplateDetails) logtoadmin.EmailTemplate {
		live := localised(details)
		live.ID = "row1"
		return live
	}
	tests := map[string]struct {
		live   []logtoadmin.EmailTemplate
		want   logtoadmin.EmailTemplateDetails
		status plan.Status
		write  logtoadmin.EmailTemplateDetails
		paths  []string
	}{
		"none":             {nil, full, plan.Created, full, nil},
		"of another kind":  {[]logtoadmin.EmailTemplate{{LanguageTag: "ja", TemplateType: "Generic"}, {LanguageTag: "JA", TemplateType: "SignIn"}}, full, plan.Created, full, nil},
		"as it is":         {[]logtoadmin.EmailTemplate{row(full)}, full, plan.Unchanged, full, nil},
		"the rest is kept": {[]logtoadmin.EmailTemplate{row(full)}, logtoadmin.EmailTemplateDetails{Subject: "S", Content: "C"}, plan.Unchanged, full, nil},
		"HTML is the default": {
			[]logtoadmin.EmailTemplate{row(logtoadmin.EmailTemplateDetails{Subject: "S", Content: "C"})},
			logtoadmin.EmailTemplateDetails{Subject: "S", Content: "C", ContentType: "text/html"},
			plan.Unchanged,
			logtoadmin.EmailTemplateDetails{Subject: "S", Content: "C", ContentType: "text/html"},
			nil,
		},
		"subject and content": {
			[]logtoadmin.EmailTemplate{row(full)},
			logtoadmin.EmailTemplateDetails{Subject: "s", Content: ""},
			plan.Updated,
			logtoadmin.EmailTemplateDetails{Subject: "s", ContentType: "text/plain", ReplyTo: "r@b.c", SendFrom: "Shop"},
			[]string{"details.subject", "details.content"},
		},
		"the rest": {
			[]logtoadmin.EmailTemplate{row(full)},
			logtoadmin.EmailTemplateDetails{Subject: "S", Content: "C", ContentType: "text/html", ReplyTo: "x@b.c", SendFrom: "Books"},
			plan.Updated,
			logtoadmin.EmailTemplateDetails{Subject: "S", Content: "C", ContentType: "text/html", ReplyTo: "x@b.c", SendFrom: "Books"},
			[]string{"details.contentType", "details.replyTo", "details.sendFrom"},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			change := plan.EnsureTemplate(test.live, localised(test.want))
			if change.Status != test.status {
				t.Errorf("status is %s, want %s", change.Status, test.status)
			}
			if diff := cmp.Diff(localised(test.write), change.Want); diff != "" {
				t.Errorf("to write (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(test.paths, paths(change.Fields)); diff != "" {
				t.Errorf("fields (-want +got):\n%s", diff)
			}
			if found := change.Live.ID == "row1"; found == (test.status == plan.Created) {
				t.Errorf("the live row is %+v", change.Live)
			}
		})
	}
}
