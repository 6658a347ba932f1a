package cli

import (
	"context"

	"github.com/logtoctl/logtoctl/internal/manifest"
)

// What stands in for an AccessKey that is not set while a file is read. Neither
// looks like what somebody forgot to replace, which is an error.
const (
	unsetAccessKeyID     = "LTAI-not-set-here"
	unsetAccessKeySecret = "secret-not-set-here"
)

// ReadSetUp reads the files as [Env.ReadManifest] does, for somebody who only
// looks: the AccessKey, or the half of it, that the files leave to an environment
// in which it is not set is empty.
func (e *Env) ReadSetUp(ctx context.Context, paths, varFiles []string) (manifest.Manifest, error) {
	file, err := e.readManifest(ctx, paths, varFiles, map[string]string{
		manifest.AccessKeyIDVariable: unsetAccessKeyID, manifest.AccessKeySecretVariable: unsetAccessKeySecret,
	})
	if err != nil || file.Connector == nil {
		return file, err
	}
	if file.Connector.AccessKeyID == unsetAccessKeyID {
		file.Connector.AccessKeyID = ""
	}
	if file.Connector.AccessKeySecret == unsetAccessKeySecret {
		file.Connector.AccessKeySecret = ""
	}
	return file, nil
}

// orUnset finds the values for variables that are not set, or empty.
func orUnset(lookup func(string) (string, bool), unset map[string]string) func(string) (string, bool) {
	return func(name string) (string, bool) {
		value, found := lookup(name)
		if standIn, known := unset[name]; known && value == "" {
			return standIn, true
		}
		return value, found
	}
}
