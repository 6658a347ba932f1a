//go:build !windows

package tokenstore

import "os"

// private tells whether only the owner can read the file.
func private(info os.FileInfo) bool { return info.Mode().Perm()&0o077 == 0 }
