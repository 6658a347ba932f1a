package cmd_test

import (
	"io"
	"net/http"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
)

// control plays the owner of the DNS and of the Aliyun account: control METHOD
// PATH [FILE] calls the sandbox's own API, such as /api/dns. The answer becomes
// stdout.
func control(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 || len(args) > 3 {
		ts.Fatalf("usage: control METHOD PATH [FILE]")
	}
	var body io.Reader = http.NoBody
	if len(args) == 3 {
		body = strings.NewReader(ts.ReadFile(args[2]))
	}
	request, err := http.NewRequest(args[0], ts.Getenv("LOGTOCTL_INBOX_URL")+args[1], body)
	ts.Check(err)
	_, err = ts.Stdout().Write(send(ts, request))
	ts.Check(err)
}
