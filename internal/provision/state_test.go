package provision_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/logtoctl/logtoctl/internal/email"
	"github.com/logtoctl/logtoctl/internal/plan"
	"github.com/logtoctl/logtoctl/internal/provision"
	"github.com/logtoctl/logtoctl/pkg/logtoadmin"
)

// What counts is what will be there: the templates of the tenant and those of
// the file, when there is a connector for them to hide.
func TestPlanned_Shadow(t *testing.T) {
	t.Parallel()
	row := func(language, usageType string) logtoadmin.EmailTemplate {
		return logtoadmin.EmailTemplate{LanguageTag: language, TemplateType: usageType}
	}
	connector := logtoadmin.ConnectorConfig{"accountName": "noreply@mail.example.com"}
	aliyun := []logtoadmin.Connector{{ConnectorID: plan.AliyunDirectMail}}
	other := []logtoadmin.Connector{{ConnectorID: "simple-mail-transfer-protocol"}}
	live, own := []logtoadmin.EmailTemplate{row("ja", "SignIn")}, []logtoadmin.EmailTemplate{row("zh-CN", "Register"), row("ja", "SignIn")}
	tests := []struct {
		name       string
		connectors []logtoadmin.Connector
		live       []logtoadmin.EmailTemplate
		want       plan.Desired
		shadowed   []email.UsageType
	}{
		{"nothing", nil, nil, plan.Desired{Connector: connector}, nil},
		{"the tenant's", nil, live, plan.Desired{Connector: connector}, []email.UsageType{"SignIn"}},
		{"the file's", nil, nil, plan.Desired{Connector: connector, Templates: own}, []email.UsageType{"Register", "SignIn"}},
		{"both", aliyun, live, plan.Desired{Templates: own[:1]}, []email.UsageType{"Register", "SignIn"}},
		{"a generic one of the fallback language", nil, []logtoadmin.EmailTemplate{row("fr", "Generic")}, plan.Desired{Connector: connector}, email.UsageTypes()},
		{"a generic one of another language", nil, []logtoadmin.EmailTemplate{row("ja", "Generic")}, plan.Desired{Connector: connector}, []email.UsageType{"Generic"}},
		{"another provider", other, live, plan.Desired{Templates: own}, nil},
		{"a file about neither", aliyun, live, plan.Desired{}, nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			planned := provision.Planned{Want: test.want}
			planned.State.Connectors, planned.State.Templates = test.connectors, test.live
			planned.State.Experience.LanguageInfo.FallbackLanguage = "fr"
			got := planned.Shadow().UsageTypes
			if len(got) == 0 {
				got = nil
			}
			if diff := cmp.Diff(test.shadowed, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}
