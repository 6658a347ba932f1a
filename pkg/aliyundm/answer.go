package aliyundm

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"mime"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// answer is what the answers of all operations have in common. The keys are
// matched without regard to case, because gateways write them in both.
type answer struct {
	Code      looseText
	Message   looseText
	RequestID looseText `json:"RequestId" xml:"RequestId"`
	HostID    looseText `json:"HostId" xml:"HostId"`
	Recommend looseText
}

// isError tells whether the answer reports an error, whatever its status: Direct
// Mail is known to do so with status 200. The code "OK" comes with the success
// of a few operations.
func (a answer) isError() bool { return a.Code != "" && !strings.EqualFold(string(a.Code), "OK") }

// looseText is a JSON string, or another scalar as text: some answers have ids
// and codes as bare numbers. Objects and arrays count as absent.
type looseText string

// UnmarshalJSON never fails on valid JSON.
func (t *looseText) UnmarshalJSON(data []byte) error {
	var text string
	switch {
	case json.Unmarshal(data, &text) == nil:
		*t = looseText(text)
	case bytes.ContainsAny(data[:1], "{["):
		*t = ""
	default:
		*t = looseText(data)
	}
	return nil
}

// decodeAnswer reads an answer in JSON, or in XML where the gateway answers a
// request that it could not even parse, and tells whether it is one of either.
func decodeAnswer(contentType string, body []byte) (answer, bool) {
	var decoded answer
	if isXML(contentType) {
		err := xml.Unmarshal(body, &decoded)
		return decoded, err == nil && decoded.Code != ""
	}
	if !bytes.HasPrefix(bytes.TrimSpace(body), []byte("{")) {
		return answer{}, false
	}
	err := json.Unmarshal(body, &decoded)
	return decoded, err == nil
}

func isXML(contentType string) bool {
	kind := mediaType(contentType)
	return kind == "text/xml" || kind == "application/xml"
}

func mediaType(contentType string) string {
	kind, _, err := mime.ParseMediaType(contentType)
	if err != nil {
		return ""
	}
	return kind
}

// describe says what came instead of an answer, without quoting it.
func describe(contentType string, body []byte) string {
	kind := name(strings.ReplaceAll(mediaType(contentType), "/", "-"))
	switch {
	case len(bytes.TrimSpace(body)) == 0:
		return "the answer is empty"
	case kind == "text-html":
		return "an HTML page came back; a proxy or another server seems to have answered"
	case json.Valid(body):
		return "the answer is not one of Direct Mail"
	}
	return "the answer is not JSON"
}

// timeLeft is in the rate-limit headers of Alibaba Cloud, in milliseconds.
var timeLeft = regexp.MustCompile(`TimeLeft:(\d{1,9})`)

// demandedPause returns how long the server asks to wait, or 0.
func demandedPause(header http.Header) time.Duration {
	if seconds, err := strconv.ParseUint(header.Get("Retry-After"), 10, 20); err == nil {
		return time.Duration(seconds) * time.Second
	}
	var longest time.Duration
	for _, key := range []string{"x-ratelimit-user-api", "x-ratelimit-user"} {
		match := timeLeft.FindStringSubmatch(header.Get(key))
		if match == nil {
			continue
		}
		if milliseconds, err := strconv.Atoi(match[1]); err == nil {
			longest = max(longest, time.Duration(milliseconds)*time.Millisecond)
		}
	}
	return longest
}
