package cli

import (
	"github.com/logtoctl/logtoctl/internal/apprun"
	"github.com/logtoctl/logtoctl/internal/output"
)

// codesOfApps are about building and running the Go app.
func codesOfApps() []output.Explanation {
	return []output.Explanation{
		told(&apprun.NoGoError{}, "The app is built with Go, and there is no go command on the PATH."),
		told(&apprun.BuildError{Dir: "DIR"}, "Go could not build the app; what it said is in the message."),
		told(&apprun.EndedError{}, "The app that was started has ended; what it printed last is in the message."),
		told(&apprun.NotReadyError{}, "The app was started and did not answer in time."),
		written("application_taken", "The tenant has an application of that key already, which the command did not create and would change.",
			"give the new app an application of its own with another --name, or add --adopt to let this one be changed"),
		told(&apprun.PortInUseError{}, "Something else on this machine has the port that the app needs."),
	}
}
