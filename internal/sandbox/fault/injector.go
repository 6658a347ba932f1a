package fault

import (
	"net/http"
	"slices"
	"sync"
	"time"
)

// Injector holds the rules in force. The zero value has none and is ready to
// use, from several goroutines.
type Injector struct {
	mu    sync.Mutex
	rules []Rule
	hits  []int // matching requests so far, per rule
}

// Set replaces all rules and starts their counts anew. A rule that makes no
// sense is a *[RuleError], and the rules stay as they were.
func (i *Injector) Set(rules ...Rule) error {
	for index, rule := range rules {
		if reason := rule.reason(); reason != "" {
			return &RuleError{Index: index, Reason: reason}
		}
	}
	i.mu.Lock()
	defer i.mu.Unlock()
	i.rules, i.hits = slices.Clone(rules), make([]int, len(rules))
	return nil
}

// Rules returns the rules in force, also those that are used up.
func (i *Injector) Rules() []Rule {
	i.mu.Lock()
	defer i.mu.Unlock()
	return append([]Rule{}, i.rules...)
}

// Wrap puts the injector in front of a service. The service is named for
// [Match.Service]; action tells the operation of a request for [Match.Action]
// and may be nil.
func (i *Injector) Wrap(service string, action func(*http.Request) string, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		rule, found := i.choose(service, action, r)
		if !found {
			next.ServeHTTP(w, r)
			return
		}
		rule.apply(w, r, next)
	})
}

// Clock puts the injector in front of the clock of a service: the rules of
// kind [Skew] that match the service set it off, all of them together.
func (i *Injector) Clock(service string, now func() time.Time) func() time.Time {
	return func() time.Time {
		i.mu.Lock()
		defer i.mu.Unlock()
		at := now()
		for _, rule := range i.rules {
			if rule.Kind == Skew && is(rule.Match.Service, service) {
				at = at.Add(time.Duration(rule.Delay))
			}
		}
		return at
	}
}

// choose returns the first rule that works on the request. Every rule it
// looks at counts the request, whether it is that rule's turn yet or not.
func (i *Injector) choose(service string, action func(*http.Request) string, r *http.Request) (Rule, bool) {
	name := i.actionOf(action, r)
	i.mu.Lock()
	defer i.mu.Unlock()
	for index, rule := range i.rules {
		if rule.Kind == Skew || !rule.Match.matches(service, name, r) {
			continue
		}
		i.hits[index]++
		turn := i.hits[index] - rule.After
		if turn > 0 && (rule.Times == 0 || turn <= rule.Times) {
			return rule, true
		}
	}
	return Rule{}, false
}

// actionOf reads the action only when a rule asks for one: it may mean to read
// the whole body.
func (i *Injector) actionOf(action func(*http.Request) string, r *http.Request) string {
	i.mu.Lock()
	asked := slices.ContainsFunc(i.rules, func(rule Rule) bool { return rule.Match.Action != "" })
	i.mu.Unlock()
	if action == nil || !asked {
		return ""
	}
	return action(r)
}
