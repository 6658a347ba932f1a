package aliyundm

import (
	"context"
	"fmt"
	"iter"

	dm "github.com/alibabacloud-go/dm-20151123/v2/client"
	"github.com/alibabacloud-go/tea/dara"
)

// tagsPerPage is the number of tags that an account may have by the older pages,
// so that one request lists them all. Direct Mail allows pages of up to 500.
const tagsPerPage = 100

// TagQuery chooses tags; the zero value chooses all.
type TagQuery struct {
	// KeyWord is contained in the name; 1 to 50 characters.
	KeyWord string
}

// Tag is an email tag, which the statistics can be read by.
type Tag struct {
	// ID is Direct Mail's id of the tag, a number.
	ID string
	// Name has 1 to 128 letters, digits and underscores.
	Name string
	// Description is free text, and may be empty.
	Description string
}

// CreateTag makes an email tag of 1 to 128 letters, digits and underscores and
// returns its id (action CreateTag). One that exists is [ErrExists].
func (c *Client) CreateTag(ctx context.Context, name, description string) (id string, err error) {
	request := &dm.CreateTagRequest{TagName: optional(name), TagDescription: optional(description)}
	id, err = c.create(ctx, "CreateTag", func(ctx context.Context, sdk *dm.Client) (*string, error) {
		response, err := sdk.CreateTagWithContext(ctx, request, &dara.RuntimeOptions{})
		if err != nil {
			return nil, err
		}
		return response.Body.TagId, nil
	})
	if err != nil {
		return "", fmt.Errorf("create the tag %q: %w", name, err)
	}
	return id, nil
}

// QueryTagByParam lists the email tags of the account in the client's region,
// page by page as they are asked for (action QueryTagByParam). An error is the
// last thing that the sequence yields.
func (c *Client) QueryTagByParam(ctx context.Context, query TagQuery) iter.Seq2[Tag, error] {
	return pages("email tags", func(number int32) (listed page[Tag], err error) {
		request := &dm.QueryTagByParamRequest{
			KeyWord:  optional(query.KeyWord),
			PageNo:   dara.Int32(number),
			PageSize: dara.Int32(tagsPerPage),
		}
		op := operation{action: "QueryTagByParam"}
		err = c.call(ctx, op, func(ctx context.Context, sdk *dm.Client) error {
			response, err := sdk.QueryTagByParamWithContext(ctx, request, &dara.RuntimeOptions{})
			if err != nil {
				return err
			}
			var rows []*dm.QueryTagByParamResponseBodyDataTag
			if data := response.Body.Data; data != nil {
				rows = data.Tag
			}
			listed, err = newPage(response.Body.TotalCount, rows, tag)
			return err
		})
		return listed, err
	})
}

// DeleteTag removes an email tag (action DeleteTag). An unknown id is
// [ErrNotFound]. Like [Client.DeleteDomain], it is not repeated when its answer
// was lost.
func (c *Client) DeleteTag(ctx context.Context, id string) error {
	op := operation{action: "DeleteTag", writes: true}
	err := c.command(ctx, op, objectTag, id, func(ctx context.Context, sdk *dm.Client, number *int32) (*string, error) {
		request := &dm.DeleteTagRequest{TagId: number}
		response, err := sdk.DeleteTagWithContext(ctx, request, &dara.RuntimeOptions{})
		if err != nil {
			return nil, err
		}
		return response.Body.RequestId, nil
	})
	if err != nil {
		return fmt.Errorf("delete the tag %q: %w", id, err)
	}
	return nil
}

func tag(row *dm.QueryTagByParamResponseBodyDataTag) Tag {
	return Tag{
		ID:          dara.StringValue(row.TagId),
		Name:        dara.StringValue(row.TagName),
		Description: dara.StringValue(row.TagDescription),
	}
}
