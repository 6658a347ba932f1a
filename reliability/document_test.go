package reliability_test

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/google/go-cmp/cmp"
)

// document holds the tables of each matrix by its title.
type document map[string]tables

// tables are outcomes by scenario, point and kind.
type tables map[string]map[string]map[string]string

func (t tables) set(scenario, point, kind, outcome string) {
	if t[scenario] == nil {
		t[scenario] = map[string]map[string]string{}
	}
	if t[scenario][point] == nil {
		t[scenario][point] = map[string]string{}
	}
	t[scenario][point][kind] = outcome
}

func (t tables) cell(scenario, point, kind string) string { return t[scenario][point][kind] }

func (t tables) points(scenario string) []string { return slices.Sorted(maps.Keys(t[scenario])) }

func (t tables) count() int {
	count := 0
	for _, points := range t {
		for _, kinds := range points {
			count += len(kinds)
		}
	}
	return count
}

var documentPath = filepath.Join("..", "docs", "reliability.md")

// String is the document.
func (d document) String() string {
	var text strings.Builder
	text.WriteString(documentIntro)
	for _, m := range matrices() {
		outcomes := d[m.title]
		fmt.Fprintf(&text, "\n## %s\n\n%s\n%d trials.\n", m.title, m.intro, outcomes.count())
		for _, s := range m.scenarios {
			fmt.Fprintf(&text, "\n### %s\n\n", s)
			header, rule := "| request |", "|---|"
			for _, k := range m.kinds {
				header, rule = header+" "+k.name+" |", rule+"---|"
			}
			fmt.Fprintf(&text, "%s\n%s\n", header, rule)
			for _, point := range outcomes.points(s.name) {
				fmt.Fprintf(&text, "| `%s` |", point)
				for _, k := range m.kinds {
					fmt.Fprintf(&text, " %s |", outcomes.cell(s.name, point, k.name))
				}
				text.WriteString("\n")
			}
		}
	}
	return text.String()
}

func (d document) write() error {
	return os.WriteFile(documentPath, []byte(d.String()), 0o644)
}

// readDocument reads the outcomes out of the document.
func readDocument() (document, error) {
	content, err := os.ReadFile(documentPath)
	if err != nil {
		return nil, err
	}
	d := document{}
	var title, scenario string
	var kinds []string
	for line := range strings.Lines(string(content)) {
		line = strings.TrimSpace(line)
		cells := strings.Split(strings.Trim(line, "| "), " | ")
		switch {
		case strings.HasPrefix(line, "## "):
			title = strings.TrimPrefix(line, "## ")
			d[title] = tables{}
		case strings.HasPrefix(line, "### "):
			scenario = strings.TrimPrefix(line, "### ")
		case strings.HasPrefix(line, "| request |"):
			kinds = cells[1:]
		case strings.HasPrefix(line, "| `") && len(cells) == len(kinds)+1:
			for i, kind := range kinds {
				d[title].set(scenario, strings.Trim(cells[0], "`"), kind, cells[i+1])
			}
		}
	}
	return d, nil
}

// unedited checks that the document is what it would be written as.
func (d document) unedited() error {
	content, err := os.ReadFile(documentPath)
	if err != nil {
		return err
	}
	if diff := cmp.Diff(d.String(), string(content)); diff != "" {
		return fmt.Errorf("docs/reliability.md is stale (make reliability) (-want +got):\n%s", diff)
	}
	return nil
}

const documentIntro = `# Reliability

What logtoctl does when it is killed, and when the network, a proxy or the services
fail it, at each single request. ` + "`make reliability`" + ` makes all trials and writes this page;
` + "`make check`" + ` makes a sample of them and fails when an outcome or a request is another
one than here. How it is done stands in [reliability](../reliability/doc.go).

A trial disturbs one run of a command at one of its requests. Then it checks that

- after each write of the run people could sign in: the sign-in experience asked for an
  emailed code only where a connector could send it, and no template was lost;
- a connector of somebody else that is gone is in a backup;
- no create and no send reached the service more often than without the disturbance;
- a failure is told with a code, a message and an exit code of its own;
- the same command, run once more, succeeds and leaves the whole tenant and the
  .env file just as a run does that nobody disturbed.

Each cell is how the disturbed run ended: its exit code, and the code of its error.
0 is success; 1 failed; 5 applied in part; 6 could not reach the service; 130 interrupted.

Besides, the tests let two runs meet at each of their writes (one application is left,
and the run that was late says conflict), and let somebody change the tenant at the
console before each request of an apply: nothing of it is lost without a conflict, but
for what comes between the last look at an object and the write right after it, which
Logto has no means to close. And they run every command in every output format, on
success and on each kind of failure, and look for secrets in all that comes out.
`

const killIntro = `The process gets SIGKILL or SIGINT when the request has left it and has had no effect
yet ("before"), or when it has taken effect and the answer is still on its way
("after"). "answer lost": the connection ends there instead, and logtoctl goes on.
`

const faultIntro = `What a network, a proxy or a service under load does to the request: once, unless it
says "for good". A redirect leads to a host of ours, which must never see a request.
The stalls and the slow drip are with --timeout 10s. "For good" has no exit code here:
whether it is 5 depends on what had been done by then, which differs among requests
that are made at the same time.
`
