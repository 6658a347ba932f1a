package inbox

import (
	"strings"
	"time"
)

// The longest subject and excerpt that a list shows, in characters.
const (
	maxListedSubject = 300
	maxExcerpt       = 160
)

// Message is one mail to one recipient.
type Message struct {
	// ID is a decimal number that grows with every message of a store.
	ID         string    `json:"id"`
	ReceivedAt time.Time `json:"receivedAt"`
	From       string    `json:"from"`
	FromAlias  string    `json:"fromAlias"`
	To         string    `json:"to"`
	Subject    string    `json:"subject"`
	HTML       string    `json:"html"`
	// Text is the plain text that the sender gave, else what the HTML says.
	Text string `json:"text"`
	// Code is the one-time code in the text, or empty.
	Code string `json:"code"`
	// RequestID is the RequestId of the Direct Mail call that sent the mail.
	RequestID string `json:"requestId"`
	// EnvID is the EnvId that the call was answered with.
	EnvID string `json:"envId,omitempty"`
	// Tag is the TagName of the call.
	Tag string `json:"tag,omitempty"`
	// Language is what the HTML says its language is, such as zh-CN.
	Language string `json:"language,omitempty"`
	// RemotePictures tells that the HTML asks for pictures from elsewhere.
	RemotePictures bool `json:"remotePictures,omitempty"`
	// Parameters are those of the Direct Mail call, but for its bodies and what
	// it was signed with. They are not to be changed.
	Parameters map[string]string `json:"parameters,omitempty"`
}

func (m Message) size() int {
	size := len(m.From) + len(m.FromAlias) + len(m.To) + len(m.Subject) + len(m.HTML) + len(m.Text) +
		len(m.RequestID) + len(m.EnvID) + len(m.Tag)
	for name, value := range m.Parameters {
		size += len(name) + len(value)
	}
	return size
}

// Summary is what a list shows of a [Message].
type Summary struct {
	ID         string    `json:"id"`
	ReceivedAt time.Time `json:"receivedAt"`
	From       string    `json:"from"`
	FromAlias  string    `json:"fromAlias"`
	To         string    `json:"to"`
	// Subject is cut after 300 characters.
	Subject string `json:"subject"`
	// Excerpt is the beginning of the text, on one line.
	Excerpt string `json:"excerpt"`
	Code    string `json:"code"`
}

func (m Message) summary() Summary {
	return Summary{
		ID: m.ID, ReceivedAt: m.ReceivedAt, From: m.From, FromAlias: m.FromAlias, To: m.To,
		Subject: cut(m.Subject, maxListedSubject),
		Excerpt: strings.Join(strings.Fields(cut(m.Text, maxExcerpt)), " "),
		Code:    m.Code,
	}
}

// cut returns the beginning of a text, with dots where something is missing.
func cut(text string, characters int) string {
	for at := range text {
		if characters == 0 {
			return text[:at] + "…"
		}
		characters--
	}
	return text
}
