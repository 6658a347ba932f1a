package reliability_test

import (
	"os"
	"syscall"
)

// kills are the ways in which a run is ended at a point: before the request has
// any effect, or once it has had it and before logtoctl knows.
func kills() []kind {
	kinds := []kind{
		{name: "SIGKILL before", killed: true, cause: func(p *process) disturbance {
			return func(x *exchange) { p.kill(); x.drop() }
		}},
		{name: "SIGKILL after", killed: true, cause: func(p *process) disturbance {
			return func(x *exchange) { x.forward(); p.kill(); x.drop() }
		}},
	}
	for _, asked := range []struct {
		name   string
		signal os.Signal
	}{{"SIGINT", os.Interrupt}, {"SIGTERM", syscall.SIGTERM}} {
		kinds = append(kinds,
			kind{name: asked.name + " before", told: "interrupted", interrupts: true, cause: func(p *process) disturbance {
				return func(x *exchange) { p.signal(asked.signal); x.hold(); x.drop() }
			}},
			kind{name: asked.name + " after", told: "interrupted", interrupts: true, cause: func(p *process) disturbance {
				return func(x *exchange) { x.forward(); p.signal(asked.signal); x.hold(); x.drop() }
			}},
		)
	}
	return append(kinds, kind{name: "answer lost", told: "unreachable", cause: func(*process) disturbance {
		return func(x *exchange) { x.forward(); x.drop() }
	}})
}
