package plan_test

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/logtoctl/logtoctl/internal/plan"
	"github.com/logtoctl/logtoctl/pkg/logtoadmin"
)

// withSettings puts a customClientMetadata in; an empty text takes it away.
func withSettings(text string) func(*logtoadmin.Application) {
	return func(a *logtoadmin.Application) {
		a.CustomClientMetadata = nil
		if text != "" && json.Unmarshal([]byte(text), &a.CustomClientMetadata) != nil {
			a.CustomClientMetadata = map[string]json.RawMessage{"broken test": nil}
		}
	}
}

// The column is replaced whole by the server: whatever changes, the keys that
// the user does not mention are in the request.
func TestChangeApplication_settings(t *testing.T) {
	t.Parallel()
	const live = `{"corsAllowedOrigins":["https://a","https://b"],"idTokenTtl":3600,"refreshTokenTtlInDays":14,"rotateRefreshToken":true}`
	tests := map[string]struct {
		live   string
		want   plan.Application
		fields []plan.Field
		update string
	}{
		"nothing mentioned": {live, plan.Application{}, nil, ""},
		"as it is": {live, plan.Application{
			CORSAllowedOrigins: []string{"https://b", "https://a", "https://a"}, RotateRefreshToken: new(true), RefreshTokenTTLInDays: new(14),
		}, nil, ""},
		"no origins, and none live": {"", plan.Application{CORSAllowedOrigins: []string{}}, nil, ""},
		"origins": {
			live,
			plan.Application{CORSAllowedOrigins: []string{"https://c"}},
			[]plan.Field{{Path: "customClientMetadata.corsAllowedOrigins", From: []string{"https://a", "https://b"}, To: []string{"https://c"}}},
			`{"corsAllowedOrigins":["https://c"],"idTokenTtl":3600,"refreshTokenTtlInDays":14,"rotateRefreshToken":true}`,
		},
		"origins emptied": {
			live,
			plan.Application{CORSAllowedOrigins: []string{}},
			[]plan.Field{{Path: "customClientMetadata.corsAllowedOrigins", From: []string{"https://a", "https://b"}, To: []string{}}},
			`{"corsAllowedOrigins":[],"idTokenTtl":3600,"refreshTokenTtlInDays":14,"rotateRefreshToken":true}`,
		},
		"all at once": {
			live,
			plan.Application{AlwaysIssueRefreshToken: new(true), RotateRefreshToken: new(false), RefreshTokenTTLInDays: new(30)},
			[]plan.Field{
				{Path: "customClientMetadata.alwaysIssueRefreshToken", To: true},
				{Path: "customClientMetadata.rotateRefreshToken", From: true, To: false},
				{Path: "customClientMetadata.refreshTokenTtlInDays", From: 14, To: 30},
			},
			`{"alwaysIssueRefreshToken":true,"corsAllowedOrigins":["https://a","https://b"],"idTokenTtl":3600,"refreshTokenTtlInDays":30,"rotateRefreshToken":false}`,
		},
		"the default, written down": {
			"",
			plan.Application{RotateRefreshToken: new(true)},
			[]plan.Field{{Path: "customClientMetadata.rotateRefreshToken", To: true}},
			`{"rotateRefreshToken":true}`,
		},
		"null is nothing": {
			`{"rotateRefreshToken":null,"x":null}`,
			plan.Application{RotateRefreshToken: new(false)},
			[]plan.Field{{Path: "customClientMetadata.rotateRefreshToken", To: false}},
			`{"rotateRefreshToken":false,"x":null}`,
		},
		"of another type": {
			`{"refreshTokenTtlInDays":"14","corsAllowedOrigins":7}`,
			plan.Application{RefreshTokenTTLInDays: new(14), CORSAllowedOrigins: []string{"https://a"}},
			[]plan.Field{
				{Path: "customClientMetadata.corsAllowedOrigins", From: []string(nil), To: []string{"https://a"}},
				{Path: "customClientMetadata.refreshTokenTtlInDays", To: 14},
			},
			`{"corsAllowedOrigins":["https://a"],"refreshTokenTtlInDays":14}`,
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			live := bookstore(withSettings(test.live))
			before := asJSON(t, live)
			change := mustChange(t, live, test.want, false)
			if diff := cmp.Diff(test.fields, change.Fields); diff != "" {
				t.Errorf("fields (-want +got):\n%s", diff)
			}
			want := `{}`
			if test.update != "" {
				want = `{"customClientMetadata":` + test.update + `}`
			}
			if got := asJSON(t, change.Update); got != want {
				t.Errorf("request is\n%s, want\n%s", got, want)
			}
			if after := asJSON(t, live); after != before {
				t.Errorf("the live application became\n%s, was\n%s", after, before)
			}
		})
	}
}
