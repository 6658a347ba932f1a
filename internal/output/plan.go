package output

import (
	"github.com/logtoctl/logtoctl/internal/email"
	"github.com/logtoctl/logtoctl/internal/plan"
)

// Plan is the document of what a file would change at one tenant.
type Plan struct {
	Profile  string       `json:"profile,omitempty"` // with several profiles
	Endpoint string       `json:"endpoint"`
	Changes  []PlanChange `json:"changes"`
	Pending  bool         `json:"pending"` // whether anything differs at all
	Summary  PlanSummary  `json:"summary"`
	// Shadowed are the usage types whose template in the connector localised ones
	// hide from some users once the plan is carried out.
	Shadowed []email.UsageType `json:"shadowed"`
	// Error is why there is no plan for one of several tenants.
	Error *ReportError `json:"error,omitempty"`
}

// PlanChange is what would happen to one object, or the news that nothing would.
type PlanChange struct {
	Object  string            `json:"object"` // such as "application/bookstore"
	Status  plan.Status       `json:"status"`
	Fields  []plan.Field      `json:"fields"`            // what differs; a secret only says "(changed)"
	Secrets map[string]string `json:"secrets,omitempty"` // "(changed)" or "(same)" by path
}

// PlanSummary counts the objects by their status.
type PlanSummary struct {
	Created   int `json:"created"`
	Updated   int `json:"updated"`
	Replaced  int `json:"replaced"`
	Deleted   int `json:"deleted"`
	Unchanged int `json:"unchanged"`
	Waiting   int `json:"waiting"` // for DNS
}

// NewPlan returns the view of what would change at the tenant at endpoint.
func NewPlan(endpoint string, set plan.Set) Plan {
	view := Plan{Endpoint: endpoint, Changes: []PlanChange{}, Pending: set.Pending(), Shadowed: []email.UsageType{}}
	for _, step := range set.Steps() {
		view.Changes = append(view.Changes, PlanChange{
			Object: step.ID, Status: step.Status, Fields: list(step.Fields), Secrets: secrets(step),
		})
		view.Summary.count(step.Status)
	}
	return view
}

// secrets tells of each secret in a connector's configuration whether it stays.
func secrets(step plan.Step) map[string]string {
	const path = "accessKeySecret"
	if step.Connector == nil || step.Connector.Config[path] == nil {
		return nil
	}
	for _, field := range step.Fields {
		if field.Path == path {
			return map[string]string{path: plan.SecretChanged}
		}
	}
	return map[string]string{path: plan.SecretSame}
}

func (s *PlanSummary) count(status plan.Status) {
	switch status {
	case plan.Created:
		s.Created++
	case plan.Updated:
		s.Updated++
	case plan.Replaced:
		s.Replaced++
	case plan.Deleted:
		s.Deleted++
	case plan.Unchanged:
		s.Unchanged++
	case plan.Waiting:
		s.Waiting++
	}
}

// Table returns the plan as text: a diff is no table, in a pipe neither.
func (p Plan) Table() Table { return Table{Text: p.Text()} }
