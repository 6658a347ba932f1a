package aliyundm_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/logtoctl/logtoctl/pkg/aliyundm"
)

func TestWithRegionHost(t *testing.T) {
	t.Parallel()
	for region, want := range map[string]string{
		"": "dm.aliyuncs.com", "cn-hangzhou": "dm.aliyuncs.com", "ap-southeast-1": "dm.ap-southeast-1.aliyuncs.com",
	} {
		server := newServer(t, respond(200, jsonType, summaryBody))
		client := newClient(t, server.URL, aliyundm.WithRegion(region), aliyundm.WithRegionHost())
		if _, err := client.DescAccountSummary(t.Context()); err != nil {
			t.Fatal(err)
		}
		seen := server.seen()[0]
		if seen.host != want {
			t.Errorf("region %q: host is %s, want %s", region, seen.host, want)
		}
		if signature := signatureOf(seen); !strings.HasSuffix(seen.header.Get("Authorization"), ",Signature="+signature) {
			t.Errorf("region %q: the signature is not that of the host sent: %s", region, seen.header.Get("Authorization"))
		}
	}
}

// signatureOf recomputes the ACS3-HMAC-SHA256 signature of a request without
// parameters and body, over what arrived.
func signatureOf(seen seenRequest) string {
	_, list, _ := strings.Cut(seen.header.Get("Authorization"), "SignedHeaders=")
	list, _, _ = strings.Cut(list, ",")
	names := strings.Split(list, ";")
	slices.Sort(names)
	var headers strings.Builder
	for _, name := range names {
		value := seen.header.Get(name)
		if name == "host" {
			value = seen.host
		}
		headers.WriteString(name + ":" + strings.TrimSpace(value) + "\n")
	}
	sum := func(text string) string {
		hashed := sha256.Sum256([]byte(text))
		return hex.EncodeToString(hashed[:])
	}
	canonical := strings.Join([]string{seen.method, seen.path, "", headers.String(), list, sum(seen.body)}, "\n")
	mac := hmac.New(sha256.New, []byte(accessKeySecret))
	mac.Write([]byte("ACS3-HMAC-SHA256\n" + sum(canonical)))
	return hex.EncodeToString(mac.Sum(nil))
}

func TestWithRegionHost_withoutEndpoint(t *testing.T) {
	t.Parallel()
	if got, want := whereTo(t, aliyundm.WithRegion("us-east-1"), aliyundm.WithRegionHost()), (asked{"https", "dm.us-east-1.aliyuncs.com"}); got != want {
		t.Errorf("requests go to %v, want %v", got, want)
	}
}

func TestWithRegionHost_unknownRegion(t *testing.T) {
	t.Parallel()
	_, err := aliyundm.New(aliyundm.WithRegion("mars"), aliyundm.WithEndpoint("http://127.0.0.1:1"), aliyundm.WithRegionHost())
	if _, ok := errors.AsType[*aliyundm.UnknownRegionError](err); !ok {
		t.Errorf("error is %v, want an unknown region", err)
	}
}

// The error names where the request went: that is what can be out of reach.
func TestWithRegionHost_error(t *testing.T) {
	t.Parallel()
	server := newServer(t, respond(http.StatusBadRequest, jsonType, errorBody("Weird")))
	_, err := newClient(t, server.URL, aliyundm.WithRegion("us-east-1"), aliyundm.WithRegionHost()).DescAccountSummary(t.Context())
	failure, ok := errors.AsType[*aliyundm.Error](err)
	if !ok || failure.Endpoint != strings.TrimPrefix(server.URL, "http://") {
		t.Errorf("error is %v, want one at %s", err, server.URL)
	}
}
