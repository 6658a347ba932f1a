package benchmark_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"
)

// loadTime is how long each kind of request is made.
const loadTime = 2 * time.Second

const tokenPath = "/oidc/token"

// load is a kind of request to a sandbox.
type load struct {
	kind         string
	method, path string
	contentType  string
	body         string
}

// served is a sandbox in a process of its own.
type served struct {
	command *exec.Cmd
	environ map[string]string
	token   string
	client  *http.Client
}

// serve starts a sandbox and gets a token from it.
func serve(ctx context.Context, w *world) (*served, error) {
	s := &served{
		command: exec.CommandContext(ctx, program("logtoctl"), "sandbox", "start", "--logto-port", "0", "--dm-port", "0", "--inbox-port", "0", "-o", "json"),
		client:  &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 16}},
	}
	s.command.Env = w.environ
	output, err := s.command.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := s.command.Start(); err != nil {
		return nil, err
	}
	if err := json.NewDecoder(output).Decode(&s.environ); err != nil {
		s.stop()
		return nil, fmt.Errorf("start a sandbox: %w", err)
	}
	if err := s.allowMails(ctx); err != nil {
		s.stop()
		return nil, err
	}
	var answer struct {
		Token string `json:"access_token"`
	}
	if err := s.send(ctx, s.tokens(), &answer); err != nil {
		s.stop()
		return nil, err
	}
	s.token = answer.Token
	return s, nil
}

// allowMails lifts the daily quota, which is over in a second.
func (s *served) allowMails(ctx context.Context) error {
	r, err := http.NewRequestWithContext(ctx, http.MethodPut, s.environ["LOGTOCTL_INBOX_URL"]+"/api/account", strings.NewReader(`{"dailyQuota": 1000000}`))
	if err != nil {
		return err
	}
	r.Header.Set("Content-Type", "application/json")
	response, err := s.client.Do(r)
	if err != nil {
		return err
	}
	defer func() { _ = response.Body.Close() }()
	if response.StatusCode != http.StatusOK {
		return fmt.Errorf("lift the daily quota: %s", response.Status)
	}
	return nil
}

func (s *served) stop() {
	_ = s.command.Process.Kill()
	_ = s.command.Wait()
}

func (s *served) tokens() load {
	form := url.Values{
		"grant_type": {"client_credentials"}, "resource": {s.environ["LOGTO_RESOURCE"]}, "scope": {"all"},
		"client_id": {s.environ["LOGTO_M2M_APP_ID"]}, "client_secret": {s.environ["LOGTO_M2M_APP_SECRET"]},
	}
	return load{"access token", http.MethodPost, tokenPath, "application/x-www-form-urlencoded", form.Encode()}
}

// loads are the kinds of request, from a token to a mail that is rendered, signed,
// sent and kept.
func (s *served) loads() []load {
	config := fmt.Sprintf(`{"accessKeyId": %q, "accessKeySecret": %q, %s`,
		s.environ["ALIBABA_CLOUD_ACCESS_KEY_ID"], s.environ["ALIBABA_CLOUD_ACCESS_KEY_SECRET"], strings.TrimPrefix(files[connectorFile], "{"))
	const typeJSON = "application/json"
	return []load{
		s.tokens(),
		{"read the connectors", http.MethodGet, "/api/connectors", "", ""},
		{"read the kind of connector", http.MethodGet, "/api/connector-factories/aliyun-direct-mail", "", ""},
		{"change the sign-in experience", http.MethodPatch, "/api/sign-in-exp", typeJSON, `{"supportEmail": "help@example.com"}`},
		{"send a mail", http.MethodPost, "/api/connectors/aliyun-direct-mail/test", typeJSON, `{"email": "you@example.com", "config": ` + config + `}`},
	}
}

// send sends one request, and decodes its answer unless into is nil.
func (s *served) send(ctx context.Context, l load, into any) error {
	r, err := http.NewRequestWithContext(ctx, l.method, s.environ["LOGTO_ENDPOINT"]+l.path, strings.NewReader(l.body))
	if err != nil {
		return err
	}
	if l.path != tokenPath { // where the form says who asks
		r.Header.Set("Authorization", "Bearer "+s.token)
	}
	if l.contentType != "" {
		r.Header.Set("Content-Type", l.contentType)
	}
	response, err := s.client.Do(r)
	if err != nil {
		return err
	}
	defer func() { _ = response.Body.Close() }()
	body, err := io.ReadAll(response.Body)
	switch {
	case err != nil:
		return err
	case response.StatusCode >= http.StatusBadRequest:
		return fmt.Errorf("%s: %s: %s", l.kind, response.Status, body)
	case into == nil:
		return nil
	}
	return json.Unmarshal(body, into)
}

// rate returns how many requests of a kind are answered in a second.
func (s *served) rate(ctx context.Context, l load, clients int) (float64, error) {
	var answered atomic.Int64
	var sending errgroup.Group
	begin := time.Now()
	for range clients {
		sending.Go(func() error {
			for time.Since(begin) < loadTime {
				if err := s.send(ctx, l, nil); err != nil {
					return err
				}
				answered.Add(1)
			}
			return nil
		})
	}
	err := sending.Wait()
	return float64(answered.Load()) / time.Since(begin).Seconds(), err
}

// memory is what the process has in memory now, 0 where the system does not tell
// it as Linux does.
func (s *served) memory() int64 {
	content, _ := os.ReadFile(fmt.Sprintf("/proc/%d/status", s.command.Process.Pid))
	for line := range bytes.Lines(content) {
		if fields := strings.Fields(string(line)); len(fields) == 3 && fields[0] == "VmRSS:" {
			kilobytes, _ := strconv.ParseInt(fields[1], 10, 64)
			return kilobytes << 10
		}
	}
	return 0
}

// measureSandbox makes each kind of request for a while.
func measureSandbox(ctx context.Context) ([]sandboxRow, error) {
	w, err := newWorld(newStage())
	if err != nil {
		return nil, err
	}
	defer w.close()
	s, err := serve(ctx, w)
	if err != nil {
		return nil, err
	}
	defer s.stop()
	var rows []sandboxRow
	for _, l := range s.loads() {
		row := sandboxRow{Kind: l.kind, MemoryBefore: s.memory()}
		if row.One, err = s.rate(ctx, l, 1); err != nil {
			return nil, err
		}
		if row.Eight, err = s.rate(ctx, l, 8); err != nil {
			return nil, err
		}
		row.MemoryAfter = s.memory()
		rows = append(rows, row)
	}
	return rows, nil
}
