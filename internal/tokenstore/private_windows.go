package tokenstore

import "os"

// private is always true on Windows: the user's cache folder is the user's own
// by its access list, and mode bits say nothing.
func private(os.FileInfo) bool { return true }
