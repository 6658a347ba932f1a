package plan

import "slices"

// Step is one object of a set: what happens to it, and what has to be done
// before.
type Step struct {
	ID        string // such as "application/bookstore", "email-template/ja/SignIn"
	Status    Status
	Fields    []Field  // also of an object that is to be created or deleted
	DependsOn []string // the steps that come first

	// The change itself: one of these is set.
	Domain      *DomainChange
	Sender      *SenderChange
	Tag         *TagChange
	Application *ApplicationChange
	Connector   *ConnectorChange
	Template    *TemplateChange
	SignIn      *SignInChange
}

// The steps of which there is one at most.
const (
	connectorStep = "connector/aliyun-dm"
	signInStep    = "sign-in-experience"
)

// Steps returns the set as a graph, in an order in which it can be carried out
// one by one. The connector needs the Direct Mail account that it sends with; the
// applications and the templates need nothing. The sign-in experience needs the connector, because the server
// refuses email without one. Deleting comes last, when everything else is in
// place.
func (s Set) Steps() []Step {
	steps := s.directMailSteps()
	var deletes []Step
	for _, change := range s.Applications {
		step := applicationStep(change)
		if change.Status != Deleted {
			steps = append(steps, step)
			continue
		}
		if slices.ContainsFunc(deletes, func(other Step) bool { return other.ID == step.ID }) {
			step.ID += "/" + change.Live.ID // two of one key, which somebody has copied
		}
		deletes = append(deletes, step)
	}
	if s.Connector != nil {
		step := Step{ID: connectorStep, Status: s.Connector.Status, Fields: s.Connector.allFields(), Connector: s.Connector}
		for _, first := range s.directMailSteps() {
			if first.Tag == nil { // Logto's connector sends without a tag
				step.DependsOn = append(step.DependsOn, first.ID)
			}
		}
		steps = append(steps, step)
	}
	for _, change := range s.Templates {
		steps = append(steps, Step{
			ID:     "email-template/" + change.Want.LanguageTag + "/" + change.Want.TemplateType,
			Status: change.Status, Fields: change.allFields(), Template: &change,
		})
	}
	if s.SignIn != nil {
		step := Step{ID: signInStep, Status: s.SignIn.Status, Fields: s.SignIn.Fields, SignIn: s.SignIn}
		if s.Connector != nil {
			step.DependsOn = []string{connectorStep}
		}
		steps = append(steps, step)
	}
	for i := range deletes {
		for _, step := range steps {
			deletes[i].DependsOn = append(deletes[i].DependsOn, step.ID)
		}
	}
	return append(steps, deletes...)
}

func applicationStep(change ApplicationChange) Step {
	key := change.Want.Key
	if change.Status == Deleted {
		key = Key(change.Live)
	}
	return Step{ID: "application/" + key, Status: change.Status, Fields: change.allFields(), Application: &change}
}
