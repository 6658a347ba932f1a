// Replay sends recorded requests with net/http and does nothing else: the floor
// for a command that needs them. Its argument is a file with the rounds as JSON.
// The requests of a round go out together, the rounds one after the other.
package main

import (
	"encoding/json"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/url"
	"os"
	"strings"
	"sync"
)

// request is one request as it was recorded.
type request struct {
	Method string      `json:"method"`
	URL    string      `json:"url"`
	Host   string      `json:"host"`
	Header http.Header `json:"header"`
	Body   string      `json:"body"`
}

// together is how many connections to a host are kept from one round to the next.
const together = 16

func main() {
	content, err := os.ReadFile(os.Args[1]) //nolint:gosec // a file of the benchmark, which starts it
	if err != nil {
		log.Fatal(err)
	}
	var rounds [][]request
	if err := json.Unmarshal(content, &rounds); err != nil {
		log.Fatal(err)
	}
	transport := &http.Transport{MaxIdleConnsPerHost: together, DisableCompression: true}
	for _, round := range rounds {
		var sending sync.WaitGroup
		for _, r := range round {
			sending.Go(func() {
				if err := r.send(transport); err != nil {
					log.Fatal(err)
				}
			})
		}
		sending.Wait()
	}
}

// send sends the request and reads its answer to the end.
func (r request) send(transport *http.Transport) error {
	target, err := url.Parse(r.URL)
	if err != nil {
		return err
	}
	response, err := transport.RoundTrip(&http.Request{
		Method: r.Method, URL: target, Host: r.Host, Header: r.Header,
		Body: io.NopCloser(strings.NewReader(r.Body)), ContentLength: int64(len(r.Body)),
	})
	if err != nil {
		return err
	}
	_, err = io.Copy(io.Discard, response.Body)
	_ = response.Body.Close()
	if err == nil && response.StatusCode >= http.StatusBadRequest {
		err = fmt.Errorf("%s %s: %s", r.Method, r.URL, response.Status)
	}
	return err
}
