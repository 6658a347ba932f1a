package logto

import (
	"context"
	"crypto/rand"
	"fmt"
	"net/http"
	"net/url"
	"time"

	mail "github.com/logtoctl/logtoctl/internal/email"
	"github.com/logtoctl/logtoctl/internal/sandbox/directmail"
	"github.com/logtoctl/logtoctl/pkg/secret"
)

const (
	// genericUsage is the template that a test and a code requested over the API use.
	genericUsage = "Generic"

	// testCode is the code in every test mail.
	testCode = "000000"
)

// aliyunConfig is what the Aliyun connector needs in order to send.
type aliyunConfig struct {
	AccessKeyID     string           `json:"accessKeyId"`
	AccessKeySecret secret.Text      `json:"accessKeySecret"`
	AccountName     string           `json:"accountName"`
	FromAlias       *string          `json:"fromAlias"`
	RegionID        string           `json:"regionId"`
	Templates       []configTemplate `json:"templates"`
}

type configTemplate struct {
	UsageType string `json:"usageType"`
	Subject   string `json:"subject"`
	Content   string `json:"content"`
}

// message is a mail before a template gives it words.
type message struct {
	to        string
	usageType string
	payload   map[string]any
}

// testRequest is the guarded body of a connector test.
type testRequest struct {
	Phone  string         `json:"phone"`
	Email  string         `json:"email"`
	Config map[string]any `json:"config"`
	Locale string         `json:"locale"`
}

func connectorTestGuard() guard {
	return object(
		field{"phone", optional(text(matching(phonePattern)))},
		field{"email", optional(text(matching(emailPattern)))},
		field{"config", record(anything)},
		field{"locale", optional(text())},
	)
}

// testConnector sends a test mail with the config of the body, saved or not.
func (s *Server) testConnector(r *http.Request, asked testRequest) (answer, error) {
	recipient, kind := asked.Email, emailConnector
	if asked.Phone != "" {
		recipient, kind = asked.Phone, smsConnector
	}
	if recipient == "" {
		// Logto does not fill in the type in this one place.
		return answer{}, refuse(http.StatusBadRequest, "guard.invalid_input", "The request {{type}} is invalid.")
	}
	factory, known := s.factory(r.PathValue("factoryId"))
	if !known || factory.Type == socialConnector {
		return answer{}, noConnector(http.StatusBadRequest, kind)
	}
	if factory.Type != kind {
		return answer{}, refuse(http.StatusBadRequest, "connector.unexpected_type", "The connector's type is unexpected.")
	}
	test := message{to: recipient, usageType: genericUsage, payload: map[string]any{"code": testCode}}
	if asked.Locale != "" {
		test.payload["locale"] = asked.Locale
	}
	if err := s.send(r.Context(), factory, asked.Config, test); err != nil {
		return answer{}, err
	}
	return noContent()
}

func noConnector(status int, kind string) error {
	return refuse(status, "connector.not_found", "Cannot find any available connector for type: "+kind+".")
}

// send sends a mail as the connector does: the template is chosen and
// rendered, and a signed request goes to the region's Direct Mail.
func (s *Server) send(ctx context.Context, factory connectorFactory, config map[string]any, m message) error {
	if err := factory.checkConfig(config); err != nil {
		return err
	}
	if factory.ID != aliyunDirectMail {
		return connectorFailed("The sandbox does not send through " + factory.Name["en"] + ".")
	}
	aliyun, err := convert[aliyunConfig](config)
	if err != nil {
		return err
	}
	if aliyun.RegionID == "" {
		aliyun.RegionID = regions()[0]
	}
	parameters, err := s.mailParameters(aliyun, m)
	if err != nil {
		return err
	}
	parameters.Set("Signature", directmail.SignRPC(http.MethodPost, parameters, aliyun.AccessKeySecret.Reveal()))
	return s.post(ctx, s.directMail(aliyun.RegionID), parameters)
}

// mailParameters are the parameters of the connector's request, without the signature.
func (s *Server) mailParameters(config aliyunConfig, m message) (url.Values, error) {
	alias := config.FromAlias
	template, err := within(s.state, func(t *tenant) (templateDetails, error) {
		if shadowing, found := t.shadowingTemplate(m); found {
			return shadowing, nil
		}
		return configuredTemplate(config.Templates, m.usageType), nil
	})
	if err != nil {
		return nil, err
	}
	if template.SendFrom != "" {
		alias = new(mail.Render(template.SendFrom, m.payload))
	}
	parameters := url.Values{
		"Action":           {"SingleSendMail"},
		"Format":           {"json"},
		"SignatureMethod":  {"HMAC-SHA1"},
		"SignatureVersion": {"1.0"},
		"Version":          {"2015-11-23"},
		"AccessKeyId":      {config.AccessKeyID},
		"AccountName":      {config.AccountName},
		"ReplyToAddress":   {"false"},
		"AddressType":      {"1"},
		"ToAddress":        {m.to},
		"Subject":          {mail.Render(template.Subject, m.payload)},
		"HtmlBody":         {mail.Render(template.Content, m.payload)},
		"RegionId":         {config.RegionID},
		"SignatureNonce":   {nonce()},
		"Timestamp":        {s.now().UTC().Format(time.RFC3339)},
	}
	if alias != nil {
		parameters.Set("FromAlias", *alias)
	}
	return parameters, nil
}

// nonce is a random UUID, as the connector's nonces are.
func nonce() string {
	var b [16]byte
	_, _ = rand.Read(b[:]) // never fails: it ends the program instead
	b[6], b[8] = b[6]&0x0f|0x40, b[8]&0x3f|0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:])
}
