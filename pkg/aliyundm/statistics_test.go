package aliyundm_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/logtoctl/logtoctl/pkg/aliyundm"
)

func TestSenderStatisticsByTagNameAndBatchID(t *testing.T) {
	t.Parallel()
	server := newServer(t, respond(200, jsonType, `{"TotalCount":4,"RequestId":"A-1","data":{"stat":[
		{"CreateTime":"2026-11-21","requestCount":"8","successCount":"5","faildCount":"2","unavailableCount":"1","succeededPercent":"62.50%","unavailablePercent":"12.5%"},
		{"CreateTime":"2026-11-22","requestCount":4,"successCount":4,"faildCount":0,"unavailableCount":0,"succeededPercent":"100.00%","unavailablePercent":"0%"},
		null,
		{"CreateTime":"2026-11-23","requestCount":"many","successCount":null,"succeededPercent":"--"}
	]}}`))
	// Late in the evening of another zone: the day is that zone's.
	somewhere := time.FixedZone("", -7*60*60)
	query := aliyundm.StatisticsQuery{
		Start: time.Date(2026, 11, 21, 23, 30, 0, 0, somewhere),
		End:   time.Date(2026, 11, 23, 23, 59, 0, 0, somewhere),
	}
	got, err := newClient(t, server.URL).SenderStatisticsByTagNameAndBatchID(t.Context(), query)
	if err != nil {
		t.Fatal(err)
	}
	want := []aliyundm.DailyStatistics{
		{Date: "2026-11-21", RequestCount: 8, SuccessCount: 5, FailedCount: 2, UnavailableCount: 1, SucceededPercent: 62.5, UnavailablePercent: 12.5},
		{Date: "2026-11-22", RequestCount: 4, SuccessCount: 4, SucceededPercent: 100},
		{Date: "2026-11-23"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("days (-want +got):\n%s", diff)
	}
	sent := server.seen()[0].query
	if sent.Get("StartTime") != "2026-11-21" || sent.Get("EndTime") != "2026-11-23" || sent.Has("TagName") || sent.Has("AccountName") {
		t.Errorf("query is %v, want 2026-11-21 to 2026-11-23 and nothing else", sent)
	}
}
