// Package provision reads the live state of a tenant, lets internal/plan say
// what would have to change, and carries it out. Data flows one way: desired
// and live state -> plan -> requests -> result. In a dry run it stops before
// the first write, and the client refuses to write besides.
package provision

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/logtoctl/logtoctl/internal/plan"
	"github.com/logtoctl/logtoctl/pkg/aliyundm"
	"github.com/logtoctl/logtoctl/pkg/logtoadmin"
)

// Provisioner carries out changes on one tenant.
type Provisioner struct {
	Logto  *logtoadmin.Client
	Self   string // id of the application that the client signs in as
	DryRun bool
	// Account makes a client of the user's Direct Mail account in a region. It is
	// asked for a file with directMail only.
	Account func(ctx context.Context, region string) (*aliyundm.Client, error)
	// DirectMail makes clients that ask about the connector's sender address. It is
	// asked for a plan with a connector only.
	DirectMail DirectMail
	// Senders keeps what they answer for all the tenants of a run; without it, it is
	// asked when the plan is carried out.
	Senders *Senders
}

// lookTimeout bounds the look at what a lost request did, which is taken even
// when the user has pressed Ctrl-C: the account given must be true.
const lookTimeout = 5 * time.Second

// afterwards returns a context for that look.
func afterwards(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithTimeout(context.WithoutCancel(ctx), lookTimeout)
}

// DriftError says that the server answered a write with something else than
// what was written.
type DriftError struct {
	Object string
	Fields []plan.Field
}

// Error names the object and the fields.
func (e *DriftError) Error() string {
	paths := make([]string, len(e.Fields))
	for i, field := range e.Fields {
		paths[i] = field.Path
	}
	return fmt.Sprintf("%s was written, but the server kept something else in %s", e.Object, strings.Join(paths, ", "))
}

// Code is the code of the error document.
func (e *DriftError) Code() string { return "write_not_kept" }

// Hint says where to look.
func (e *DriftError) Hint() string {
	return "look whether somebody else is changing it, then run the command again"
}

// Details is the part of the error document that lists the fields.
func (e *DriftError) Details() any { return e.Fields }

// readBack checks the answer of a write against the plan that led to it.
func readBack(object string, fields []plan.Field) error {
	if len(fields) == 0 {
		return nil
	}
	return &DriftError{Object: object, Fields: slices.Clone(fields)}
}
