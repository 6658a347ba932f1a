package directmail

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

const (
	defaultDetailLength = 10
	maxDetailLength     = 100
	maxDetailSpan       = 30 * 24 * time.Hour
	detailTimeLayout    = "2006-01-02 15:04"
)

type detailAnswer struct {
	NextStart string     `json:"NextStart" xml:"NextStart"`
	Data      detailData `json:"data" xml:"data"`
	RequestID string     `json:"RequestId" xml:"RequestId"`
}

type detailData struct {
	MailDetail []mailDetail `json:"mailDetail" xml:"mailDetail"`
}

// mailDetail has no EnvId, so that nobody can tell with certainty which mail
// it is about.
type mailDetail struct {
	Status              int    `json:"Status" xml:"Status"`
	AccountName         string `json:"AccountName" xml:"AccountName"`
	ToAddress           string `json:"ToAddress" xml:"ToAddress"`
	Subject             string `json:"Subject" xml:"Subject"`
	Message             string `json:"Message" xml:"Message"`
	ErrorClassification string `json:"ErrorClassification" xml:"ErrorClassification"`
	LastUpdateTime      string `json:"LastUpdateTime" xml:"LastUpdateTime"`
	UTCLastUpdateTime   string `json:"UtcLastUpdateTime" xml:"UtcLastUpdateTime"` // seconds since 1970
	IPPoolID            string `json:"IpPoolId" xml:"IpPoolId"`
	IPPoolName          string `json:"IpPoolName" xml:"IpPoolName"`
	ConfigSetID         string `json:"ConfigSetId" xml:"ConfigSetId"`
	ConfigSetName       string `json:"ConfigSetName" xml:"ConfigSetName"`
}

// detailQuery chooses deliveries.
type detailQuery struct {
	from, to time.Time // the zero time leaves a side open
	status   string
	before   int // the number of the delivery where the last answer ended
	length   int
}

// senderStatisticsDetail lists the deliveries whose outcome is known, newest
// first.
func (s *Server) senderStatisticsDetail(r *request) (any, error) {
	query, err := readDetailQuery(r)
	if err != nil {
		return nil, err
	}
	found := s.account.findDeliveries(r, query, s.now())
	answer := detailAnswer{Data: detailData{MailDetail: []mailDetail{}}, RequestID: r.id}
	if len(found) > query.length {
		found = found[:query.length]
		answer.NextStart = found[query.length-1].cursor()
	}
	for _, d := range found {
		answer.Data.MailDetail = append(answer.Data.MailDetail, d.detail())
	}
	return answer, nil
}

func readDetailQuery(r *request) (detailQuery, error) {
	query := detailQuery{status: r.parameters.Get("Status")}
	given := 0
	for _, parameter := range []string{"AccountName", "TagName", "ToAddress"} {
		if r.parameters.Get(parameter) != "" {
			given++
		}
	}
	if given > 1 {
		return query, errInvalidParameter("only one of AccountName, TagName and ToAddress can be given")
	}
	if !oneOf("", "0", "2", "3", "4")(query.status) {
		return query, malformed("InvalidStatus.Malformed", "The specified Status must be 0, 2, 3 or 4.")
	}
	var err error
	if query.length, err = readNumber(r, "Length", defaultDetailLength, maxDetailLength); err != nil {
		return query, err
	}
	if query.before, err = readCursor(r); err != nil {
		return query, err
	}
	if query.from, err = readTime(r, "StartTime", detailTimeLayout); err != nil {
		return query, err
	}
	if query.to, err = readTime(r, "EndTime", detailTimeLayout); err != nil {
		return query, err
	}
	bothGiven := !query.from.IsZero() && !query.to.IsZero()
	if bothGiven && (query.to.Before(query.from) || query.to.Sub(query.from) > maxDetailSpan) {
		return query, errDate()
	}
	return query, nil
}

// findDeliveries takes the minute that a period ends with as part of it.
func (a *account) findDeliveries(r *request, q detailQuery, now time.Time) []delivery {
	a.mu.Lock()
	defer a.mu.Unlock()
	var found []delivery
	for _, d := range slices.Backward(a.deliveries) {
		early := !q.from.IsZero() && d.settled.Before(q.from)
		late := d.settled.After(now) || !q.to.IsZero() && !d.settled.Before(q.to.Add(time.Minute))
		known := q.before != 0 && d.number >= q.before
		if d.region == r.region && !early && !late && !known && (q.status == "" || q.status == strconv.Itoa(d.status)) &&
			isAsked(r, "AccountName", d.accountName) && isAsked(r, "TagName", d.tagName) && isAsked(r, "ToAddress", d.recipient) {
			found = append(found, d)
		}
	}
	return found
}

// cursor looks as unlike a number as that of the real service, so that nobody
// counts with it.
func (d delivery) cursor() string { return strconv.FormatInt(int64(d.number), 36) + "#" + d.recipient }

func readCursor(r *request) (int, error) {
	text := r.parameters.Get("NextStart")
	if text == "" {
		return 0, nil
	}
	number, _, found := strings.Cut(text, "#")
	before, err := strconv.ParseInt(number, 36, 32)
	if !found || err != nil || before < 1 {
		return 0, malformed("InvalidNextStart.Malformed", "The specified NextStart is wrongly formed.")
	}
	return int(before), nil
}

func (d delivery) detail() mailDetail {
	return mailDetail{
		Status:              d.status,
		AccountName:         d.accountName,
		ToAddress:           d.recipient,
		Subject:             d.subject,
		Message:             d.message,
		ErrorClassification: d.classification,
		LastUpdateTime:      d.settled.UTC().Format(createTimeLayout),
		UTCLastUpdateTime:   strconv.FormatInt(d.settled.Unix(), 10),
	}
}
