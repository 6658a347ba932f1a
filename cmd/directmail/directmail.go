// Package directmail holds the commands on the Direct Mail account: sending
// domains with their DNS, sender addresses, tags, quotas and statistics.
//
// The objects live in a region, and are known to Direct Mail by a number. People
// name them by what they are, so every command first finds the object by its
// name; an id does as well.
package directmail

import (
	"cmp"
	"context"
	"errors"
	"fmt"

	"github.com/logtoctl/logtoctl/internal/cli"
	"github.com/logtoctl/logtoctl/internal/plan"
	"github.com/logtoctl/logtoctl/pkg/aliyundm"
)

// account is the Direct Mail account in the region of the settings.
type account struct {
	*aliyundm.Client

	region string
	flag   string // what the next command has after it to work in the region
	others string // the flag that makes a list of all regions, if there are others
}

func open(ctx context.Context, env *cli.Env) (account, error) {
	client, err := env.DirectMailAccount(ctx, "")
	in := account{Client: client, region: cmp.Or(env.Settings.Region, aliyundm.Regions()[0].ID), flag: plan.RegionFlag(env.OtherRegion(env.Settings.Region))}
	if !env.OneRegion() {
		in.others = " --all-regions"
	}
	return in, err
}

// notFoundError says that the account has no such object in the region.
type notFoundError struct {
	kind, name, region string
	list               string // the command that lists the objects of the kind
}

// Error names the object and the region.
func (e *notFoundError) Error() string {
	return fmt.Sprintf("there is no %s %q in the region %s", e.kind, e.name, e.region)
}

// Is makes the error [aliyundm.ErrNotFound].
func (e *notFoundError) Is(target error) bool { return target == aliyundm.ErrNotFound }

// Code is the code of the error document.
func (e *notFoundError) Code() string { return "not_found" }

// Hint names the command that shows what there is, in every region if it can.
func (e *notFoundError) Hint() string {
	return "see what there is: logtoctl " + e.list
}

// isMissing tells our own finding that there is no such object from an answer
// of Direct Mail, which may mean the whole account.
func isMissing(err error) bool {
	var missing *notFoundError
	return errors.As(err, &missing)
}

// afterCreate decides what became of a create that failed: an object that is
// there all the same was made by it if its answer was lost, and by somebody
// else if Direct Mail says that it exists. Created tells the two apart.
func afterCreate[T any](err error, find func() (T, error)) (found T, created bool, _ error) {
	if !errors.Is(err, aliyundm.ErrUncertain) && !errors.Is(err, aliyundm.ErrExists) {
		return found, false, err
	}
	found, findErr := find()
	switch {
	case isMissing(findErr):
		return found, false, settled(err, findErr)
	case findErr != nil:
		return found, false, err
	}
	return found, errors.Is(err, aliyundm.ErrUncertain), nil
}

// notCreatedError says of a create without a clear answer that it made nothing.
type notCreatedError struct{ err, missing error }

// settled makes one of a create that is [aliyundm.ErrUncertain]. It no longer is:
// what became of it is known now.
func settled(err, missing error) error {
	lost, ok := errors.AsType[*aliyundm.Error](err)
	if !ok || !lost.Uncertain {
		return err
	}
	known := *lost
	known.Uncertain = false
	return &notCreatedError{&known, missing}
}

// Error says what was found, and then what happened to the request.
func (e *notCreatedError) Error() string { return fmt.Sprintf("%v: %v", e.missing, e.err) }

// Unwrap returns the failure of the create.
func (e *notCreatedError) Unwrap() error { return e.err }

// Code is the code of the error document.
func (e *notCreatedError) Code() string { return "not_created" }

// Hint says that nothing stands in the way of another try.
func (e *notCreatedError) Hint() string { return "it was not created; run the command again" }

// afterDelete forgives a delete whose answer was lost, or which came too late,
// if the object is gone.
func afterDelete[T any](err error, find func() (T, error)) error {
	if !errors.Is(err, aliyundm.ErrUncertain) && !errors.Is(err, aliyundm.ErrNotFound) {
		return err
	}
	if _, findErr := find(); errors.Is(findErr, aliyundm.ErrNotFound) {
		return nil
	}
	return err
}
