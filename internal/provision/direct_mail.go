package provision

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"strings"

	"golang.org/x/sync/errgroup"

	"github.com/logtoctl/logtoctl/internal/partial"
	"github.com/logtoctl/logtoctl/internal/plan"
	"github.com/logtoctl/logtoctl/pkg/aliyundm"
)

// readDirectMail reads the parts of the account that the file is about, all at
// the same time.
func (p Provisioner) readDirectMail(ctx context.Context, want plan.DirectMail) (plan.DirectMailState, error) {
	var state plan.DirectMailState
	client, err := p.Account(ctx, want.Region)
	if err != nil {
		return state, err
	}
	group, ctx := errgroup.WithContext(ctx)
	if want.Domain != "" || want.Sender != "" {
		group.Go(func() (err error) {
			state.Domains, err = all(client.QueryDomainByParam(ctx, aliyundm.DomainQuery{}))
			return err
		})
	}
	if want.Sender != "" {
		group.Go(func() (err error) {
			state.Senders, err = all(client.QueryMailAddressByParam(ctx, aliyundm.MailAddressQuery{}))
			return err
		})
	}
	if want.Tag != "" {
		group.Go(func() (err error) {
			state.Tags, err = all(client.QueryTagByParam(ctx, aliyundm.TagQuery{}))
			return err
		})
	}
	return state, group.Wait()
}

// all returns what a sequence yields, or its error.
func all[T any](sequence iter.Seq2[T, error]) ([]T, error) {
	var list []T
	for one, err := range sequence {
		if err != nil {
			return nil, err
		}
		list = append(list, one)
	}
	return list, nil
}

// account is the Direct Mail account while a run changes it.
type account struct {
	*aliyundm.Client

	region string // empty is the default one
}

// ensureDirectMail brings the account to what the file wants and tells whether
// Logto can follow: nothing of Logto is tried before mail can be sent. The domain
// comes before its sender address.
func (r *run) ensureDirectMail(ctx context.Context) bool {
	var first, second []task
	for _, step := range r.steps {
		t := task{object: step.ID, needs: step.DependsOn, run: func(ctx context.Context) (plan.Status, string, error) {
			if step.Status == plan.Unchanged {
				return plan.Unchanged, "", nil
			}
			region := r.planned.Want.DirectMail.Region
			client, err := r.Account(ctx, region)
			if err != nil {
				return step.Status, "", err
			}
			return account{client, region}.carryOut(ctx, step)
		}}
		switch {
		case step.Sender != nil:
			second = append(second, t)
		case step.IsDirectMail():
			first = append(first, t)
		}
	}
	for _, tasks := range [][]task{first, second} {
		r.carryOut(ctx, tasks)
		if len(r.failures) > 0 || ctx.Err() != nil {
			return false
		}
	}
	return true
}

// carryOut does what a step of the account means in requests.
func (a account) carryOut(ctx context.Context, step plan.Step) (plan.Status, string, error) {
	switch {
	case step.Domain != nil:
		return a.domainStep(ctx, *step.Domain)
	case step.Sender != nil && step.Status == plan.Created:
		return a.createSender(ctx, step)
	case step.Sender != nil:
		return a.updateSender(ctx, step)
	default:
		return a.createTag(ctx, step.Tag.Name)
	}
}

// domainStep creates a domain, if there is none, and has Direct Mail look at its
// DNS. The error is a [WaitingForDNSError] until all the records are there.
func (a account) domainStep(ctx context.Context, change plan.DomainChange) (plan.Status, string, error) {
	status, id := change.Status, change.Live.ID
	if status == plan.Created {
		var err error
		if status, id, err = a.createDomain(ctx, change.Name); err != nil || status == plan.Unchanged {
			return status, id, err
		}
	}
	err := a.verify(ctx, id)
	_, waits := errors.AsType[*WaitingForDNSError](err)
	switch {
	case status == plan.Created && err != nil && !waits:
		return status, id, &partial.Error{Done: []string{"created the domain " + change.Name}, Err: err}
	case status == plan.Waiting && err == nil:
		return Verified, id, nil
	default:
		return status, id, err
	}
}

// verify has Direct Mail look at the DNS of a domain.
func (a account) verify(ctx context.Context, id string) error {
	status, err := a.CheckDomain(ctx, id)
	refusal, refused := errors.AsType[*aliyundm.Error](err)
	switch {
	case refused && strings.EqualFold(refusal.Code, "CheckDomain.Failed"): // what is wrong shows below
	case err != nil:
		return err
	case status.CanSend():
		return nil
	}
	detail, err := a.DescDomain(ctx, id)
	if err != nil {
		return err
	}
	if detail.Status.CanSend() { // DescDomain looks at the DNS too
		return nil
	}
	return newWaitingForDNS(detail, a.region)
}

func (a account) createDomain(ctx context.Context, name string) (plan.Status, string, error) {
	return createOnce(ctx, "the domain "+name,
		func(ctx context.Context) (string, error) { return a.CreateDomain(ctx, name) },
		func(ctx context.Context) (plan.Status, string, error) {
			live, err := all(a.QueryDomainByParam(ctx, aliyundm.DomainQuery{}))
			found := plan.EnsureDomain(live, name)
			return found.Status, found.Live.ID, err
		})
}

func (a account) createTag(ctx context.Context, name string) (plan.Status, string, error) {
	return createOnce(ctx, "the tag "+name,
		func(ctx context.Context) (string, error) { return a.CreateTag(ctx, name, "") },
		func(ctx context.Context) (plan.Status, string, error) {
			live, err := all(a.QueryTagByParam(ctx, aliyundm.TagQuery{}))
			found := plan.EnsureTag(live, name)
			return found.Status, found.Live.ID, err
		})
}

func (a account) createSender(ctx context.Context, step plan.Step) (plan.Status, string, error) {
	change := *step.Sender
	return createOnce(ctx, "the sender address "+change.AccountName,
		func(ctx context.Context) (string, error) {
			return a.CreateMailAddress(ctx, change.AccountName, aliyundm.SendTypeTrigger, change.ReplyAddress)
		},
		func(ctx context.Context) (plan.Status, string, error) {
			found, err := a.sender(ctx, change)
			if err == nil && found.Status == plan.Updated {
				err = &ConflictError{Object: step.ID, Fields: step.Changed(withSender(found.Live))}
			}
			return found.Status, found.Live.ID, err
		})
}

// sender plans a sender address again, from what the account has now.
func (a account) sender(ctx context.Context, change plan.SenderChange) (plan.SenderChange, error) {
	live, err := all(a.QueryMailAddressByParam(ctx, aliyundm.MailAddressQuery{}))
	if err != nil {
		return plan.SenderChange{}, err
	}
	return plan.EnsureSender(live, change.AccountName, change.ReplyAddress)
}

// updateSender sets the reply address, unless somebody else has changed the
// sender address since the plan was made.
func (a account) updateSender(ctx context.Context, step plan.Step) (plan.Status, string, error) {
	change := *step.Sender
	now, err := a.sender(ctx, change)
	if err != nil || now.Status == plan.Unchanged { // somebody was faster
		return plan.Unchanged, now.Live.ID, err
	}
	if err := guard(step, withSender(now.Live)); err != nil {
		return step.Status, now.Live.ID, err
	}
	if err := a.ModifyMailAddress(ctx, now.Live.ID, change.ReplyAddress); err != nil {
		return step.Status, now.Live.ID, err
	}
	written, err := a.sender(ctx, change)
	if err != nil {
		return step.Status, now.Live.ID, &partial.Error{Done: []string{"changed the sender address " + change.AccountName}, Err: err}
	}
	return step.Status, now.Live.ID, readBack("the sender address "+change.AccountName, written.Fields)
}

func withSender(address aliyundm.MailAddress) plan.State {
	return plan.State{DirectMail: plan.DirectMailState{Senders: []aliyundm.MailAddress{address}}}
}

// createOnce creates an object of the account and never does it again. When the
// answer is lost, or the object is there already because another run was faster,
// it looks: the status that it finds is Created when there is none.
func createOnce(ctx context.Context, what string, create func(context.Context) (string, error), look func(context.Context) (plan.Status, string, error)) (plan.Status, string, error) {
	id, err := create(ctx)
	lost := errors.Is(err, aliyundm.ErrUncertain)
	if !lost && !errors.Is(err, aliyundm.ErrExists) {
		return plan.Created, id, err
	}
	lookCtx, cancel := afterwards(ctx)
	defer cancel()
	status, id, lookErr := look(lookCtx)
	switch {
	case lookErr != nil:
		return plan.Created, id, errors.Join(err, lookErr)
	case status == plan.Created:
		return status, "", fmt.Errorf("a look afterwards did not find %s: %w", what, err)
	case !lost:
		return status, id, nil
	case ctx.Err() != nil:
		return plan.Created, id, &partial.Error{Done: []string{"created " + what}, Err: ctx.Err()}
	default:
		return plan.Created, id, nil
	}
}
