package preview

import (
	"slices"

	"github.com/logtoctl/logtoctl/internal/email"
	"github.com/logtoctl/logtoctl/internal/manifest"
)

// State is the document that the page shows.
type State struct {
	// Name says where the templates come from: a path, or "built in".
	Name string `json:"name"`
	// Error says why nothing can be shown; all else is empty then.
	Error string `json:"error,omitempty"`
	// Mails are the templates with sample values filled in.
	Mails []Mail `json:"mails"`
	// Findings are those that belong to no single template.
	Findings []manifest.Finding `json:"findings"`
}

// Mail is a template with sample values filled in.
type Mail struct {
	Key       string          `json:"key"`
	Locale    string          `json:"locale"`
	UsageType email.UsageType `json:"usageType"`
	UsedFor   string          `json:"usedFor"`
	Localised bool            `json:"localised"`
	Subject   string          `json:"subject"`
	Preheader string          `json:"preheader"`
	Text      string          `json:"text"`  // the mail as plain text
	Bytes     int             `json:"bytes"` // size of the HTML
	File      string          `json:"file"`
	Source    string          `json:"source"`

	Fields   []Field            `json:"fields"`
	Findings []manifest.Finding `json:"findings"`
	// Frames are what the page puts into its frame, by the name of the look; only
	// a page without a server needs them.
	Frames map[string]string `json:"frames,omitempty"`
}

// newState fills the sample values in. The mails are in the order of the
// library, each key once.
func newState(name string, library Library, values map[string]string) State {
	state := State{Name: name, Mails: []Mail{}, Findings: list(library.Findings)}
	for _, template := range library.Templates {
		if !slices.ContainsFunc(state.Mails, func(m Mail) bool { return m.Key == template.Key() }) {
			state.Mails = append(state.Mails, newMail(template, values))
		}
	}
	return state
}

func newMail(t Template, values map[string]string) Mail {
	used := fields(t, values)
	data := payload(used, values)
	content := email.Render(t.Content, data)
	return Mail{
		Key:       t.Key(),
		Locale:    t.Locale,
		UsageType: t.UsageType,
		UsedFor:   t.UsageType.UsedFor(),
		Localised: t.Localised,
		Subject:   email.Render(t.Subject, data),
		Preheader: preheader(content),
		Text:      email.PlainText(content),
		Bytes:     len(content),
		File:      t.File,
		Source:    t.Source,
		Fields:    list(used),
		Findings:  list(t.Findings),
	}
}

// render returns the HTML that the connector would send.
func render(t Template, values map[string]string) string {
	return email.Render(t.Content, payload(fields(t, values), values))
}

// list makes an empty array of nothing, for JSON.
func list[T any](items []T) []T {
	if items == nil {
		return []T{}
	}
	return items
}
