package doctor

import "fmt"

// Status is the outcome of a check.
type Status string

// The outcomes, the good one first.
const (
	OK      Status = "ok"
	Warning Status = "warning" // works, and is probably not what was meant
	Failed  Status = "failed"  // somebody will not get a code, or not get in
	Skipped Status = "skipped" // there is nothing to look at, or it would say nothing new
)

// Result is what a check has to say. Found is one sentence without a full stop;
// Next is the command to type or the thing to do, empty when there is nothing.
type Result struct {
	ID     string
	Group  string
	Title  string
	Status Status
	Found  string
	Next   string
}

// Worst returns the overall status: failed if any check failed, warning if any
// warned, else ok.
func Worst(results []Result) Status {
	worst := OK
	for _, result := range results {
		switch result.Status {
		case Failed:
			return Failed
		case Warning:
			worst = Warning
		default:
		}
	}
	return worst
}

// verdict is the part of a result that a check decides.
type verdict struct {
	status      Status
	found, next string
}

func ok(format string, args ...any) verdict {
	return verdict{status: OK, found: fmt.Sprintf(format, args...)}
}

func warn(next, format string, args ...any) verdict {
	return verdict{Warning, fmt.Sprintf(format, args...), next}
}

func fail(next, format string, args ...any) verdict {
	return verdict{Failed, fmt.Sprintf(format, args...), next}
}

func skip(next, format string, args ...any) verdict {
	return verdict{Skipped, fmt.Sprintf(format, args...), next}
}
