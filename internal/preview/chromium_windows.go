package preview

import "os/exec"

// killTogether leaves the command as it is: the processes of a browser are in one
// job object there, and end with the first of them.
func killTogether(*exec.Cmd) {}
