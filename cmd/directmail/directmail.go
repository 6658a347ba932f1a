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
	"github.com/logtoctl/logtoctl/pkg/aliyundm"
)

// account is the Direct Mail account in the region of the settings.
type account struct {
	*aliyundm.Client

	region string
}

func open(ctx context.Context, env *cli.Env) (account, error) {
	client, err := env.DirectMailAccount(ctx, "")
	return account{client, cmp.Or(env.Settings.Region, aliyundm.Regions()[0].ID)}, err
}

// notFoundError says that the account has no such object in the region.
type notFoundError struct {
	kind, name, region string
	list               string // the command that lists all objects of the kind
}

// Error names the object and the region.
func (e *notFoundError) Error() string {
	return fmt.Sprintf("there is no %s %q in the region %s", e.kind, e.name, e.region)
}

// Is makes the error [aliyundm.ErrNotFound].
func (e *notFoundError) Is(target error) bool { return target == aliyundm.ErrNotFound }

// Code is the code of the error document.
func (e *notFoundError) Code() string { return "not_found" }

// Hint names the command that finds it in another region.
func (e *notFoundError) Hint() string {
	return "see what there is in every region: logtoctl " + e.list + " --all-regions"
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
	if findErr != nil {
		return found, false, err
	}
	return found, errors.Is(err, aliyundm.ErrUncertain), nil
}

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
