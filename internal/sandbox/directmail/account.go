package directmail

import (
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
	// Status is Aliyun's DomainStatus: "0" verified, "1" or "" not verified,
	// and "2", "3", "4" verified but for a CNAME or an ICP filing.
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
	// ReplyAddress is where answers go, verified, or empty.
	ReplyAddress string
}

// Tag is a mail tag, which a mail may carry only when it exists.
type Tag struct {
	Region      string
	Name        string
	Description string
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
	sendTypeTrigger = "trigger"
	sendTypeBatch   = "batch"

	newAccountDailyQuota = 2000
	freeMails            = 2000 // that every account may send without paying
	freeMailsPerDay      = 200
	firstID              = 158910
)

// account is the state of a running account.
type account struct {
	lookup Lookup

	mu            sync.Mutex
	settings      accountSettings
	sent          tally // recipients written to
	deletions     tally // of sender addresses
	lastID        int   // ids are unique across all kinds, so that a mix-up shows
	domains       []*domain
	senders       []*sender
	tags          []*tag
	deliveries    []delivery // oldest first
	lastDelivery  int
	replyRequests []replyRequest // oldest first
}

func newAccount(seed Account, lookup Lookup, now time.Time) *account {
	if seed.Domains == nil && seed.MailAddresses == nil {
		fresh := DefaultAccount()
		seed.Domains, seed.MailAddresses = fresh.Domains, fresh.MailAddresses
	}
	a := &account{lookup: lookup, lastID: firstID - 1, settings: newAccountSettings()}
	a.settings.UserStatus = seed.UserStatus
	if seed.DailyQuota != 0 {
		a.settings.DailyQuota = seed.DailyQuota
	}
	for _, address := range seed.MailAddresses {
		address.AccountName = strings.ToLower(address.AccountName)
		a.senders = append(a.senders, &sender{MailAddress: address, id: a.newID(), created: now})
		if address.Frozen {
			a.settings.FrozenMailAddresses = append(a.settings.FrozenMailAddresses, address.AccountName)
		}
	}
	for _, d := range seed.Domains {
		added := newDomain(d.Region, strings.ToLower(d.Name), "", a.newID(), now)
		added.seed(d.Status)
		a.domains = append(a.domains, added)
	}
	for _, t := range seed.Tags {
		a.tags = append(a.tags, &tag{Tag: t, id: a.newID()})
	}
	return a
}

// clear takes everything out of the account, in all regions, as one that was
// activated a minute ago. What it was allowed to do becomes normal again.
func (a *account) clear() {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.settings = newAccountSettings()
	a.sent, a.deletions = tally{}, tally{}
	a.domains, a.senders, a.tags, a.deliveries, a.replyRequests = nil, nil, nil, nil, nil
}

func (a *account) newID() int {
	a.lastID++
	return a.lastID
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
	local := now.In(china())
	if day := local.Format(time.DateOnly); day != t.day {
		t.day, t.today = day, 0
	}
	if month := local.Format("2006-01"); month != t.month {
		t.month, t.thisMonth = month, 0
	}
}

// china is the time zone of Aliyun's days, and of the times in the parameters
// of the statistics.
func china() *time.Location { return time.FixedZone("UTC+8", 8*60*60) }
