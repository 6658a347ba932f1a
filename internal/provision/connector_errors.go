package provision

import (
	"fmt"

	"github.com/logtoctl/logtoctl/internal/plan"
)

// ConnectorPackageError says that the server lacks the connector's package.
type ConnectorPackageError struct{}

// Error says what is missing.
func (e *ConnectorPackageError) Error() string {
	return "this Logto has no connector factory " + plan.AliyunDirectMail + ": the connector package is not installed"
}

// Code is the code of the error document.
func (e *ConnectorPackageError) Code() string { return "connector_package_missing" }

// Hint names the command of Logto's own tool that installs it.
func (e *ConnectorPackageError) Hint() string {
	return "install it on the server and restart Logto: npx @logto/cli connector add @logto/connector-aliyun-dm"
}

// RegionUnsupportedError says that the installed connector package is older
// than the choice of a region.
type RegionUnsupportedError struct{ Region string }

// Error names the region.
func (e *RegionUnsupportedError) Error() string {
	return fmt.Sprintf("the installed connector package does not know regionId and would send from %s instead of %s", defaultRegion(), e.Region)
}

// Code is the code of the error document.
func (e *RegionUnsupportedError) Code() string { return "region_unsupported" }

// Hint names the versions that know it.
func (e *RegionUnsupportedError) Hint() string {
	return "update Logto to 1.40 or @logto/connector-aliyun-dm to 1.6.0 or later"
}
