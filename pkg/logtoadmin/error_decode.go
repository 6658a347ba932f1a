package logtoadmin

import (
	"encoding/json"
	"mime"
	"net/http"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/logtoctl/logtoctl/pkg/secret"
)

// maxExcerpt is how many bytes of an answer that is not JSON go into an error.
const maxExcerpt = 200

// wireError is the union of the shapes in which Logto refuses: its own
// (code, message, data), the bare message of its body parser, and the OAuth one.
type wireError struct {
	Code    string `json:"code"`
	Message string `json:"message"`
	Details string `json:"details"`

	Data json.RawMessage `json:"data"`

	OAuthError       string `json:"error"`
	OAuthDescription string `json:"error_description"`
}

// wireErrorData holds the two kinds of data that are of use: findings about the
// request, and the answer of a connector's provider.
type wireErrorData struct {
	Issues []struct {
		Path    []json.RawMessage `json:"path"`
		Code    string            `json:"code"`
		Message string            `json:"message"`
	} `json:"issues"`

	ErrorDescription string `json:"errorDescription"`
	ProviderCode     string `json:"Code"`
	ProviderRequest  string `json:"RequestId"`
	ProviderHost     string `json:"HostId"`
	Recommend        string `json:"Recommend"`
}

// refusal makes an error of an answer that is not a success. Whatever text the
// server sent goes through the redactor, since a server may echo what it got.
func (c *Client) refusal(m message, received answer) *Error {
	e := decodeError(received.header, received.body)
	e.StatusCode = received.status
	e.Method, e.Path = m.method, m.path
	e.RequestID = requestID(received.header, c.redactor)
	e.RetryAfter = parseRetryAfter(received.header.Get("Retry-After"), c.now())
	e.rewrite(func(text string) string { return c.redactor.Redact(printable(text)) })
	return e
}

// decodeError reads as much of an error body as there is to understand. It
// never fails: a body in no known shape becomes an excerpt.
func decodeError(header http.Header, body []byte) *Error {
	var wire wireError
	if !isJSON(header) || json.Unmarshal(body, &wire) != nil {
		return &Error{Message: excerpt(header, body)}
	}
	e := &Error{
		Code: wire.Code, Message: cutStringToSign(wire.Message), Details: wire.Details,
		oauth: oauthError{Error: wire.OAuthError, Description: wire.OAuthDescription},
	}
	var data wireErrorData
	if json.Unmarshal(wire.Data, &data) != nil {
		return e
	}
	for _, issue := range data.Issues {
		path := make([]string, len(issue.Path))
		for i, step := range issue.Path {
			path[i] = pathStep(step)
		}
		e.Issues = append(e.Issues, Issue{Path: path, Code: issue.Code, Message: issue.Message})
	}
	if data.ProviderCode != "" || data.ErrorDescription != "" {
		e.Provider = &ProviderError{
			Code: data.ProviderCode, Message: cutStringToSign(data.ErrorDescription),
			RequestID: data.ProviderRequest, HostID: data.ProviderHost, Recommend: data.Recommend,
		}
	}
	return e
}

// pathStep turns a key or an index into text.
func pathStep(step json.RawMessage) string {
	var key string
	if json.Unmarshal(step, &key) == nil {
		return key
	}
	return string(step)
}

// cutStringToSign drops what Aliyun echoes when a signature does not match: the
// whole request with recipient, subject and body.
func cutStringToSign(text string) string {
	const marker = "server string to sign is"
	if at := strings.Index(text, marker); at >= 0 {
		return strings.TrimRight(text[:at], " ")
	}
	return text
}

// excerpt is the beginning of a body as one line of printable text. Of HTML the
// text alone is kept.
func excerpt(header http.Header, body []byte) string {
	text := string(body[:min(len(body), 20*maxExcerpt)])
	if kind, _, _ := mime.ParseMediaType(header.Get("Content-Type")); kind == "text/html" {
		text = withoutTags(text)
	}
	text = strings.Join(strings.FieldsFunc(strings.ToValidUTF8(text, ""), isSeparator), " ")
	if len(text) <= maxExcerpt {
		return text
	}
	cut := maxExcerpt
	for !utf8.RuneStart(text[cut]) {
		cut--
	}
	return text[:cut]
}

func isSeparator(r rune) bool { return unicode.IsSpace(r) || !unicode.IsPrint(r) }

func withoutTags(page string) string {
	var text strings.Builder
	for page != "" {
		before, rest, _ := strings.Cut(page, "<")
		text.WriteString(before + " ")
		_, page, _ = strings.Cut(rest, ">")
	}
	return text.String()
}

// printable drops the control characters with which a server could play on the
// user's terminal. Line ends stay.
func printable(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\n' {
			return -1
		}
		return r
	}, text)
}

// longestRequestID is far above what Logto gives, 16 characters, and far below
// what a token has.
const longestRequestID = 64

// requestID returns the id of a request as it may be shown and logged: one word,
// or nothing when something else stands in its place. A server may echo there,
// too, what it got.
func requestID(header http.Header, redactor *secret.Redactor) string {
	id := redactor.Redact(header.Get(headerRequestID))
	isOther := func(r rune) bool {
		letter := 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9'
		return !letter && !strings.ContainsRune("._:-", r)
	}
	if len(id) > longestRequestID || strings.ContainsFunc(id, isOther) {
		return ""
	}
	return id
}

// rewrite passes every text of the server through a function.
func (e *Error) rewrite(clean func(string) string) {
	e.Code, e.Message, e.Details = clean(e.Code), clean(e.Message), clean(e.Details)
	e.oauth.Error, e.oauth.Description = clean(e.oauth.Error), clean(e.oauth.Description)
	for i := range e.Issues {
		issue := &e.Issues[i]
		issue.Code, issue.Message = clean(issue.Code), clean(issue.Message)
		for j := range issue.Path {
			issue.Path[j] = clean(issue.Path[j])
		}
	}
	if p := e.Provider; p != nil {
		*p = ProviderError{
			Code: clean(p.Code), Message: clean(p.Message), RequestID: clean(p.RequestID),
			HostID: clean(p.HostID), Recommend: clean(p.Recommend),
		}
	}
}
