package reliability_test

import (
	"os"
	"syscall"
)

// kills are the ways in which a run is ended at a point: before the request has
// any effect, or once it has had it and before logtoctl knows.
func kills() []kind {
	return []kind{
		{name: "SIGKILL before", killed: true, cause: func(p *process) disturbance {
			return func(x *exchange) { p.kill(); x.drop() }
		}},
		{name: "SIGKILL after", killed: true, cause: func(p *process) disturbance {
			return func(x *exchange) { x.forward(); p.kill(); x.drop() }
		}},
		{name: "SIGINT before", cause: func(p *process) disturbance {
			return func(x *exchange) { p.interrupt(); x.hold(); x.drop() }
		}},
		{name: "SIGINT after", cause: func(p *process) disturbance {
			return func(x *exchange) { x.forward(); p.interrupt(); x.hold(); x.drop() }
		}},
		{name: "answer lost", cause: func(*process) disturbance {
			return func(x *exchange) { x.forward(); x.drop() }
		}},
	}
}

// kill ends the process and waits until it is gone.
func (p *process) kill() {
	<-p.started
	_ = p.Process.Signal(syscall.SIGKILL)
	<-p.exited
}

// interrupt is a Ctrl-C.
func (p *process) interrupt() {
	<-p.started
	_ = p.Process.Signal(os.Interrupt)
}
