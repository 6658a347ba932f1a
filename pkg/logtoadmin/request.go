package logtoadmin

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"

	"github.com/logtoctl/logtoctl/pkg/secret"
)

// call describes one request to Logto. The service methods make calls; only the
// functions of this file and retry.go know how one is carried out.
type call struct {
	method   string
	path     string            // below the endpoint, with {name} for each parameter
	params   map[string]string // of the path, escaped when they are put in
	query    url.Values
	header   http.Header
	body     any        // sent as JSON
	form     url.Values // sent instead of body
	out      any        // the JSON answer is decoded into it; nil when there is none to read
	public   bool       // needs no token
	harmless bool       // may be repeated at will although it is a POST
}

// effect says what it means to send the same call twice.
type effect int

const (
	effectNone     effect = iota // reads
	effectAbsolute               // writes values that do not depend on earlier ones
	effectOnce                   // creates or sends something each time
)

func (k *call) effect() effect {
	switch {
	case k.harmless || k.method == http.MethodGet || k.method == http.MethodHead:
		return effectNone
	case k.method == http.MethodPost:
		return effectOnce
	}
	return effectAbsolute
}

// check refuses path parameters that would turn the call into a different one:
// an empty id makes a list of a get, and dots climb the path.
func (k *call) check() error {
	for name, value := range k.params {
		switch value {
		case "":
			return fmt.Errorf("%w: %s is empty", ErrInvalidInput, name)
		case ".", "..":
			return fmt.Errorf("%w: %s is %q", ErrInvalidInput, name, value)
		}
	}
	return nil
}

// payload encodes the body once, so that each attempt sends the same bytes.
func (k *call) payload() (content []byte, contentType string, err error) {
	if k.form != nil {
		return []byte(k.form.Encode()), "application/x-www-form-urlencoded", nil
	}
	if k.body == nil {
		return nil, "", nil
	}
	var buffer bytes.Buffer
	encoder := json.NewEncoder(&buffer)
	encoder.SetEscapeHTML(false) // templates are HTML and stay readable in a trace
	if err := encoder.Encode(k.body); err != nil {
		return nil, "", fmt.Errorf("encode the request body: %w", err)
	}
	return bytes.TrimRight(buffer.Bytes(), "\n"), "application/json", nil
}

// message is a call that is ready to be sent.
type message struct {
	*call
	content     []byte
	contentType string
	token       secret.Text // empty for a public call
	attempt     int
}

// answer is a complete answer.
type answer struct {
	status int
	header http.Header
	body   []byte
}

// do carries out a call: token, attempts, decoding.
func (c *Client) do(ctx context.Context, k call) (answer, error) {
	if err := k.check(); err != nil {
		return answer{}, err
	}
	content, contentType, err := k.payload()
	if err != nil {
		return answer{}, err
	}
	m := message{call: &k, content: content, contentType: contentType}
	if !k.public {
		if m.token, err = c.bearer(ctx); err != nil {
			return answer{}, err
		}
	}
	return c.repeat(ctx, m)
}

// exchange sends a message once, within its own deadline, and reads the whole
// answer. An answer that is not a success comes back as an error.
func (c *Client) exchange(ctx context.Context, m message) (answer, error) {
	if ctx.Err() != nil {
		ended := c.lost(ctx, m, ctx.Err())
		ended.neverSent = true
		return answer{}, ended
	}
	attempt, cancel := context.WithTimeout(ctx, c.timeout)
	defer cancel()
	var sent sending
	request := c.rest.R().
		SetContext(sent.trace(withAttempt(attempt, m.attempt))).
		SetDoNotParseResponse(true). // the limit of the body depends on the status
		SetPathParams(m.params).
		SetQueryParamsFromValues(m.query).
		SetHeader("Accept", "application/json").
		SetHeader("User-Agent", c.userAgent)
	if m.token != "" {
		request.SetHeader("Authorization", "Bearer "+m.token.Reveal())
	}
	for name := range m.header {
		request.SetHeader(name, m.header.Get(name))
	}
	if m.contentType != "" {
		request.SetHeader("Content-Type", m.contentType).SetBody(m.content)
	}
	response, err := request.Execute(m.method, m.path)
	if err != nil {
		return answer{}, c.sendError(ctx, m, err, &sent)
	}
	defer func() { _ = response.RawBody().Close() }()
	received := answer{status: response.StatusCode(), header: response.Header()}
	if received.body, err = readBody(response.RawBody(), received.status); err != nil {
		return answer{}, c.readError(ctx, m, received, err)
	}
	return received, c.accept(m, received)
}
