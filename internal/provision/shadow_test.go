package provision_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/logtoctl/logtoctl/internal/email"
	"github.com/logtoctl/logtoctl/internal/provision"
	"github.com/logtoctl/logtoctl/pkg/logtoadmin"
)

func TestConnectorState_Shadow(t *testing.T) {
	t.Parallel()
	type types = []email.UsageType
	row := func(locale string, usageType email.UsageType) logtoadmin.EmailTemplate {
		return logtoadmin.EmailTemplate{LanguageTag: locale, TemplateType: string(usageType)}
	}
	tests := []struct {
		name string
		rows []logtoadmin.EmailTemplate
		want provision.Shadow
		rest types
	}{
		{"nothing", nil, provision.Shadow{}, nil},
		{
			"two languages",
			[]logtoadmin.EmailTemplate{row("zh-CN", email.SignIn), row("ja", email.SignIn), row("ja", email.Register)},
			provision.Shadow{UsageTypes: types{email.Register, email.SignIn}, Languages: []string{"ja", "zh-CN"}},
			types{email.Register, email.SignIn},
		},
		{
			"the fallback language and another",
			[]logtoadmin.EmailTemplate{row("en", email.SignIn), row("fr", email.SignIn), row("ja", email.Register)},
			provision.Shadow{UsageTypes: types{email.Register, email.SignIn}, Everybody: types{email.SignIn}, Languages: []string{"ja"}},
			types{email.Register},
		},
		{
			"the fallback's Generic hides everything",
			[]logtoadmin.EmailTemplate{row("en", email.Generic), row("ja", email.SignIn)},
			provision.Shadow{UsageTypes: email.UsageTypes(), Everybody: email.UsageTypes()},
			nil,
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			state := provision.ConnectorState{Localised: test.rows}
			state.Experience.LanguageInfo.FallbackLanguage = "en"
			got := state.Shadow()
			test.want.Fallback = "en"
			if diff := cmp.Diff(test.want, got, cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("shadow (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(test.rest, got.Rest(), cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("the rest (-want +got):\n%s", diff)
			}
		})
	}
}
