package logtoadmin_test

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/logtoctl/logtoctl/pkg/logtoadmin"
)

// Nil leaves a field alone, and an empty map empties it: the two must not be
// confused on the way.
func TestUpdateApplicationRequest_encoding(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		request logtoadmin.UpdateApplicationRequest
		want    string
	}{
		"nothing": {logtoadmin.UpdateApplicationRequest{}, `{}`},
		"emptied": {
			logtoadmin.UpdateApplicationRequest{
				Description: new(""), OIDCClientMetadata: &logtoadmin.OIDCClientMetadata{}, CustomClientMetadata: empty, CustomData: empty,
			},
			`{"description":"","oidcClientMetadata":{"redirectUris":[],"postLogoutRedirectUris":[]},"customClientMetadata":{},"customData":{}}`,
		},
		"changed": {
			logtoadmin.UpdateApplicationRequest{Name: new("New"), CustomData: map[string]json.RawMessage{"logtoctl": json.RawMessage(`{"key":"bookstore"}`)}},
			`{"name":"New","customData":{"logtoctl":{"key":"bookstore"}}}`,
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := json.Marshal(test.request)
			if err != nil || string(got) != test.want {
				t.Errorf("request is %s, %v; want %s", got, err, test.want)
			}
		})
	}
}

func TestOIDCClientMetadata_unknownFieldsSurvive(t *testing.T) {
	t.Parallel()
	const read = `{"redirectUris": ["http://localhost/callback"], "postLogoutRedirectUris": [],
		"backchannelLogoutUri": "https://a.example/out", "logoUri": "https://a.example/logo"}`
	var metadata logtoadmin.OIDCClientMetadata
	if err := json.Unmarshal([]byte(read), &metadata); err != nil {
		t.Fatal(err)
	}
	if len(metadata.Extra) != 2 {
		t.Errorf("extra fields are %s", metadata.Extra)
	}
	metadata.Extra["redirectUris"] = json.RawMessage(`"a known field wins"`)
	written, err := json.Marshal(metadata)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(decoded(t, []byte(read)), decoded(t, written)); diff != "" {
		t.Errorf("written (-want +got):\n%s", diff)
	}
}

func TestOIDCClientMetadata_malformed(t *testing.T) {
	t.Parallel()
	for _, body := range []string{`[]`, `"x"`, `{"redirectUris": "x"}`, `{"redirectUris": [1]}`} {
		if err := json.Unmarshal([]byte(body), new(logtoadmin.OIDCClientMetadata)); err == nil {
			t.Errorf("%s is accepted", body)
		}
	}
	broken := logtoadmin.OIDCClientMetadata{Extra: map[string]json.RawMessage{"x": json.RawMessage("{")}}
	if encoded, err := json.Marshal(broken); err == nil {
		t.Errorf("broken extra field is encoded as %s", encoded)
	}
}
