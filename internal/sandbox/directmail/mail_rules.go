package directmail

import (
	"encoding/json"
	"net/mail"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// The limits of a mail, by the API page of SingleSendMail.
const (
	maxSubject     = 256 // characters; older pages say 100
	maxFromAlias   = 14  // "less than 15"
	maxReplyAlias  = 15
	maxRecipients  = 100
	maxTagName     = 128
	maxHeaders     = 10
	maxAddress     = 254      // bytes, what SMTP can carry (RFC 5321, section 4.5.3.1.3)
	maxBodyInForm  = 8 << 20  // bytes
	maxBodyInQuery = 80 << 10 // bytes, the documented limit of parameters in the URL
)

// mailRule is what one parameter of SingleSendMail must look like when it is
// given, and the code of the refusal when it does not.
type mailRule struct {
	parameter string
	valid     func(string) bool
	code      string
	message   string
}

func mailRules() []mailRule {
	return []mailRule{
		{"AddressType", oneOf("0", "1"), "InvalidAddressType.Malformed", "The specified AddressType must be 0 or 1."},
		{"ReplyToAddress", oneOf("true", "false"), "InvalidReplyAddress.Malformed", "The specified ReplyToAddress must be true or false."},
		{"ToAddress", areAddresses, "InvalidToAddress", "The specified ToAddress is wrongly formed."},
		{"Subject", isLine(maxSubject), "InvalidSubject.Malformed", "The specified subject is wrongly formed."},
		{"FromAlias", isLine(maxFromAlias), "InvalidFromAlias.Malformed", "The specified FromAlias is wrongly formed."},
		{"ReplyAddress", isAddress, "InvalidReplyAddress.Malformed", "The specified ReplyAddress is wrongly formed."},
		{"ReplyAddressAlias", isLine(maxReplyAlias), "InvalidReplyAddressAlias.Malformed", "The specified ReplyAddressAlias is wrongly formed."},
		{"TagName", isTagName, "InvalidTagName.Malformed", "The specified TagName is wrongly formed."},
		{"ClickTrace", oneOf("0", "1"), "InvalidClickTrace.Malformed", "The specified ClickTrace must be 0 or 1."},
		{"UnSubscribeLinkType", oneOf("disabled", "default", "zh-cn", "en-us"), "InvalidUnSubscribeLinkType.Malformed", "The specified UnSubscribeLinkType is not known."},
		{"UnSubscribeFilterLevel", oneOf("disabled", "default", "mailfrom", "mailfrom_domain", "edm_id"), "InvalidUnSubscribeFilterLevel.Malformed", "The specified UnSubscribeFilterLevel is not known."},
		{"Headers", areHeaders, "InvalidHeaders.Malformed", "The specified Headers must be a JSON object of at most 10 strings."},
		{"Template", isTemplate, "InvalidTemplate.Malformed", "The specified Template must be a JSON object with a TemplateId."},
	}
}

// checkMail judges every parameter of a mail by itself.
func checkMail(r *request) error {
	for _, parameter := range []string{"AccountName", "AddressType", "ReplyToAddress", "ToAddress", "Subject"} {
		if r.parameters.Get(parameter) == "" {
			return errMissing(parameter)
		}
	}
	for _, rule := range mailRules() {
		if value := r.parameters.Get(rule.parameter); value != "" && !rule.valid(value) {
			return malformed(rule.code, rule.message)
		}
	}
	if r.parameters.Get("ClickTrace") == "1" && r.parameters.Get("TagName") == "" {
		return errMissing("TagName") // statistics of clicks are kept per tag
	}
	return checkBodies(r)
}

func checkBodies(r *request) error {
	html, text := r.parameters.Get("HtmlBody"), r.parameters.Get("TextBody")
	if html == "" && text == "" && r.parameters.Get("Template") == "" {
		return malformed("InvalidBody", "The specified HtmlBody and TextBody are both empty.")
	}
	inQuery := max(len(r.query.Get("HtmlBody")), len(r.query.Get("TextBody")))
	if max(len(html), len(text)) > maxBodyInForm || inQuery > maxBodyInQuery {
		return malformed("InvalidBody", "The specified HtmlBody or TextBody is too long.")
	}
	return nil
}

func oneOf(allowed ...string) func(string) bool {
	return func(value string) bool { return slices.Contains(allowed, value) }
}

// isLine refuses control characters beside the length: a line break would add
// headers to the mail.
func isLine(limit int) func(string) bool {
	return func(value string) bool {
		return utf8.ValidString(value) && utf8.RuneCountInString(value) <= limit &&
			!strings.ContainsFunc(value, unicode.IsControl)
	}
}

func areAddresses(list string) bool {
	addresses := strings.Split(list, ",")
	invalid := func(address string) bool { return !isAddress(address) }
	return len(addresses) <= maxRecipients && !slices.ContainsFunc(addresses, invalid)
}

// isAddress takes a bare address such as user@example.com, without a display
// name, whose domain can exist in public DNS.
func isAddress(text string) bool {
	address, err := mail.ParseAddress(text)
	if len(text) > maxAddress || err != nil || address.Address != text {
		return false
	}
	_, domain, _ := strings.Cut(text, "@")
	return strings.Contains(strings.Trim(domain, "."), ".")
}

// isHost takes a host name of letters, digits and hyphens (RFC 1123).
func isHost(name string) bool {
	return !slices.ContainsFunc(strings.Split(name, "."), func(label string) bool { return !isLabel(label) })
}

func isLabel(label string) bool {
	const maxLabel = 63
	return label != "" && len(label) <= maxLabel && !strings.HasPrefix(label, "-") && !strings.HasSuffix(label, "-") &&
		!strings.ContainsFunc(label, func(r rune) bool { return !strings.ContainsRune(alphanumeric+"-", r) })
}

func isTagName(name string) bool {
	return len(name) <= maxTagName && !strings.ContainsFunc(name, func(r rune) bool {
		return !strings.ContainsRune(alphanumeric+"_-", r)
	})
}

func areHeaders(text string) bool {
	var headers map[string]string
	return json.Unmarshal([]byte(text), &headers) == nil && len(headers) <= maxHeaders
}

func isTemplate(text string) bool {
	var template struct {
		ID string `json:"TemplateId"`
	}
	return json.Unmarshal([]byte(text), &template) == nil && template.ID != ""
}
