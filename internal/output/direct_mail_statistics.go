package output

import (
	"strconv"

	"github.com/logtoctl/logtoctl/pkg/aliyundm"
)

// MailDay is the document of the mails of one day.
type MailDay struct {
	Date               string  `json:"date"`
	Requested          int     `json:"requested"`
	Delivered          int     `json:"delivered"`
	Failed             int     `json:"failed"`
	Unavailable        int     `json:"unavailable"` // to addresses that do not exist
	DeliveredPercent   float64 `json:"deliveredPercent"`
	UnavailablePercent float64 `json:"unavailablePercent"`
}

// MailDays is the document of several days: a bare array.
type MailDays []MailDay

// NewMailDays returns the view of statistics by day.
func NewMailDays(days []aliyundm.DailyStatistics) MailDays {
	view := MailDays{}
	for _, day := range days {
		view = append(view, MailDay{
			Date: day.Date, Requested: day.RequestCount, Delivered: day.SuccessCount, Failed: day.FailedCount, Unavailable: day.UnavailableCount,
			DeliveredPercent: day.SucceededPercent, UnavailablePercent: day.UnavailablePercent,
		})
	}
	return view
}

// Table returns one day a row.
func (d MailDays) Table() Table {
	table := Table{Header: []string{"Date", "Requested", "Delivered", "Failed", "Unavailable", "Delivered %"}}
	for _, day := range d {
		table.Rows = append(table.Rows, []string{
			day.Date, strconv.Itoa(day.Requested), strconv.Itoa(day.Delivered), strconv.Itoa(day.Failed), strconv.Itoa(day.Unavailable),
			strconv.FormatFloat(day.DeliveredPercent, 'f', 2, 64),
		})
	}
	return table
}
