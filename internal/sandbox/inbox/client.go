package inbox

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// answerLimit bounds what a client reads of an answer, in bytes; it is above
// what a full inbox can hold.
const answerLimit = 128 << 20

// answerTime is how long an answer may take beyond the time asked to wait.
const answerTime = 10 * time.Second

// ErrEmpty says that no message came in the time given.
var ErrEmpty = errors.New("no such mail in the inbox")

// Client reads a running inbox over its JSON API.
type Client struct {
	url  string
	http *http.Client
}

// NewClient returns a client of the inbox at the URL, as LOGTOCTL_INBOX_URL has
// it. It goes through no proxy: an inbox is on this machine.
func NewClient(url string) *Client {
	return &Client{url: strings.TrimRight(url, "/"), http: &http.Client{Transport: &http.Transport{}}}
}

// List returns the chosen messages, newest first. It waits up to the given time
// for the first one and returns none when there is none then.
//
// API: GET /api/messages?to=&search=&after=&wait=.
func (c *Client) List(ctx context.Context, filter Filter, wait time.Duration) ([]Message, error) {
	ctx, cancel := context.WithTimeout(ctx, wait+answerTime)
	defer cancel()
	query := url.Values{}
	if filter.To != "" {
		query.Set("to", filter.To)
	}
	if filter.Search != "" {
		query.Set("search", filter.Search)
	}
	if filter.After > 0 {
		query.Set("after", strconv.FormatUint(filter.After, 10))
	}
	if wait > 0 {
		query.Set("wait", wait.String())
	}
	var messages []Message
	if err := c.get(ctx, "/api/messages?"+query.Encode(), &messages); err != nil {
		return nil, fmt.Errorf("read the inbox at %s: %w", c.url, err)
	}
	return messages, nil
}

// Newest returns the newest of the chosen messages, waiting for it as [Client.List]
// does, or [ErrEmpty].
func (c *Client) Newest(ctx context.Context, filter Filter, wait time.Duration) (Message, error) {
	messages, err := c.List(ctx, filter, wait)
	if err != nil {
		return Message{}, err
	}
	if len(messages) == 0 {
		return Message{}, ErrEmpty
	}
	return messages[0], nil
}

// LastID returns the id of the newest message, 0 for an empty inbox, so that a
// caller can wait for a later one.
func (c *Client) LastID(ctx context.Context) (uint64, error) {
	newest, err := c.Newest(ctx, Filter{}, 0)
	if errors.Is(err, ErrEmpty) {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	return strconv.ParseUint(newest.ID, 10, 64)
}

func (c *Client) get(ctx context.Context, path string, into *[]Message) error {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, c.url+path, http.NoBody)
	if err != nil {
		return err
	}
	response, err := c.http.Do(request)
	if err != nil {
		return err
	}
	defer func() { _ = response.Body.Close() }()
	if response.StatusCode != http.StatusOK {
		return fmt.Errorf("it answered %s", response.Status)
	}
	return json.NewDecoder(http.MaxBytesReader(nil, response.Body, answerLimit)).Decode(into)
}
