package aliyundm_test

import (
	"context"
	"errors"
	"fmt"
	"net/http/httptest"

	"github.com/logtoctl/logtoctl/pkg/aliyundm"
)

func ExampleExplain() {
	explanation, ok := aliyundm.Explain("InvalidTimeStamp.Expired")
	fmt.Println(ok)
	fmt.Println(explanation.Meaning)
	fmt.Println(explanation.Hint)
	// Output:
	// true
	// The clock of this machine differs from Alibaba Cloud's by more than 15 minutes.
	// Set the clock, best by NTP; containers and virtual machines take it from their host.
}

func ExampleDomainDetail_Records() {
	domain := aliyundm.DomainDetail{
		Name: "mail.example.com", TopLevelDomain: "example.com", HostRecord: "mail",
		SPFRecord: "v=spf1 include:spf1.dm.aliyun.com -all", SPFAuthStatus: aliyundm.AuthPassed,
		MXRecord: "mx01.dm.aliyun.com", MXAuthStatus: aliyundm.AuthFailed,
	}
	for _, record := range domain.Records() {
		fmt.Printf("%s: %s %s %q %v\n", record.Purpose, record.FQDN, record.Type, record.Value, record.Status)
	}
	// Output:
	// spf: mail.example.com TXT "v=spf1 include:spf1.dm.aliyun.com -all" verified
	// mx: mail.example.com MX "mx01.dm.aliyun.com" not verified
}

// A mail is sent, and a failure is told apart by what it is.
func ExampleClient_SingleSendMail() {
	server := httptest.NewServer(respond(404, jsonType, errorBody("InvalidMailAddress.NotFound")))
	defer server.Close()
	client, err := aliyundm.New(
		aliyundm.WithEndpoint(server.URL),
		aliyundm.WithCredentials(aliyundm.Credentials{
			AccessKeyID:     "LTAI5tExampleKeyId",
			AccessKeySecret: "ExampleSecretDoNotUse",
		}),
	)
	if err != nil {
		fmt.Println(err)
		return
	}

	_, err = client.SingleSendMail(context.Background(), aliyundm.SingleSendMailRequest{
		AccountName: "nobody@mail.example.com",
		ToAddress:   "you@example.com",
		Subject:     "Your code",
		TextBody:    "123456",
	})
	fmt.Println("sender unknown:", errors.Is(err, aliyundm.ErrNotFound))
	fmt.Println("may be on its way:", errors.Is(err, aliyundm.ErrUncertain))
	if failure, ok := errors.AsType[*aliyundm.Error](err); ok {
		fmt.Println(failure.Code, failure.RequestID)
	}
	// Output:
	// sender unknown: true
	// may be on its way: false
	// InvalidMailAddress.NotFound A-1
}
