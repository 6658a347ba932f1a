package output

import (
	"github.com/logtoctl/logtoctl/internal/plan"
	"github.com/logtoctl/logtoctl/pkg/aliyundm"
)

// MailTag is the document of one email tag.
type MailTag struct {
	TagID       string      `json:"tagId"`
	Name        string      `json:"name"`
	Description string      `json:"description"`
	Region      string      `json:"region"`
	Status      plan.Status `json:"status,omitempty"`
	DryRun      bool        `json:"dryRun,omitempty"`
}

// NewMailTag returns the view of a tag in a region.
func NewMailTag(region string, tag aliyundm.Tag) MailTag {
	return MailTag{TagID: tag.ID, Name: tag.Name, Description: tag.Description, Region: region}
}

// Table returns the tag as names and values.
func (t MailTag) Table() Table {
	return object(
		pair("tag", t.Name),
		pair("id", t.TagID),
		pair("region", t.Region),
		pair("description", t.Description),
		pair("status", status(t.Status, t.DryRun)),
	)
}

// MailTags is the document of several tags: a bare array.
type MailTags []MailTag

// Table returns one tag a row.
func (t MailTags) Table() Table {
	table := Table{Header: []string{"Tag", "Id", "Region", "Description"}}
	for _, tag := range t {
		table.Rows = append(table.Rows, []string{tag.Name, tag.TagID, tag.Region, tag.Description})
	}
	return table
}
