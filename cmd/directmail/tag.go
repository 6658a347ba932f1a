package directmail

import (
	"context"

	"github.com/logtoctl/logtoctl/internal/cli"
	"github.com/logtoctl/logtoctl/internal/output"
	"github.com/logtoctl/logtoctl/internal/plan"
	"github.com/logtoctl/logtoctl/pkg/aliyundm"
)

const (
	tagArgument = "TAG"
	maxTag      = 128
	maxKeyWord  = 50 // of a tag query, in characters
)

// checkTag refuses a name that no tag can have.
func checkTag(name string) error {
	wrong := func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') && r != '_'
	}
	for _, r := range name {
		if wrong(r) {
			return cli.Usagef("%q is not a tag: use letters, digits and underscores", name)
		}
	}
	if name == "" || len(name) > maxTag {
		return cli.Usagef("a tag has 1 to %d characters", maxTag)
	}
	return nil
}

// findTag returns the tag of that name; its case counts.
func (a account) findTag(ctx context.Context, name string) (aliyundm.Tag, error) {
	for tag, err := range a.QueryTagByParam(ctx, aliyundm.TagQuery{KeyWord: name[:min(len(name), maxKeyWord)]}) {
		if err != nil {
			return tag, err
		}
		if tag.Name == name {
			return tag, nil
		}
	}
	return aliyundm.Tag{}, &notFoundError{kind: "tag", name: name, region: a.region, list: "direct-mail tag list" + a.others}
}

func (a account) tagView(tag aliyundm.Tag, status plan.Status, dryRun bool) output.MailTag {
	view := output.NewMailTag(a.region, tag)
	view.Status, view.DryRun = status, dryRun
	return view
}
