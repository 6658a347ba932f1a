package directmail

import (
	"fmt"
	"strconv"
	"time"
)

const (
	maxStatisticsDays = 7
	statisticsMemory  = 30 * 24 * time.Hour
)

type statisticsAnswer struct {
	TotalCount int            `json:"TotalCount" xml:"TotalCount"`
	Data       statisticsData `json:"data" xml:"data"`
	RequestID  string         `json:"RequestId" xml:"RequestId"`
}

type statisticsData struct {
	Stat []dayStatistics `json:"stat" xml:"stat"`
}

// dayStatistics has its numbers as strings, and one of them misspelt, as the
// real answer has.
type dayStatistics struct {
	CreateTime         string `json:"CreateTime" xml:"CreateTime"`
	RequestCount       string `json:"requestCount" xml:"requestCount"`
	SuccessCount       string `json:"successCount" xml:"successCount"`
	FailedCount        string `json:"faildCount" xml:"faildCount"`
	UnavailableCount   string `json:"unavailableCount" xml:"unavailableCount"`
	SucceededPercent   string `json:"succeededPercent" xml:"succeededPercent"`
	UnavailablePercent string `json:"unavailablePercent" xml:"unavailablePercent"`
}

// senderStatistics counts mails by day. A mail is a request from the moment
// that it was accepted, and more only when its outcome is known.
func (s *Server) senderStatistics(r *request) (any, error) {
	now := s.now()
	from, to, err := readDays(r, now)
	if err != nil {
		return nil, err
	}
	days := []dayStatistics{}
	for day := from; !day.After(to); day = day.AddDate(0, 0, 1) {
		counted := s.account.countDay(r, day, now)
		if counted.requests > 0 {
			days = append(days, counted.statistics(day))
		}
	}
	return statisticsAnswer{TotalCount: len(days), Data: statisticsData{Stat: days}, RequestID: r.id}, nil
}

// readDays reads a period of whole days, the last one included.
func readDays(r *request, now time.Time) (from, to time.Time, err error) {
	if from, err = readTime(r, "StartTime", time.DateOnly); err != nil {
		return from, to, err
	}
	if to, err = readTime(r, "EndTime", time.DateOnly); err != nil {
		return from, to, err
	}
	if from.IsZero() {
		return from, to, errMissing("StartTime")
	}
	if to.IsZero() {
		return from, to, errMissing("EndTime")
	}
	today := now.In(china())
	earliest := time.Date(today.Year(), today.Month(), today.Day(), 0, 0, 0, 0, china()).Add(-statisticsMemory)
	if to.Before(from) || to.Sub(from) > maxStatisticsDays*24*time.Hour || from.Before(earliest) {
		return from, to, errDate()
	}
	return from, to, nil
}

// readTime reads a time of China, or the zero time when there is none.
func readTime(r *request, parameter, layout string) (time.Time, error) {
	text := r.parameters.Get(parameter)
	if text == "" {
		return time.Time{}, nil
	}
	at, err := time.ParseInLocation(layout, text, china())
	if err != nil {
		return time.Time{}, errDate()
	}
	return at, nil
}

func errDate() *apiError {
	return malformed("InvalidDate.Malformed", "The specified StartTime or EndTime is wrongly formed.")
}

type dayCount struct{ requests, succeeded, failed, unavailable int }

func (a *account) countDay(r *request, day, now time.Time) dayCount {
	a.mu.Lock()
	defer a.mu.Unlock()
	var count dayCount
	for _, d := range a.deliveries {
		if d.region != r.region || d.sent.Before(day) || !d.sent.Before(day.AddDate(0, 0, 1)) ||
			!isAsked(r, "AccountName", d.accountName) || !isAsked(r, "TagName", d.tagName) {
			continue
		}
		count.requests++
		if d.settled.After(now) {
			continue
		}
		switch d.status {
		case statusDelivered:
			count.succeeded++
		case statusInvalid:
			count.unavailable++
		default:
			count.failed++
		}
	}
	return count
}

// isAsked tells whether a value is the one of a parameter, or the request
// leaves it out.
func isAsked(r *request, parameter, value string) bool {
	asked := r.parameters.Get(parameter)
	return asked == "" || asked == value
}

func (c dayCount) statistics(day time.Time) dayStatistics {
	return dayStatistics{
		CreateTime:         day.Format(time.DateOnly),
		RequestCount:       strconv.Itoa(c.requests),
		SuccessCount:       strconv.Itoa(c.succeeded),
		FailedCount:        strconv.Itoa(c.failed),
		UnavailableCount:   strconv.Itoa(c.unavailable),
		SucceededPercent:   percent(c.succeeded, c.requests),
		UnavailablePercent: percent(c.unavailable, c.requests),
	}
}

func percent(part, whole int) string {
	return fmt.Sprintf("%.2f%%", 100*float64(part)/float64(whole))
}
