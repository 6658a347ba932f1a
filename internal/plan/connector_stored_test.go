package plan_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/logtoctl/logtoctl/internal/plan"
	"github.com/logtoctl/logtoctl/pkg/logtoadmin"
)

// What the server drops from a configuration is no difference: else every plan
// would find the same change again.
func TestEnsureConnector_dropped(t *testing.T) {
	t.Parallel()
	type object = map[string]any
	tests := map[string]struct {
		live, want any
		differs    bool
	}{
		"nothing and an empty text":   {nil, "", false},
		"nothing and an empty list":   {nil, []any{}, false},
		"nothing and an empty object": {nil, object{}, false},
		"nothing, deep down":          {nil, object{"a": []any{"", object{"b": nil}}}, false},
		"a part of an object":         {object{"a": "x"}, object{"a": "x", "b": "", "c": object{}}, false},
		"a part of a list":            {[]any{"x"}, []any{"", "x", []any{}}, false},
		"a text emptied":              {"x", "", true},
		"a part of it changed":        {object{"a": "x"}, object{"a": "y", "b": ""}, true},
		"false says something":        {nil, false, true},
		"zero says something":         {nil, 0.0, true},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			live := aliyun(set("extra", test.live))
			change, err := plan.EnsureConnector([]logtoadmin.Connector{live}, wanted(set("extra", test.want)), false)
			if err != nil {
				t.Fatal(err)
			}
			var fields []plan.Field
			if test.differs {
				fields = []plan.Field{{Path: "extra", From: test.live, To: test.want}}
			}
			if diff := cmp.Diff(fields, change.Fields); diff != "" {
				t.Errorf("fields (-want +got):\n%s", diff)
			}
		})
	}
}
