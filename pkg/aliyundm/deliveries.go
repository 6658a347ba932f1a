package aliyundm

import (
	"context"
	"fmt"
	"iter"
	"strconv"
	"time"

	dm "github.com/alibabacloud-go/dm-20151123/v2/client"
	"github.com/alibabacloud-go/tea/dara"
)

// deliveriesPerRequest is the most that Direct Mail allows.
const deliveriesPerRequest = 100

// DeliveryStatus is what became of a mail.
type DeliveryStatus int

// The outcomes that Direct Mail documents, and the one for a row without any.
const (
	DeliveryUnknown        DeliveryStatus = -1
	DeliverySucceeded      DeliveryStatus = 0
	DeliveryInvalidAddress DeliveryStatus = 2
	DeliverySpam           DeliveryStatus = 3
	DeliveryFailed         DeliveryStatus = 4
)

// String returns the outcome in plain words.
func (s DeliveryStatus) String() string {
	switch s {
	case DeliveryUnknown:
		return "unknown"
	case DeliverySucceeded:
		return "delivered"
	case DeliveryInvalidAddress:
		return "invalid address"
	case DeliverySpam:
		return "taken for spam"
	case DeliveryFailed:
		return "failed"
	}
	return fmt.Sprintf("unknown outcome %d", int(s))
}

// DeliveryQuery chooses mails. Direct Mail accepts at most one of AccountName,
// TagName and ToAddress.
type DeliveryQuery struct {
	// AccountName is the sender address.
	AccountName string
	// TagName is the tag.
	TagName string
	// ToAddress is the recipient.
	ToAddress string
	// Status is the outcome; nil is any.
	Status *DeliveryStatus
	// Start and End bound the time of a mail's last change, which is when its
	// outcome became known. They are at most 29 days apart; a zero time leaves that
	// side to Direct Mail.
	Start, End time.Time
}

// Delivery is a mail to one recipient whose outcome is known. It carries no EnvId:
// a mail is recognised by its recipient, its subject and its time.
type Delivery struct {
	// Status is the outcome.
	Status DeliveryStatus
	// AccountName is the sender address.
	AccountName string
	// ToAddress is the recipient.
	ToAddress string
	// Subject is that of the mail.
	Subject string
	// Message is what the recipient's server said, such as "250 Send Mail OK".
	Message string
	// ErrorClassification names the kind of failure, such as "SmtpNxBox"; "SendOk"
	// is none.
	ErrorClassification string
	// UpdateTime is when the outcome became known; zero if unknown.
	UpdateTime time.Time
}

// SenderStatisticsDetailByParam lists mails whose outcome is known, some hundred
// per request as they are asked for (action SenderStatisticsDetailByParam). A mail
// is missing until Direct Mail knows what became of it. An error is the last thing
// that the sequence yields.
func (c *Client) SenderStatisticsDetailByParam(ctx context.Context, query DeliveryQuery) iter.Seq2[Delivery, error] {
	return func(yield func(Delivery, error) bool) {
		for cursor, first := "", true; first || cursor != ""; first = false {
			batch, err := c.deliveries(ctx, query, cursor)
			if err != nil {
				yield(Delivery{}, fmt.Errorf("list the deliveries: %w", err))
				return
			}
			for _, delivery := range batch.rows {
				if query.covers(delivery.UpdateTime) && !yield(delivery, nil) {
					return
				}
			}
			// The last answer may well bring a cursor: it leads to nothing, or to
			// where it stands.
			if len(batch.rows) == 0 || batch.next == cursor {
				return
			}
			cursor = batch.next
		}
	}
}

// covers tells whether the time is in the period asked for, or unknown.
func (q DeliveryQuery) covers(at time.Time) bool {
	early := !q.Start.IsZero() && at.Before(q.Start.Truncate(time.Minute))
	late := !q.End.IsZero() && at.After(q.End)
	return at.IsZero() || !early && !late
}

type deliveryBatch struct {
	rows []Delivery
	next string
}

func (c *Client) deliveries(ctx context.Context, query DeliveryQuery, cursor string) (deliveryBatch, error) {
	request := query.wire()
	request.NextStart = optional(cursor)
	op := operation{action: "SenderStatisticsDetailByParam"}
	var batch deliveryBatch
	err := c.call(ctx, op, func(ctx context.Context, sdk *dm.Client) error {
		response, err := sdk.SenderStatisticsDetailByParamWithContext(ctx, request, &dara.RuntimeOptions{})
		if err != nil {
			return err
		}
		body := response.Body
		if dara.StringValue(body.RequestId) == "" {
			return unexpected("the answer has no RequestId")
		}
		batch = deliveryBatch{next: dara.StringValue(body.NextStart)}
		if body.Data != nil {
			for _, row := range body.Data.MailDetail {
				if row != nil { // a JSON null
					batch.rows = append(batch.rows, delivery(row))
				}
			}
		}
		return nil
	})
	return batch, err
}

// minutes is how Direct Mail writes a period's ends. It does not say in which time
// zone; in the samples of its documentation the zone is Beijing's.
const minutes = "2006-01-02 15:04"

// wire asks for a period that holds the wanted one whether Direct Mail takes it
// for UTC or for Beijing time: from the earlier reading to the later one.
func (q DeliveryQuery) wire() *dm.SenderStatisticsDetailByParamRequest {
	request := &dm.SenderStatisticsDetailByParamRequest{
		AccountName: optional(q.AccountName),
		TagName:     optional(q.TagName),
		ToAddress:   optional(q.ToAddress),
		Status:      wireStatus(q.Status),
		Length:      dara.Int32(deliveriesPerRequest),
	}
	if !q.Start.IsZero() {
		request.StartTime = dara.String(q.Start.UTC().Format(minutes))
	}
	if !q.End.IsZero() {
		const ceiling = time.Minute - time.Nanosecond
		request.EndTime = dara.String(q.End.Add(ceiling).In(beijing()).Format(minutes))
	}
	return request
}

func beijing() *time.Location { return time.FixedZone("Asia/Shanghai", 8*60*60) }

func delivery(row *dm.SenderStatisticsDetailByParamResponseBodyDataMailDetail) Delivery {
	seconds, _ := strconv.ParseInt(dara.StringValue(row.UtcLastUpdateTime), 10, 64) // 0 for anything else
	delivery := Delivery{
		Status:              DeliveryUnknown,
		AccountName:         dara.StringValue(row.AccountName),
		ToAddress:           dara.StringValue(row.ToAddress),
		Subject:             dara.StringValue(row.Subject),
		Message:             dara.StringValue(row.Message),
		ErrorClassification: dara.StringValue(row.ErrorClassification),
		UpdateTime:          epoch(seconds, ""),
	}
	if row.Status != nil {
		delivery.Status = DeliveryStatus(*row.Status)
	}
	return delivery
}
