package logtoadmin

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"strings"
)

// Limits of a body in bytes. A list of connectors with all their descriptions
// is some hundred kilobytes; an error is a few.
const (
	maxBody      = 8 << 20
	maxErrorBody = 1 << 20
)

// errTooLarge says that a body went on after its limit.
var errTooLarge = errors.New("the answer is too large")

func isSuccess(status int) bool { return status >= 200 && status < 300 }

// readBody reads a body to its end. One that is longer than the limit is an
// error: half a list must not pass for a whole one.
func readBody(body io.Reader, status int) ([]byte, error) {
	limit := int64(maxBody)
	if !isSuccess(status) {
		limit = maxErrorBody
	}
	content, err := io.ReadAll(io.LimitReader(body, limit+1))
	if err != nil {
		return nil, err
	}
	if int64(len(content)) > limit {
		return nil, fmt.Errorf("%w: more than %d bytes", errTooLarge, limit)
	}
	return content, nil
}

// accept decodes a success into the call's out and turns the rest into errors.
func (c *Client) accept(m message, received answer) error {
	if !isSuccess(received.status) {
		return c.refusal(m, received)
	}
	if err := decodeBody(received, m.out); err != nil {
		return &UnexpectedResponseError{
			Method: m.method, Path: m.path, StatusCode: received.status,
			RequestID: requestID(received.header, c.redactor), Err: err,
		}
	}
	return nil
}

// decodeBody decodes a JSON body. Where no body is wanted an empty one will do,
// but a page of HTML will not: that is a proxy or a console, not the API.
func decodeBody(received answer, out any) error {
	if out == nil && len(received.body) == 0 {
		return nil
	}
	if !isJSON(received.header) {
		return fmt.Errorf("content type is %q, not JSON", received.header.Get("Content-Type"))
	}
	if out == nil {
		return nil
	}
	if err := json.Unmarshal(received.body, out); err != nil {
		return fmt.Errorf("decode the answer: %w", err)
	}
	return nil
}

func isJSON(header http.Header) bool {
	kind, _, err := mime.ParseMediaType(header.Get("Content-Type"))
	return err == nil && (kind == "application/json" || strings.HasSuffix(kind, "+json"))
}
