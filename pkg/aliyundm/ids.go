package aliyundm

import (
	"context"
	"fmt"
	"strconv"

	dm "github.com/alibabacloud-go/dm-20151123/v2/client"
	"github.com/alibabacloud-go/tea/dara"
)

// InvalidIDError says that a text cannot be the id of an object. Direct Mail
// writes ids as texts in its answers, but takes them as 32-bit numbers only, so
// that nothing else is worth a request.
type InvalidIDError struct {
	// Object is what the id should name: "domain", "sender address" or "tag".
	Object string
	// ID is the text.
	ID string
}

// Error names the id and what it is for.
func (e *InvalidIDError) Error() string {
	return fmt.Sprintf("%q is not the id of a %s, which is a positive number", e.ID, e.Object)
}

// What ids are of, for errors.
const (
	objectDomain      = "domain"
	objectMailAddress = "sender address"
	objectTag         = "tag"
)

// number reads an id as the SDK wants it.
func number(object, id string) (*int32, error) {
	parsed, err := strconv.ParseInt(id, 10, 32)
	if err != nil || parsed <= 0 {
		return nil, &InvalidIDError{Object: object, ID: id}
	}
	return dara.Int32(int32(parsed)), nil
}

// callByID is the path of an operation on one object, whose number it passes on.
func (c *Client) callByID(ctx context.Context, op operation, object, id string,
	do func(ctx context.Context, sdk *dm.Client, number *int32) error,
) error {
	number, err := number(object, id)
	if err != nil {
		return err
	}
	return c.call(ctx, op, func(ctx context.Context, sdk *dm.Client) error {
		return do(ctx, sdk, number)
	})
}

// command is the path of an operation on one object which has no result. The
// attempt returns the RequestId, which every answer of Direct Mail has: without
// one, something else answered.
func (c *Client) command(ctx context.Context, op operation, object, id string,
	do func(ctx context.Context, sdk *dm.Client, number *int32) (requestID *string, err error),
) error {
	return c.callByID(ctx, op, object, id, func(ctx context.Context, sdk *dm.Client, number *int32) error {
		requestID, err := do(ctx, sdk, number)
		if err == nil && dara.StringValue(requestID) == "" {
			err = unexpected("the answer has no RequestId")
		}
		return err
	})
}

// create is the path of an operation whose result is the id of what it made.
func (c *Client) create(ctx context.Context, action string,
	do func(ctx context.Context, sdk *dm.Client) (id *string, err error),
) (string, error) {
	op := operation{action: action, writes: true}
	var created string
	err := c.call(ctx, op, func(ctx context.Context, sdk *dm.Client) error {
		id, err := do(ctx, sdk)
		if created = dara.StringValue(id); err == nil && created == "" {
			err = unexpected("the answer has no id of what was created")
		}
		return err
	})
	return created, err
}
