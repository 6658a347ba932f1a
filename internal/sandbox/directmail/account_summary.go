package directmail

const (
	daysOfMonth   = 30 // by which Aliyun multiplies the daily quota
	quotaLevel    = 2  // the reputation of an account that has sent little
	maxQuotaLevel = 9
)

type accountSummary struct {
	DailyQuota           int    `json:"DailyQuota" xml:"DailyQuota"`
	MonthQuota           int    `json:"MonthQuota" xml:"MonthQuota"`
	QuotaLevel           int    `json:"QuotaLevel" xml:"QuotaLevel"`
	MaxQuotaLevel        int    `json:"MaxQuotaLevel" xml:"MaxQuotaLevel"`
	RemainFreeQuota      int    `json:"RemainFreeQuota" xml:"RemainFreeQuota"`
	DailyRemainFreeQuota int    `json:"DailyRemainFreeQuota" xml:"DailyRemainFreeQuota"`
	Domains              int    `json:"Domains" xml:"Domains"`
	MailAddresses        int    `json:"MailAddresses" xml:"MailAddresses"`
	Tags                 int    `json:"Tags" xml:"Tags"`
	Templates            int    `json:"Templates" xml:"Templates"`
	Receivers            int    `json:"Receivers" xml:"Receivers"`
	EnableTimes          int    `json:"EnableTimes" xml:"EnableTimes"`
	DayuStatus           int    `json:"DayuStatus" xml:"DayuStatus"`
	SmsRecord            int    `json:"SmsRecord" xml:"SmsRecord"`
	SmsSign              int    `json:"SmsSign" xml:"SmsSign"`
	SmsTemplates         int    `json:"SmsTemplates" xml:"SmsTemplates"`
	IPChannelType        string `json:"IpChannelType" xml:"IpChannelType"`
	UserStatus           int    `json:"UserStatus" xml:"UserStatus"`
	RequestID            string `json:"RequestId" xml:"RequestId"`
}

func (s *Server) descAccountSummary(r *request) (any, error) {
	a := s.account
	a.mu.Lock()
	defer a.mu.Unlock()
	a.turn(s.now())
	return accountSummary{
		DailyQuota:           a.settings.DailyQuota,
		MonthQuota:           a.settings.DailyQuota * daysOfMonth,
		QuotaLevel:           quotaLevel,
		MaxQuotaLevel:        maxQuotaLevel,
		RemainFreeQuota:      a.settings.RemainFreeQuota,
		DailyRemainFreeQuota: a.settings.DailyRemainFreeQuota,
		Domains:              countIn(r.region, a.domains, func(d *domain) string { return d.Region }),
		MailAddresses:        countIn(r.region, a.senders, func(s *sender) string { return s.Region }),
		Tags:                 countIn(r.region, a.tags, func(t *tag) string { return t.Region }),
		IPChannelType:        "normal",
		UserStatus:           a.settings.UserStatus,
		RequestID:            r.id,
	}, nil
}
