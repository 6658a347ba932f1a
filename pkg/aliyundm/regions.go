package aliyundm

import (
	"fmt"
	"slices"
	"strings"
)

// defaultRegion is where Direct Mail accounts of mainland China live, and what
// Logto's connector assumes when its configuration names no region.
const defaultRegion = "cn-hangzhou"

// Region is a place where Direct Mail runs. Domains, sender addresses and tags
// belong to one region and are unknown in the others.
type Region struct {
	// ID is the region id of Alibaba Cloud, such as "ap-southeast-1".
	ID string
	// Endpoint is the public host of the API there; it speaks https.
	Endpoint string
	// Title is the name of the region in English.
	Title string
	// Closed is set if the region takes no new customers. What was made there
	// before may still work, so it belongs into a search through all regions, but a
	// failure to reach it means little.
	Closed bool
}

// Regions returns the five regions of Direct Mail, the default one first. The
// table is ours because the SDK answers dm.aliyuncs.com for every region. A client
// talks to one region; to look through several, make one for each.
func Regions() []Region {
	return []Region{
		{ID: defaultRegion, Endpoint: "dm.aliyuncs.com", Title: "China (Hangzhou)"},
		{ID: "ap-southeast-1", Endpoint: "dm.ap-southeast-1.aliyuncs.com", Title: "Singapore"},
		{ID: "us-east-1", Endpoint: "dm.us-east-1.aliyuncs.com", Title: "US (Virginia)"},
		{ID: "eu-central-1", Endpoint: "dm.eu-central-1.aliyuncs.com", Title: "Germany (Frankfurt)"},
		{ID: "ap-southeast-2", Endpoint: "dm.ap-southeast-2.aliyuncs.com", Title: "Australia (Sydney)", Closed: true},
	}
}

// RegionByID returns the region with the id, and whether there is one.
func RegionByID(id string) (Region, bool) {
	regions := Regions()
	i := slices.IndexFunc(regions, func(r Region) bool { return r.ID == id })
	if i < 0 {
		return Region{}, false
	}
	return regions[i], true
}

// UnknownRegionError says that Direct Mail does not run in the region.
type UnknownRegionError struct {
	// ID is the region id that was asked for.
	ID string
}

// Error names the region asked for and the ones that exist.
func (e *UnknownRegionError) Error() string {
	var known []string
	for _, region := range Regions() {
		known = append(known, region.ID)
	}
	return fmt.Sprintf("direct mail has no region %q; it has %s", e.ID, strings.Join(known, ", "))
}
