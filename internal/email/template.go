package email

// Template is an email template of a connector: an element of templates in
// its configuration.
type Template struct {
	// UsageType is what the mail is for.
	UsageType UsageType `json:"usageType"`
	// Subject is the subject line; placeholders are allowed.
	Subject string `json:"subject"`
	// Content is the body, any text or HTML; placeholders are allowed and are
	// filled without HTML escaping.
	Content string `json:"content"`
}
