package aliyundm_test

import (
	"net/url"
	"testing"

	openapi "github.com/alibabacloud-go/darabonba-openapi/v2/utils"
	"github.com/alibabacloud-go/tea/dara"

	"github.com/logtoctl/logtoctl/internal/sandbox/directmail"
)

// FuzzSignRPC holds that the sandbox reads the older scheme, which Logto's
// connector signs by, as the official SDK does. It is here because this package
// alone knows the SDK, of which the signature alone is asked: its client signs by
// the newer one.
func FuzzSignRPC(f *testing.F) {
	f.Add("POST", "Action=SingleSendMail&Subject=%E9%AA%8C+*~'()!%2B&Empty=", "secret")
	f.Add("GET", "a=1&b=%20%2520&=x", "")
	f.Fuzz(func(t *testing.T, method, query, accessKeySecret string) {
		parameters, err := url.ParseQuery(query)
		if err != nil {
			t.Skip("not a query string")
		}
		theirs := map[string]*string{}
		for name, values := range parameters {
			if len(values) != 1 || name == "Signature" {
				t.Skip("the SDK signs one value of each, before it has a signature")
			}
			theirs[name] = &values[0]
		}
		want := dara.StringValue(openapi.GetRPCSignature(theirs, &method, &accessKeySecret))
		if got := directmail.SignRPC(method, parameters, accessKeySecret); got != want {
			t.Errorf("signature %s, the SDK's %s", got, want)
		}
	})
}
