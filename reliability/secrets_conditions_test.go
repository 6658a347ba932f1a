package reliability_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"strings"
	"sync"
	"syscall"
)

// condition is what a command meets: success, or one kind of failure.
type condition struct {
	name    string
	environ map[string]string
	files   map[string]string
	cause   func(*process) disturbance // of all requests
}

// Secrets of the user that the services refuse, with characters that each
// encoding writes in another way.
const (
	wrongAppSecret = "wrong+app/secret=with ümlaut&more"
	wrongKeySecret = "wrong+key/secret=with ümlaut&more"
	wrongToken     = "wrong+security/token=with ümlaut&more"
	fileSecret     = "file+secret/in=a broken&file"
)

func conditions() []condition {
	secrets := map[string]string{
		"LOGTO_M2M_APP_SECRET": wrongAppSecret, "ALIBABA_CLOUD_ACCESS_KEY_SECRET": wrongKeySecret, "ALIBABA_CLOUD_SECURITY_TOKEN": wrongToken,
	}
	return []condition{
		{name: "refused", environ: secrets},
		{name: "unreachable", cause: once((*exchange).drop)},
		{name: "timeout", cause: once((*exchange).hold), environ: map[string]string{"LOGTOCTL_TIMEOUT": "1s"}},
		{name: "interrupted", cause: signalled(os.Interrupt)},
		{name: "terminated", cause: signalled(syscall.SIGTERM)},
		{name: "broken file", files: map[string]string{
			"connector.json": `{"accountName": 1, "accessKeySecret": "` + fileSecret + `", "accessKeySecret": ["` + fileSecret + `"], "templates": "` + fileSecret + `"`,
			"logtoctl.yaml":  "version: 1\nconnector:\n  accessKeySecret: [" + fileSecret + "]\n  accessKeyId: *" + fileSecret + "\n",
		}},
	}
}

// signalled sends the process a signal, once: a second one means something else.
func signalled(signal os.Signal) func(*process) disturbance {
	return func(p *process) disturbance {
		send := sync.OnceFunc(func() { p.signal(signal) })
		return func(x *exchange) { send(); x.hold() }
	}
}

// echoes are services that answer with all that they were sent, when there is a
// kept token and when there is none.
func echoes() (conditions []condition) {
	withToken := map[string]string{"ALIBABA_CLOUD_SECURITY_TOKEN": wrongToken}
	without := map[string]string{"ALIBABA_CLOUD_SECURITY_TOKEN": wrongToken, "XDG_CACHE_HOME": ""}
	for _, status := range []int{200, 307, 308, 400, 401, 403, 404, 409, 422, 429, 500} {
		conditions = append(conditions,
			condition{name: fmt.Sprintf("%d that echoes", status), cause: once(echo(status)), environ: withToken},
			condition{name: fmt.Sprintf("%d that echoes, without a kept token", status), cause: once(echo(status)), environ: without},
		)
	}
	return conditions
}

// echo is a service that answers with all that it was sent, wherever an answer has
// room for it.
func echo(status int) disturbance {
	return func(x *exchange) {
		r := x.request
		text := fmt.Sprintf("%s %s %s %v %s", r.Method, r.Host, r.URL.RequestURI(), r.Header, x.body)
		body, err := json.Marshal(object{
			"code": "guard.invalid_input", "message": text, "details": text, "data": object{"issues": []object{{"path": []string{text}, "code": "x", "message": text}}},
			"Code": "SignatureDoesNotMatch", "Message": text, "RequestId": text, "HostId": text, "Recommend": text,
			"error": "invalid_request", "error_description": text,
		})
		if err != nil || status == http.StatusOK {
			body = []byte(text) // which is no JSON
		}
		line := strings.ReplaceAll(text, "\n", " ")
		location := "/" + url.PathEscape(text) + "?" + url.QueryEscape(text)
		if status == http.StatusTemporaryRedirect { // and the others stay on this host
			location = x.proxy.elsewhere.URL + location
		}
		x.pass(answer{status, http.Header{
			"Content-Type": {"application/json"}, "Logto-Core-Request-Id": {line}, "Retry-After": {line}, "Location": {location},
		}, body})
	}
}
