package directmail

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/logtoctl/logtoctl/internal/cli"
	"github.com/logtoctl/logtoctl/internal/output"
	"github.com/logtoctl/logtoctl/pkg/aliyundm"
)

const (
	// maxDays is how far back Direct Mail counts.
	maxDays = 30
	// maxSpan is how many days it counts in one request.
	maxSpan = 7
)

type statsOptions struct {
	env    *cli.Env
	days   int
	sender string
	tag    string
}

// NewStats returns the command direct-mail stats.
func NewStats(env *cli.Env) *cobra.Command {
	opts := statsOptions{env: env}
	cmd := &cobra.Command{
		Use:   "stats",
		Short: "Count the mails of the last days",
		Long: `Count the mails of the last days, today included: how many were to be sent, and
how many of those were delivered, failed, or went to addresses that do not exist.
Days are those of Beijing; days without mail can be missing.`,
		Example: "  logtoctl direct-mail stats\n  logtoctl direct-mail stats --days 30 --sender noreply@mail.example.com",
		Args:    cli.Args(),
		RunE:    func(cmd *cobra.Command, _ []string) error { return opts.run(cmd.Context()) },
	}
	flags := cmd.Flags()
	flags.IntVar(&opts.days, "days", maxSpan, "how many days, 1 to 30")
	flags.StringVar(&opts.sender, "sender", "", "count the mails of one sender address")
	flags.StringVar(&opts.tag, "tag", "", "count the mails with one tag")
	return cmd
}

func (o *statsOptions) run(ctx context.Context) error {
	if o.days < 1 || o.days > maxDays {
		return cli.Usagef("--days %d: Direct Mail counts 1 to %d days", o.days, maxDays)
	}
	in, err := open(ctx, o.env)
	if err != nil {
		return err
	}
	var days []aliyundm.DailyStatistics
	for _, span := range spans(o.env.Now(), o.days) {
		span.AccountName, span.TagName = o.sender, o.tag
		counted, err := in.SenderStatisticsByTagNameAndBatchID(ctx, span)
		if err != nil {
			return err
		}
		days = append(days, counted...)
	}
	slices.SortFunc(days, func(a, b aliyundm.DailyStatistics) int { return strings.Compare(a.Date, b.Date) })
	return o.env.Print(output.NewMailDays(days))
}

// spans cuts the days up to now into parts that Direct Mail counts at once.
func spans(now time.Time, days int) []aliyundm.StatisticsQuery {
	today := now.In(time.FixedZone("Beijing", 8*60*60))
	var parts []aliyundm.StatisticsQuery
	for days > 0 {
		length := min(days, maxSpan)
		parts = append(parts, aliyundm.StatisticsQuery{Start: today.AddDate(0, 0, 1-days), End: today.AddDate(0, 0, length-days)})
		days -= length
	}
	return parts
}
