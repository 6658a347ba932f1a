package directmail_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/logtoctl/logtoctl/internal/sandbox/directmail"
)

// FuzzControl holds that the control API either takes a body or refuses it and
// changes nothing, that what it takes can be listed, and that no secret of a key
// comes out of it.
func FuzzControl(f *testing.F) {
	const marked = "VerySecretSecret"
	for _, body := range []string{
		`{"dailyQuota":1,"userStatus":4}`, `{"frozenMailAddresses":["a@b.c"],"foreignDomains":null}`, `{"dailyQuota":-1}`, `{"activated":false} {}`,
		`[{"id":"a","secret":"` + marked + `","allow":["dm:Query*"]}]`, `[{"id":"a","secret":"x"},{"id":"a","secret":"y"}]`, `[{"id":"","secret":""}]`, `null`,
		`[{"id":"a","secret":"` + marked + `","securityToken":"` + marked + `","inactive":true,"allow":["dm:["]}]`,
	} {
		f.Add(body)
	}
	f.Fuzz(func(t *testing.T, body string) {
		server := newWorld(directmail.Account{}).server
		for path, handler := range map[string]http.Handler{
			"/api/account": server.AccountControl(), "/api/access-keys": server.AccessKeysControl(),
		} {
			_, before := controlAPI(t, handler, http.MethodGet, path, "")
			status, answer := controlAPI(t, handler, http.MethodPut, path, body)
			_, after := controlAPI(t, handler, http.MethodGet, path, "")
			if status != http.StatusOK && (status != http.StatusBadRequest || before != after) {
				t.Fatalf("%s: %d %s, and %s became %s", path, status, answer, before, after)
			}
			if !json.Valid([]byte(answer)) || !json.Valid([]byte(after)) || status == http.StatusOK && strings.Contains(after, marked) && path != "/api/account" {
				t.Fatalf("%s: %d %s, then %s", path, status, answer, after)
			}
		}
	})
}
