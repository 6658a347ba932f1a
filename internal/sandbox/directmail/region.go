package directmail

import (
	"net"
	"strings"
)

// defaultRegion is the region of a request that names none: the one behind the
// host dm.aliyuncs.com.
const defaultRegion = "cn-hangzhou"

// regionOfHost reads the region from the host name of a request, public or
// VPC. It returns "" for any other host, such as the loopback address of the
// sandbox.
func regionOfHost(host string) string {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	host = strings.ToLower(host)
	if host == "dm.aliyuncs.com" {
		return defaultRegion
	}
	label, rest, _ := strings.Cut(host, ".")
	region, found := strings.CutSuffix(rest, ".aliyuncs.com")
	if !found || strings.Contains(region, ".") || (label != "dm" && label != "dm-vpc") {
		return ""
	}
	return region
}

// hostOfRegion is the HostId that an error of this region carries.
func hostOfRegion(region string) string {
	if region == "" || region == defaultRegion {
		return "dm.aliyuncs.com"
	}
	return "dm." + region + ".aliyuncs.com"
}
