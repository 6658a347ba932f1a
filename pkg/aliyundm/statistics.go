package aliyundm

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	dm "github.com/alibabacloud-go/dm-20151123/v2/client"
	"github.com/alibabacloud-go/tea/dara"
)

// StatisticsQuery chooses what is counted. Direct Mail counts at most 7 days, of
// which the first is at most 30 days ago.
type StatisticsQuery struct {
	// Start and End are the first and the last day; only their dates count, as they
	// are in their own time zones.
	Start, End time.Time
	// AccountName counts the mails of one sender address; empty is all.
	AccountName string
	// TagName counts the mails with one tag; empty is all.
	TagName string
}

// DailyStatistics counts the mails of one day.
type DailyStatistics struct {
	// Date is the day as "2006-01-02". Direct Mail does not say in which time zone.
	Date string
	// RequestCount is how many mails were to be sent.
	RequestCount int
	// SuccessCount, FailedCount and UnavailableCount are how many of them were
	// delivered, failed, and went to an address that does not exist.
	SuccessCount, FailedCount, UnavailableCount int
	// SucceededPercent and UnavailablePercent are the shares, from 0 to 100.
	SucceededPercent, UnavailablePercent float64
}

// SenderStatisticsByTagNameAndBatchID counts mails by day (action
// SenderStatisticsByTagNameAndBatchID). Days without mail can be missing. Direct
// Mail accepts 50 of these requests per minute.
func (c *Client) SenderStatisticsByTagNameAndBatchID(ctx context.Context, query StatisticsQuery) ([]DailyStatistics, error) {
	request := &dm.SenderStatisticsByTagNameAndBatchIDRequest{
		AccountName: optional(query.AccountName),
		TagName:     optional(query.TagName),
		StartTime:   dara.String(query.Start.Format(time.DateOnly)),
		EndTime:     dara.String(query.End.Format(time.DateOnly)),
	}
	op := operation{action: "SenderStatisticsByTagNameAndBatchID"}
	var days page[DailyStatistics]
	err := c.call(ctx, op, func(ctx context.Context, sdk *dm.Client) error {
		response, err := sdk.SenderStatisticsByTagNameAndBatchIDWithContext(ctx, request, &dara.RuntimeOptions{})
		if err != nil {
			return err
		}
		var rows []*dm.SenderStatisticsByTagNameAndBatchIDResponseBodyDataStat
		if data := response.Body.Data; data != nil {
			rows = data.Stat
		}
		days, err = newPage(response.Body.TotalCount, rows, dailyStatistics)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read the statistics: %w", err)
	}
	return days.rows, nil
}

func dailyStatistics(row *dm.SenderStatisticsByTagNameAndBatchIDResponseBodyDataStat) DailyStatistics {
	return DailyStatistics{
		Date:               dara.StringValue(row.CreateTime),
		RequestCount:       count(row.RequestCount),
		SuccessCount:       count(row.SuccessCount),
		FailedCount:        count(row.FaildCount),
		UnavailableCount:   count(row.UnavailableCount),
		SucceededPercent:   percent(row.SucceededPercent),
		UnavailablePercent: percent(row.UnavailablePercent),
	}
}

// percent reads a text such as "99.50%".
func percent(text *string) float64 {
	number, err := strconv.ParseFloat(strings.TrimSuffix(dara.StringValue(text), "%"), 64)
	if err != nil {
		return 0
	}
	return number
}
