package plan_test

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/logtoctl/logtoctl/internal/plan"
	"github.com/logtoctl/logtoctl/pkg/logtoadmin"
)

// FuzzEnsureConnector: a configuration does not differ from itself; applying
// the plan gives what was wanted, keeps what was not mentioned, and is done
// once; and the secrets stay out of the fields.
func FuzzEnsureConnector(f *testing.F) {
	f.Add(`{"accessKeyId":"a","templates":[{"usageType":"SignIn","subject":"s","content":"c"}]}`, `{"accessKeyId":"b","templates":[]}`)
	f.Add(`{"templates":[{"usageType":"A","subject":"s"},{"usageType":"B","content":1,"x":{}}],"y":[1]}`,
		`{"templates":[{"usageType":"B","subject":"s"},{"usageType":"C"}],"fromAlias":"x"}`)
	f.Add(`{"templates":"a folder","accessKeySecret":"old"}`, `{"accessKeySecret":"new"}`)
	f.Add(`{"templates":[1,null,{"usageType":7}]}`, `{"templates":[null]}`)
	f.Fuzz(func(t *testing.T, liveText, wantText string) {
		var live, want logtoadmin.ConnectorConfig
		if json.Unmarshal([]byte(liveText), &live) != nil || json.Unmarshal([]byte(wantText), &want) != nil || live == nil {
			return
		}
		hide(live, liveSecret)
		hide(want, wantedSecret)
		connector := logtoadmin.Connector{ID: "c", ConnectorID: plan.AliyunDirectMail, Config: live}
		if !unique(live) || !unique(want) {
			return // the manifest refuses a usage type twice, and Logto looks at the first only
		}
		if fields := mustEnsure(t, connector, live).Fields; len(fields) > 0 {
			t.Errorf("the configuration differs from itself in %q", paths(fields))
		}
		change := mustEnsure(t, connector, want)
		if shown := asJSON(t, change.Fields); strings.Contains(shown, liveSecret) || strings.Contains(shown, wantedSecret) {
			t.Errorf("the fields show a secret: %s", shown)
		}
		connector.Config = change.Config
		if again := mustEnsure(t, connector, want); again.Status != plan.Unchanged {
			t.Errorf("the second plan is %s with %q", again.Status, paths(again.Fields))
		}
		expected := maps.Clone(live)
		maps.Copy(expected, want)
		ignoreTemplates := cmpopts.IgnoreMapEntries(func(key string, _ any) bool { return key == "templates" })
		if diff := cmp.Diff(expected, change.Config, ignoreTemplates); diff != "" {
			t.Errorf("configuration (-want +got):\n%s", diff)
		}
		all := slices.Sorted(maps.Keys(usageTypes(live)))
		all = append(all, slices.Collect(maps.Keys(usageTypes(want)))...)
		slices.Sort(all)
		if diff := cmp.Diff(slices.Compact(all), slices.Sorted(maps.Keys(usageTypes(change.Config)))); diff != "" {
			t.Errorf("usage types (-want +got):\n%s", diff)
		}
	})
}

func mustEnsure(t *testing.T, live logtoadmin.Connector, want logtoadmin.ConnectorConfig) plan.ConnectorChange {
	t.Helper()
	change, err := plan.EnsureConnector([]logtoadmin.Connector{live}, want, false)
	if err != nil {
		t.Fatalf("plan: %v", err)
	}
	return change
}

// hide puts a secret that can be told from everything else in place of the
// configuration's own.
func hide(config logtoadmin.ConnectorConfig, secret string) {
	if _, found := config["accessKeySecret"]; found {
		config["accessKeySecret"] = secret
	}
}

// usageTypes counts the templates of each usage type.
func usageTypes(config logtoadmin.ConnectorConfig) map[string]int {
	found := map[string]int{}
	entries, _ := config["templates"].([]any)
	for _, entry := range entries {
		fields, _ := entry.(map[string]any)
		usageType, _ := fields["usageType"].(string)
		found[usageType]++
	}
	return found
}

func unique(config logtoadmin.ConnectorConfig) bool {
	for _, count := range usageTypes(config) {
		if count > 1 {
			return false
		}
	}
	return true
}
