package cli

import (
	"encoding/json"

	"github.com/logtoctl/logtoctl/internal/plan"
	"github.com/logtoctl/logtoctl/internal/provision"
)

// event is one step of an apply as a script reads it on stderr.
type event struct {
	Profile string               `json:"profile,omitempty"`
	Event   provision.StepReport `json:"event"`
}

// Event tells a step of an apply as it ends: as a line, or with -o json as one
// JSON object on a line. What stays as it is makes no line, and a file has told
// of itself.
func (e *Env) Event(profile string, step provision.StepReport) {
	if e.Structured() {
		if encoded, err := json.Marshal(event{Profile: profile, Event: step}); err == nil {
			e.Note("%s", encoded)
		}
		return
	}
	e.talk.end(e.safe(step.Object))
	if step.Status == plan.Unchanged || step.Status == provision.Written {
		return
	}
	line := step.String()
	if profile != "" {
		line = profile + ": " + line
	}
	if step.Error != "" {
		line += ": " + step.Error
	}
	e.Note("%s", line)
}
