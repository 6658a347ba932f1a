package directmail

import (
	"net"
	"slices"
	"strings"
)

// defaultRegion is the region of a request that names none: the one behind the
// host dm.aliyuncs.com.
const defaultRegion = "cn-hangzhou"

// regions are the ones that Direct Mail runs in.
func regions() []string {
	return []string{defaultRegion, "ap-southeast-1", "us-east-1", "eu-central-1", "ap-southeast-2"}
}

// isRegion tells whether Direct Mail runs in a region.
func isRegion(id string) bool { return slices.Contains(regions(), id) }

// Hosts returns the public host name of each region, the default one first. They
// are what Logto's connector posts to, over https.
func Hosts() []string {
	var hosts []string
	for _, region := range regions() {
		hosts = append(hosts, hostOfRegion(region))
	}
	return hosts
}

// IsHost tells whether a host, as the header Host has it, is the public or the
// VPC endpoint of a region.
func IsHost(host string) bool { return regionOfHost(host) != "" }

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
	if !found || !isRegion(region) || (label != "dm" && label != "dm-vpc") {
		return ""
	}
	return region
}

// regionOf decides which region a request is for. The host has the last word,
// as each region of the real service has a gateway of its own; behind the one
// address of the sandbox the parameter RegionId tells the regions apart.
func regionOf(host, parameter string) string {
	if region := regionOfHost(host); region != "" {
		return region
	}
	if isRegion(parameter) {
		return parameter
	}
	return defaultRegion
}

// hostOfRegion is the HostId that an error of this region carries.
func hostOfRegion(region string) string {
	if region == "" || region == defaultRegion {
		return "dm.aliyuncs.com"
	}
	return "dm." + region + ".aliyuncs.com"
}
