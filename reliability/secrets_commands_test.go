package reliability_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// invocation is how a command is called in the test of the secrets.
type invocation struct {
	args    []string   // after the command itself
	before  [][]string // commands that run before
	code    int        // exit code on success
	serves  string     // what it says when it has begun to serve, until it is interrupted
	offline bool       // it asks nobody, or a sandbox of its own
	// alone: it looks for a free port and takes it later, when another run like it
	// may have taken it.
	alone bool
}

// freePort stands in arguments for a port that nobody listens at.
const freePort = "PORT"

// invocations has an entry for each command, by its name and the flags that make
// another one of it.
func invocations() map[string]invocation {
	file := []string{"-f", "logtoctl.yaml"}
	withSecond := [][]string{{"app", "secret", "add", "bookstore", "--name", "second"}}
	withDomain := [][]string{{"direct-mail", "domain", "create", "new.example.com"}}
	withSender := [][]string{{"direct-mail", "sender", "create", "news@mail.example.com"}}
	withTag := [][]string{{"direct-mail", "tag", "create", "news"}}
	ports := []string{"--logto-port", "0", "--dm-port", "0", "--inbox-port", "0"}
	withTemplates := [][]string{{"templates", "init", "emails", "--locale", "en"}}
	return map[string]invocation{
		"app create":                       {args: []string{"Second shop", "--env-file", "second.env"}},
		"app list":                         {},
		"app get":                          {args: []string{"bookstore"}},
		"app update":                       {args: []string{"bookstore", "--description", "A shop"}},
		"app delete":                       {args: []string{"bookstore", "--yes"}},
		"app env":                          {args: []string{"bookstore"}},
		"app scaffold":                     {args: []string{"shop", "--app", "bookstore"}},
		"app secret add":                   {args: []string{"bookstore", "--name", "third"}},
		"app secret list":                  {args: []string{"bookstore"}},
		"app secret rotate":                {args: []string{"bookstore", "--env-file", ".env", "--delete-old", "--yes"}},
		"app secret delete":                {args: []string{"bookstore", "second", "--yes"}, before: withSecond},
		"connector aliyun-dm apply":        {args: []string{"-f", "connector.json"}},
		"connector aliyun-dm validate":     {args: []string{"-f", "connector.json"}, offline: true},
		"connector aliyun-dm get":          {},
		"connector aliyun-dm export":       {},
		"connector aliyun-dm test":         {args: []string{"you@example.com"}},
		"connector aliyun-dm delete":       {args: []string{"--yes"}, before: [][]string{{"sign-in-experience", "disable-email", "--yes"}}},
		"sign-in-experience get":           {},
		"sign-in-experience enable-email":  {args: []string{"--factor", "code"}},
		"sign-in-experience disable-email": {args: []string{"--yes"}},
		"test-email":                       {args: []string{"you@example.com"}},
		"apply":                            {args: append(file[:2:2], "--yes")},
		"plan":                             {args: file},
		"validate":                         {args: file, offline: true},
		"export":                           {},
		"destroy":                          {args: append(file[:2:2], "--yes")},
		"quickstart":                       {args: []string{"shop", "--sender", "noreply@mail.example.com", "--yes"}},
		"quickstart --sandbox":             {args: []string{"shop", "--port", freePort}, serves: "Ctrl-C ends it", offline: true, alone: true},
		"schema":                           {offline: true},
		"doctor":                           {args: file, code: 1}, // the proxy is not the issuer of the tokens
		"explain":                          {args: []string{"conflict"}, offline: true},
		"backup list":                      {},
		"backup restore":                   {args: []string{backupID, "--yes"}},
		"direct-mail account":              {},
		"direct-mail stats":                {},
		"direct-mail domain create":        {args: []string{"new.example.com"}},
		"direct-mail domain list":          {},
		"direct-mail domain get":           {args: []string{"mail.example.com"}},
		"direct-mail domain check":         {args: []string{"mail.example.com"}},
		"direct-mail domain delete":        {args: []string{"new.example.com", "--yes"}, before: withDomain},
		"direct-mail sender create":        {args: []string{"news@mail.example.com"}},
		"direct-mail sender list":          {},
		"direct-mail sender get":           {args: []string{"noreply@mail.example.com"}},
		"direct-mail sender set-reply":     {args: []string{"noreply@mail.example.com", "help@example.com"}},
		"direct-mail sender delete":        {args: []string{"news@mail.example.com", "--yes"}, before: withSender},
		"direct-mail tag create":           {args: []string{"news"}},
		"direct-mail tag list":             {},
		"direct-mail tag delete":           {args: []string{"news", "--yes"}, before: withTag},
		"templates init":                   {args: []string{"emails"}, offline: true},
		"templates list":                   {offline: true},
		"templates lint":                   {args: []string{"connector.json"}, offline: true},
		"templates render":                 {args: []string{"connector.json", "--usage-type", "SignIn"}, offline: true},
		"templates preview":                {args: []string{"connector.json", "--out", "page"}, offline: true},
		"templates push":                   {args: []string{"emails"}, before: withTemplates},
		"sandbox start":                    {args: ports, serves: "Ctrl-C stops it", offline: true},
		"sandbox start --tls":              {args: append(ports[:len(ports):len(ports)], "--tls-port", "0"), serves: "Ctrl-C stops it", offline: true},
		"sandbox exec":                     {args: []string{"--", "child", "argument"}, offline: true},
		"sandbox inbox":                    {},
		"demo":                             {offline: true, alone: true},
		"version":                          {offline: true},
		"help":                             {args: []string{"app", "create"}, offline: true},
		"completion bash":                  {offline: true},
		"completion fish":                  {offline: true},
		"completion powershell":            {offline: true},
		"completion zsh":                   {offline: true},
	}
}

// TestSecrets_everyCommand walks the tree of the commands, so that a new one
// cannot be forgotten.
func TestSecrets_everyCommand(t *testing.T) {
	t.Parallel()
	w, err := newWorld(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	closing(t, w)
	var want []string
	for called := range invocations() {
		command, _, _ := strings.Cut(called, " --")
		want = append(want, command)
	}
	slices.Sort(want)
	want = slices.Compact(want)
	got := w.leaves(t, nil)
	slices.Sort(got)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the commands (-invocations() +logtoctl):\n%s", diff)
	}
}

// leaves returns the commands below one, as shells complete them.
func (w *world) leaves(t *testing.T, path []string) []string {
	t.Helper()
	ended, err := w.run(t.Context(), slices.Concat([]string{"__complete"}, path, []string{""})...)
	if err != nil || ended.code != 0 {
		t.Fatalf("complete %q: exit code %d, %v", path, ended.code, err)
	}
	var leaves []string
	for line := range strings.Lines(ended.stdout) {
		name, summary, isCommand := strings.Cut(strings.TrimSpace(line), "\t")
		if !isCommand || summary == "" || len(path) > 0 && (path[0] == "help" || path[0] == "explain") {
			continue
		}
		leaves = append(leaves, w.leaves(t, append(slices.Clone(path), name))...)
	}
	if len(leaves) == 0 {
		return []string{strings.Join(path, " ")}
	}
	return leaves
}
