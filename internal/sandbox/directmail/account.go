package directmail

import (
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// Account is what an account of the sandbox holds at the start. Domains,
// sender addresses and tags belong to one region each, as at the real service:
// what is made behind one endpoint cannot be seen behind another.
type Account struct {
	// UserStatus is 0 normal, 1 frozen, 2 overdue, 4 sending restricted,
	// 8 deleted; any but 0 cannot send.
	UserStatus int
	// DailyQuota is how many recipients a day may be written to; 0 means 2000,
	// the quota of a new account.
	DailyQuota    int
	Domains       []Domain
	MailAddresses []MailAddress
	Tags          []Tag
}

// Domain is a sending domain.
type Domain struct {
	Region string
	Name   string
	// Status is Aliyun's DomainStatus: "0" verified, "1" not verified, and
	// "2", "3", "4" verified but for a CNAME or an ICP filing.
	Status string
}

// MailAddress is a sender address.
type MailAddress struct {
	Region      string
	AccountName string
	// SendType is "trigger" or "batch".
	SendType string
	// Frozen is true for an address that Aliyun has disabled.
	Frozen bool
	// ReplyAddress is where answers go, or empty.
	ReplyAddress string
}

// Tag is a mail tag, which a mail may carry only when it exists.
type Tag struct {
	Region string
	Name   string
}

// DefaultAccount is a fresh account that is ready to send: the verified domain
// mail.example.com with the sender noreply@mail.example.com in cn-hangzhou.
func DefaultAccount() Account {
	return Account{
		Domains: []Domain{{Region: defaultRegion, Name: "mail.example.com", Status: domainVerified}},
		MailAddresses: []MailAddress{
			{Region: defaultRegion, AccountName: "noreply@mail.example.com", SendType: sendTypeTrigger},
		},
	}
}

const (
	domainVerified   = "0"
	domainUnverified = "1"
	sendTypeTrigger  = "trigger"
	sendTypeBatch    = "batch"

	newAccountDailyQuota = 2000
	firstID              = 158910
)

// account is the state of a running account.
type account struct {
	mu         sync.Mutex
	userStatus int
	dailyQuota int
	sent       tally
	domains    []Domain
	senders    []*sender
	tags       []Tag
}

// sender is a sender address with what it has sent.
type sender struct {
	MailAddress
	id       string
	created  time.Time
	mails    tally // recipients written to
	requests tally // calls of SingleSendMail
}

func newAccount(seed Account, now time.Time) *account {
	if seed.Domains == nil && seed.MailAddresses == nil {
		fresh := DefaultAccount()
		seed.Domains, seed.MailAddresses = fresh.Domains, fresh.MailAddresses
	}
	a := &account{
		userStatus: seed.UserStatus,
		dailyQuota: seed.DailyQuota,
		domains:    slices.Clone(seed.Domains),
		tags:       slices.Clone(seed.Tags),
	}
	if a.dailyQuota == 0 {
		a.dailyQuota = newAccountDailyQuota
	}
	for i, address := range seed.MailAddresses {
		address.AccountName = strings.ToLower(address.AccountName)
		a.senders = append(a.senders, &sender{MailAddress: address, id: strconv.Itoa(firstID + i), created: now})
	}
	return a
}

// domainStatus is Aliyun's DomainStatus of the domain part of an address.
func (a *account) domainStatus(region, address string) string {
	_, name, _ := strings.Cut(address, "@")
	for _, domain := range a.domains {
		if domain.Region == region && domain.Name == name {
			return domain.Status
		}
	}
	return domainUnverified
}

func countIn[T any](region string, list []T, regionOf func(T) string) int {
	count := 0
	for _, item := range list {
		if regionOf(item) == region {
			count++
		}
	}
	return count
}

// tally counts per day, per month and altogether. Days are those of China,
// where Aliyun's quotas start anew at midnight.
type tally struct {
	day, month             string
	today, thisMonth, ever int
}

func (t *tally) add(now time.Time, count int) {
	t.turn(now)
	t.today += count
	t.thisMonth += count
	t.ever += count
}

// turn begins a new day or month when the old one is over. Whoever reads the
// counts calls it first.
func (t *tally) turn(now time.Time) {
	china := now.In(time.FixedZone("UTC+8", 8*60*60))
	if day := china.Format("2006-01-02"); day != t.day {
		t.day, t.today = day, 0
	}
	if month := china.Format("2006-01"); month != t.month {
		t.month, t.thisMonth = month, 0
	}
}
