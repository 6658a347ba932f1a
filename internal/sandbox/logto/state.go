package logto

import (
	"math"
	"sync"
	"time"

	"github.com/logtoctl/logtoctl/internal/sandbox/logto/policy"
	"github.com/logtoctl/logtoctl/pkg/secret"
)

// tenantID is the id of the one tenant of a self-hosted Logto.
const tenantID = "default"

// tenant is everything that Logto's database would hold. Its methods neither
// lock nor wait; they run inside [state.change].
type tenant struct {
	applications []application // oldest first
	secrets      []applicationSecret
	roles        []role
	assignments  []roleAssignment
	connectors   []connector
	experience   signInExperience
	templates    []emailTemplate
	codes        []verificationCode
	sends        []codeSend
	users        userTable
	interactions []interaction
	attempts     map[target]attempts
}

// state is the tenant behind its lock.
type state struct {
	mu     sync.Mutex
	tenant tenant
	hasher policy.Hasher
	seed   struct {
		id     string
		secret secret.Text
	}
}

// change runs work on the tenant while nobody else does. Nothing is undone when
// work fails: it checks before it changes, and what it has changed by then is
// meant to outlast the failure, as failed attempts and the profile of an
// unfinished sign-up are.
func (s *state) change(work func(t *tenant) error) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return work(&s.tenant)
}

// within is change for work that has a result.
func within[T any](s *state, work func(t *tenant) (T, error)) (T, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return work(&s.tenant)
}

// newState seeds the tenant of a fresh self-hosted installation, and the
// machine-to-machine application that an operator would create first.
func newState(now time.Time) *state {
	s := &state{
		tenant: tenant{experience: initialSignInExperience(), users: newUserTable(), attempts: map[target]attempts{}},
		hasher: policy.NewHasher(),
	}
	access := role{
		TenantID: tenantID, ID: newID(), Name: managementRole, Type: machineToMachine,
		Description: "This default role grants access to the Logto management API.",
	}
	internalAdmin := role{
		TenantID: tenantID, ID: newID(), Name: internalAdminRole, Type: machineToMachine,
		Description: "Internal admin role for Logto tenant default.",
	}
	s.tenant.roles = []role{access, internalAdmin}
	app := newApplication("logtoctl", machineToMachine, now)
	s.tenant.addApplication(app)
	s.tenant.assignments = []roleAssignment{{applicationID: app.ID, roleID: access.ID}}
	s.seed.id, s.seed.secret = app.ID, s.tenant.secrets[0].Value.Text
	return s
}

const day = 24 * time.Hour

// duration is that many units. Logto keeps any number, and what is too long for
// Go lasts for as long as Go can say, some 292 years.
func duration(count float64, unit time.Duration) time.Duration {
	switch exact := count * float64(unit); {
	case exact >= math.MaxInt64:
		return math.MaxInt64
	case exact <= math.MinInt64:
		return math.MinInt64
	default:
		return time.Duration(exact)
	}
}
