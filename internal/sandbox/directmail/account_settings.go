package directmail

import (
	"bytes"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/logtoctl/logtoctl/internal/sandbox/control"
)

// accountSettings are what Aliyun decides about an account, and what the
// sandbox lets its user decide instead.
type accountSettings struct {
	// Activated is false for an account that has never opened Direct Mail.
	Activated            bool `json:"activated"`
	UserStatus           int  `json:"userStatus"`
	DailyQuota           int  `json:"dailyQuota"` // recipients; 0 lets nobody be written to
	RemainFreeQuota      int  `json:"remainFreeQuota"`
	DailyRemainFreeQuota int  `json:"dailyRemainFreeQuota"`
	// FrozenMailAddresses are the sender addresses that cannot send, whatever
	// their region.
	FrozenMailAddresses []string `json:"frozenMailAddresses"`
	// ForeignDomains belong to other accounts, with everything below them.
	ForeignDomains []string `json:"foreignDomains"`
}

func newAccountSettings() accountSettings {
	return accountSettings{
		Activated:            true,
		DailyQuota:           newAccountDailyQuota,
		RemainFreeQuota:      freeMails,
		DailyRemainFreeQuota: freeMailsPerDay,
		FrozenMailAddresses:  []string{},
		ForeignDomains:       []string{},
	}
}

func (s accountSettings) validate() error {
	if !slices.Contains([]int{0, 1, 2, 4, 8}, s.UserStatus) {
		return fmt.Errorf("userStatus %d is none of 0 normal, 1 frozen, 2 overdue, 4 sending restricted and 8 deleted", s.UserStatus)
	}
	if min(s.DailyQuota, s.RemainFreeQuota, s.DailyRemainFreeQuota) < 0 {
		return errors.New("dailyQuota, remainFreeQuota and dailyRemainFreeQuota cannot be negative")
	}
	return nil
}

// AccountControl serves what Aliyun decides about the account at /api/account:
// GET shows it, PUT changes the fields that it is given, DELETE empties the
// account of domains, sender addresses, tags and statistics, and makes
// everything normal again. The fields are activated, userStatus (as in
// [Account]), dailyQuota, remainFreeQuota, dailyRemainFreeQuota,
// frozenMailAddresses and foreignDomains (those that belong to other accounts).
func (s *Server) AccountControl() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /api/account", func(w http.ResponseWriter, _ *http.Request) {
		control.Answer(w, s.account.currentSettings(s.now()))
	})
	mux.HandleFunc("PUT /api/account", func(w http.ResponseWriter, r *http.Request) {
		body, err := control.Body(w, r)
		if err == nil {
			err = s.account.changeSettings(body, s.now())
		}
		if err != nil {
			control.Refuse(w, "account.invalid", err)
			return
		}
		control.Answer(w, s.account.currentSettings(s.now()))
	})
	mux.HandleFunc("DELETE /api/account", func(w http.ResponseWriter, _ *http.Request) {
		s.account.clear()
		w.WriteHeader(http.StatusNoContent)
	})
	return mux
}

func (a *account) currentSettings(now time.Time) accountSettings {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.turn(now)
	return a.settings
}

func (a *account) changeSettings(body []byte, now time.Time) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.turn(now)
	changed := a.settings
	// Decoding reuses the memory of a list that is there.
	changed.FrozenMailAddresses = slices.Clone(changed.FrozenMailAddresses)
	changed.ForeignDomains = slices.Clone(changed.ForeignDomains)
	if err := control.Decode(bytes.NewReader(body), &changed); err != nil {
		return err
	}
	if err := changed.validate(); err != nil {
		return err
	}
	a.settings = changed
	return nil
}

// turn begins a new day when the old one is over, with a new share of the free
// mails.
func (a *account) turn(now time.Time) {
	before := a.sent.day
	a.sent.turn(now)
	if a.sent.day != before {
		a.settings.DailyRemainFreeQuota = freeMailsPerDay
	}
}

// book counts recipients against the quotas. It reports false, and counts
// nothing, when the account may not write to that many.
func (a *account) book(recipients int, now time.Time) bool {
	a.turn(now)
	if a.settings.UserStatus != 0 || a.sent.today+recipients > a.settings.DailyQuota {
		return false
	}
	a.sent.add(now, recipients)
	a.settings.RemainFreeQuota = max(0, a.settings.RemainFreeQuota-recipients)
	a.settings.DailyRemainFreeQuota = max(0, a.settings.DailyRemainFreeQuota-recipients)
	return true
}

func (a *account) isFrozen(accountName string) bool {
	return slices.ContainsFunc(a.settings.FrozenMailAddresses, func(frozen string) bool {
		return strings.EqualFold(frozen, accountName)
	})
}
