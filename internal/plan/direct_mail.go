package plan

import (
	"errors"
	"slices"
	"strings"

	"github.com/logtoctl/logtoctl/pkg/aliyundm"
)

// DirectMail is what the user wants a Direct Mail account to have in a region.
// What is empty was not mentioned.
type DirectMail struct {
	Region       string // empty is the default one
	Domain       string // sending domain
	Sender       string // sender address, of the send type trigger
	ReplyAddress string // of the sender address
	Tag          string
}

// DirectMailState is what the account has in that region, as far as the file is
// about it.
type DirectMailState struct {
	Domains []aliyundm.Domain
	Senders []aliyundm.MailAddress
	Tags    []aliyundm.Tag
}

// DomainChange is what would happen to a sending domain. One that is there and
// not verified is Waiting: all that is left to do is to look at its DNS again.
type DomainChange struct {
	Status Status
	Live   aliyundm.Domain // the zero value when it is to be created
	Name   string
	Fields []Field
}

// SenderChange is what would happen to a sender address.
type SenderChange struct {
	Status       Status
	Live         aliyundm.MailAddress // the zero value when it is to be created
	AccountName  string
	ReplyAddress string // to set; empty leaves it as it is
	Fields       []Field
}

// TagChange is what would happen to an email tag.
type TagChange struct {
	Status Status
	Live   aliyundm.Tag // the zero value when it is to be created
	Name   string
	Fields []Field
}

// EnsureDomain says how the account gets a sending domain that can send. Direct
// Mail has domains in lower case, whatever it is given.
func EnsureDomain(live []aliyundm.Domain, name string) DomainChange {
	i := slices.IndexFunc(live, func(d aliyundm.Domain) bool { return strings.EqualFold(d.Name, name) })
	if i < 0 {
		return DomainChange{Status: Created, Name: name, Fields: []Field{{Path: "domainName", To: name}}}
	}
	change := DomainChange{Status: Unchanged, Live: live[i], Name: name}
	if !live[i].Status.CanSend() {
		change.Status = Waiting
		change.Fields = []Field{{Path: "domainStatus", From: live[i].Status.String(), To: aliyundm.DomainVerified.String()}}
	}
	return change
}

// EnsureSender says how the account gets a sender address for mails to one
// person. An empty reply address leaves that of a live one as it is. The error is
// a [SendTypeError], for the send type of a live one cannot be changed.
func EnsureSender(live []aliyundm.MailAddress, accountName, replyAddress string) (SenderChange, error) {
	change := SenderChange{AccountName: accountName, ReplyAddress: replyAddress}
	i := slices.IndexFunc(live, func(a aliyundm.MailAddress) bool { return strings.EqualFold(a.AccountName, accountName) })
	if i < 0 {
		change.Status = Created
		change.Fields = []Field{{Path: "accountName", To: accountName}, {Path: "sendType", To: aliyundm.SendTypeTrigger}}
		if replyAddress != "" {
			change.Fields = append(change.Fields, Field{Path: "replyAddress", To: replyAddress})
		}
		return change, nil
	}
	change.Live = live[i]
	if change.Live.SendType != aliyundm.SendTypeTrigger {
		return change, &SendTypeError{Address: change.Live}
	}
	if replyAddress != "" && !strings.EqualFold(replyAddress, change.Live.ReplyAddress) {
		change.Fields = compare(nil, "replyAddress", change.Live.ReplyAddress, replyAddress)
	}
	change.Status = statusOf(change.Fields)
	return change, nil
}

// EnsureTag says how the account gets an email tag.
func EnsureTag(live []aliyundm.Tag, name string) TagChange {
	i := slices.IndexFunc(live, func(t aliyundm.Tag) bool { return t.Name == name })
	if i < 0 {
		return TagChange{Status: Created, Name: name, Fields: []Field{{Path: "tagName", To: name}}}
	}
	return TagChange{Status: Unchanged, Live: live[i], Name: name}
}

// ensureDirectMail puts what is wanted of the account into the set. The domain of
// a sender address is planned with it even when the file does not name it,
// because nothing can be sent before it is verified; only then it is not created.
func (s *Set) ensureDirectMail(state DirectMailState, want DirectMail) error {
	var problems []error
	name := want.Domain
	if name == "" {
		_, name, _ = strings.Cut(want.Sender, "@")
	}
	if name != "" {
		change := EnsureDomain(state.Domains, name)
		s.Domain = &change
		if want.Domain == "" && change.Status == Created {
			problems = append(problems, &NoDomainError{Sender: want.Sender, Domain: name, Region: want.Region})
		}
	}
	if want.Sender != "" {
		change, err := EnsureSender(state.Senders, want.Sender, want.ReplyAddress)
		if sendType, ok := errors.AsType[*SendTypeError](err); ok {
			sendType.Region = want.Region
		}
		s.Sender, problems = &change, append(problems, err)
	}
	if want.Tag != "" {
		change := EnsureTag(state.Tags, want.Tag)
		s.Tag = &change
	}
	return errors.Join(problems...)
}

// directMailSteps returns the steps of the account: a sender address needs its
// domain.
func (s Set) directMailSteps() []Step {
	var steps []Step
	if s.Domain != nil {
		steps = append(steps, Step{ID: "direct-mail-domain/" + s.Domain.Name, Status: s.Domain.Status, Fields: s.Domain.Fields, Domain: s.Domain})
	}
	if s.Sender != nil {
		step := Step{ID: "direct-mail-sender/" + s.Sender.AccountName, Status: s.Sender.Status, Fields: s.Sender.Fields, Sender: s.Sender}
		if s.Domain != nil {
			step.DependsOn = []string{steps[0].ID}
		}
		steps = append(steps, step)
	}
	if s.Tag != nil {
		steps = append(steps, Step{ID: "direct-mail-tag/" + s.Tag.Name, Status: s.Tag.Status, Fields: s.Tag.Fields, Tag: s.Tag})
	}
	return steps
}

// IsDirectMail tells whether the step is about the Direct Mail account, not about
// Logto.
func (s Step) IsDirectMail() bool { return s.Domain != nil || s.Sender != nil || s.Tag != nil }

// The objects by names in the manner of Logto's. What changes by itself, such as
// the state of a domain and the counters of a sender address, is left out: it is
// nobody's change.

func wireDomain(d aliyundm.Domain) any {
	return struct {
		ID   string `json:"domainId"`
		Name string `json:"domainName"`
	}{d.ID, d.Name}
}

func wireSender(a aliyundm.MailAddress) any {
	return struct {
		ID           string `json:"mailAddressId"`
		AccountName  string `json:"accountName"`
		SendType     string `json:"sendType"`
		ReplyAddress string `json:"replyAddress"`
	}{a.ID, a.AccountName, a.SendType, a.ReplyAddress}
}

func wireTag(t aliyundm.Tag) any {
	return struct {
		ID   string `json:"tagId"`
		Name string `json:"tagName"`
	}{t.ID, t.Name}
}
