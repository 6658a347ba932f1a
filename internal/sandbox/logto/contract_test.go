package logto_test

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const (
	recordings       = "../../../testdata/recordings/logto"
	recordedEndpoint = "http://localhost:3001"
)

// difference is an exchange in which the sandbox deliberately answers otherwise
// than the Logto that was recorded.
type difference struct {
	path, reason string
	// align returns the sandbox's document without the difference.
	align func(recorded, document any) any
}

func differences() []difference {
	return []difference{{
		path:   "/api/connector-factories",
		reason: "SMTP is installed too, so that there is another email connector to displace",
		align: func(_, document any) any {
			factories, _ := document.([]any)
			return slices.DeleteFunc(factories, func(one any) bool {
				factory, _ := one.(map[string]any)
				return factory["id"] == "simple-mail-transfer-protocol"
			})
		},
	}, {
		path:   "/api/swagger.json",
		reason: "the document lists what the sandbox serves; its own test compares it with the recorded one",
		align:  func(recorded, _ any) any { return recorded },
	}}
}

// exchange is one recorded request and its answer.
type exchange struct {
	file    string
	Name    string `json:"name"`
	Request struct {
		Method  string            `json:"method"`
		Path    string            `json:"path"`
		Headers map[string]string `json:"headers"`
		Body    any               `json:"body"`
	} `json:"request"`
	Response struct {
		Status  int               `json:"status"`
		Headers map[string]string `json:"headers"`
		Body    any               `json:"body"`
	} `json:"response"`
}

// TestContract replays what a real Logto was asked against a fresh sandbox and
// compares the answers. It takes whatever files there are, in the order of
// their names: ids are learnt from the answers, and credentials follow from the
// answer that was recorded.
func TestContract(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob(filepath.Join(recordings, "*.json"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no recordings in %s: %v", recordings, err)
	}
	slices.Sort(files)
	replay := newReplay(t)
	applied := 0
	for _, file := range files {
		recorded := readExchange(t, file)
		index := slices.IndexFunc(differences(), func(d difference) bool { return d.path == recorded.Request.Path })
		align := func(_, document any) any { return document }
		if index >= 0 {
			align = differences()[index].align
			applied++
		}
		replay.run(t, recorded, align)
	}
	t.Logf("contract: %d exchanges replayed, %d deliberate differences", len(files), applied)
}

func readExchange(t *testing.T, file string) exchange {
	t.Helper()
	document, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	recorded := exchange{file: filepath.Base(file)}
	if err := json.Unmarshal(document, &recorded); err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	return recorded
}

// replay is a run through the recordings: the sandbox, and what was learnt so far.
type replay struct {
	sandbox  *sandbox
	ids      map[string]string // recorded id -> the sandbox's
	secrets  map[string]string // application id of the sandbox -> its first secret
	machine  string            // the machine-to-machine application of the recordings
	unscoped string            // the last token without a scope
}

// newReplay starts from the recorded tenant. It had no application at all: its
// token came from another tenant, as self-hosted Logto does it. So the seeded
// one is deleted, and its token, which outlives it, goes on being used.
func newReplay(t *testing.T) *replay {
	t.Helper()
	s := newSandbox(t)
	id, _ := s.server.Credentials()
	s.api(t, http.MethodDelete, "/applications/"+id, "").wants(t, http.StatusNoContent)
	return &replay{sandbox: s, ids: map[string]string{}, secrets: map[string]string{}}
}

func (r *replay) run(t *testing.T, recorded exchange, align func(recorded, document any) any) {
	t.Helper()
	r.exhaust(t, recorded)
	response := r.send(t, recorded)
	raw, err := io.ReadAll(response.Body)
	_ = response.Body.Close()
	if err != nil {
		t.Fatal(err)
	}
	if response.StatusCode != recorded.Response.Status {
		t.Fatalf("%s: status %d, recorded %d\n%s", recorded.file, response.StatusCode, recorded.Response.Status, raw)
	}
	var document any = string(raw)
	if strings.HasPrefix(response.Header.Get("Content-Type"), "application/json") {
		if err := json.Unmarshal(raw, &document); err != nil {
			t.Fatalf("%s: %v", recorded.file, err)
		}
	}
	document = align(recorded.Response.Body, document)
	r.learn(recorded.Response.Body, document)
	for name, value := range recorded.Response.Headers {
		values := response.Header.Values(name)
		if len(values) == 0 || values[len(values)-1] != r.translate(value) {
			t.Errorf("%s: header %s: %q, recorded %q", recorded.file, name, values, value)
		}
	}
	if diff := cmp.Diff(r.comparable(recorded.Response.Body), r.comparable(document)); diff != "" {
		t.Errorf("%s: -recorded +sandbox\n%s", recorded.file, diff)
	}
}

// exhaust sends as many codes as it takes to be refused the next one: only the
// refusal was recorded.
func (r *replay) exhaust(t *testing.T, recorded exchange) {
	t.Helper()
	if recorded.Response.Status != http.StatusTooManyRequests {
		return
	}
	for range 10 {
		response := r.send(t, recorded)
		_ = response.Body.Close()
		if response.StatusCode == http.StatusTooManyRequests {
			return
		}
	}
}

func (r *replay) send(t *testing.T, recorded exchange) *http.Response {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), recorded.Request.Method,
		r.sandbox.url+r.translate(recorded.Request.Path), strings.NewReader(r.body(t, recorded)))
	if err != nil {
		t.Fatal(err)
	}
	for name, value := range recorded.Request.Headers {
		request.Header.Set(name, r.credentials(t, recorded, value))
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	return response
}

// body encodes the recorded body in the recorded way. A recorded string is a
// text that was sent as it is, such as malformed JSON.
func (r *replay) body(t *testing.T, recorded exchange) string {
	t.Helper()
	body := recorded.Request.Body
	if verifies := strings.HasSuffix(recorded.Request.Path, "/verify"); verifies && recorded.Response.Status == http.StatusNoContent {
		fields := maps.Clone(body.(map[string]any))
		fields["verificationCode"] = r.sandbox.mail.lastCode(fmt.Sprint(fields["email"]))
		body = fields
	}
	switch body := body.(type) {
	case nil:
		return ""
	case string:
		return body
	case map[string]any:
		if recorded.Request.Headers["Content-Type"] == "application/x-www-form-urlencoded" {
			return form(body)
		}
	}
	encoded, err := json.Marshal(body)
	if err != nil {
		t.Fatal(err)
	}
	return r.translate(string(encoded))
}

// credentials fills in the placeholders of a header with the credentials that
// must have led to the recorded answer.
func (r *replay) credentials(t *testing.T, recorded exchange, header string) string {
	t.Helper()
	answer, _ := recorded.Response.Body.(map[string]any)
	switch header {
	case "Bearer <token>":
		switch answer["code"] {
		case "auth.unauthorized":
			return "Bearer nope"
		case "auth.forbidden":
			return "Bearer " + r.unscoped
		}
		return "Bearer " + r.sandbox.token(t)
	case "Basic <id:secret>":
		description := fmt.Sprint(answer["error_description"])
		if unknown, found := strings.CutPrefix(description, "invalid client "); found {
			return basic(unknown, "secret")
		}
		if recorded.Response.Status == http.StatusUnauthorized {
			return basic(r.machine, "wrong")
		}
		return basic(r.machine, r.secrets[r.machine])
	default:
		return header
	}
}

// learn walks both documents at once and notes which id of the sandbox stands
// for which recorded one, and what else later requests need.
func (r *replay) learn(recorded, document any) {
	switch recorded := recorded.(type) {
	case []any:
		list, _ := document.([]any)
		for i := range min(len(recorded), len(list)) {
			r.learn(recorded[i], list[i])
		}
	case map[string]any:
		object, _ := document.(map[string]any)
		for key, value := range recorded {
			r.learn(value, object[key])
		}
		then, _ := recorded["id"].(string)
		now, _ := object["id"].(string)
		if generated.MatchString(then) && now != "" {
			r.ids[then] = now
		}
		if object["type"] == "MachineToMachine" && recorded["tenantId"] != nil && recorded["oidcClientMetadata"] != nil {
			r.machine = now
		}
		if owner, _ := object["applicationId"].(string); owner != "" && r.secrets[owner] == "" {
			r.secrets[owner], _ = object["value"].(string)
		}
		if token, _ := object["access_token"].(string); token != "" && object["scope"] == nil {
			r.unscoped = token
		}
	}
}

// TestContract_recordingsCoverEveryResource fails when the recordings were
// emptied or replaced by others, which would make the contract worthless.
func TestContract_recordingsCoverEveryResource(t *testing.T) {
	t.Parallel()
	entries, err := os.ReadDir(recordings)
	if err != nil {
		t.Fatal(err)
	}
	names := make([]string, len(entries))
	for i, entry := range entries {
		names[i] = entry.Name()
	}
	for _, part := range []string{"app-", "token-", "connector-", "sie-", "verification-code-", "email-template", "roles-"} {
		if !slices.ContainsFunc(names, func(name string) bool { return strings.Contains(name, part) }) {
			t.Errorf("no recording of %q", part)
		}
	}
}
