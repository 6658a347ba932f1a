package doctor

import (
	"slices"
	"strings"

	"github.com/logtoctl/logtoctl/internal/manifest"
	"github.com/logtoctl/logtoctl/internal/plan"
	"github.com/logtoctl/logtoctl/internal/provision"
	"github.com/logtoctl/logtoctl/pkg/logtoadmin"
)

const (
	applicationsHTTPS = "applications.https"
	applicationsTwins = "applications.trailing-slash"
	applicationsNone  = "applications.redirect-uri"
	applicationsFile  = "applications.file"
)

func applicationChecks() []Check {
	needs := []string{tokenRole}
	return []Check{
		{ID: applicationsNone, Group: groupApplications, Title: "each has a redirect URI", needs: needs, reads: applicationsRead, judge: judgeRedirect},
		{ID: applicationsHTTPS, Group: groupApplications, Title: "URIs are https, or on localhost", needs: needs, reads: applicationsRead, judge: judgeHTTPS},
		{ID: applicationsTwins, Group: groupApplications, Title: "none differ by a last slash only", needs: needs, reads: applicationsRead, judge: judgeTwins},
		{ID: applicationsFile, Group: groupApplications, Title: "are as the file says", needs: []string{applicationsTwins}, reads: applicationsRead, judge: judgeApplicationsFile},
	}
}

func applicationsRead(f *Facts) []error { return []error{f.Logto.Applications.Err} }

// signedInto returns the applications that people sign in to with a browser.
func (f *Facts) signedInto() []logtoadmin.Application {
	return slices.DeleteFunc(slices.Clone(f.Logto.Applications.Value), func(a logtoadmin.Application) bool {
		return a.Type != logtoadmin.ApplicationTypeTraditional && a.Type != logtoadmin.ApplicationTypeSPA && a.Type != logtoadmin.ApplicationTypeNative
	})
}

func judgeRedirect(f *Facts) verdict {
	applications := f.signedInto()
	if len(applications) == 0 {
		return skip("logtoctl app create NAME --redirect-uri http://localhost:3000/callback", "the tenant has no web application yet")
	}
	for _, application := range applications {
		if len(application.OIDCClientMetadata.RedirectURIs) == 0 {
			return fail(f.setURIs(application, "add redirectUris to it", []string{"http://localhost:3000/callback"}, application.OIDCClientMetadata.PostLogoutRedirectURIs),
				"nobody can sign in to %s (%s): it has no redirect URI", application.Name, application.ID)
		}
	}
	return ok("%d looked at", len(applications))
}

func judgeHTTPS(f *Facts) verdict {
	for _, application := range f.signedInto() {
		for _, uri := range allURIs(application) {
			if isUnprotected(uri) {
				live := application.OIDCClientMetadata
				return fail(f.setURIs(application, "write https:// for "+uri, protected(live.RedirectURIs), protected(live.PostLogoutRedirectURIs)),
					"%s sends people to %s, where anybody on the way reads along", application.Name, uri)
			}
		}
	}
	return ok("yes")
}

// judgeTwins finds URIs of which the last slash was forgotten, or is too many:
// Logto compares letter by letter. Two that are both registered work, each for
// itself; one that the file has and the tenant has only the twin of does not.
func judgeTwins(f *Facts) verdict {
	found := ok("none")
	for _, application := range f.signedInto() {
		live := application.OIDCClientMetadata
		wanted, _ := f.wanted(application)
		for _, registered := range [][]string{live.RedirectURIs, live.PostLogoutRedirectURIs} {
			for _, uri := range slices.Concat(wanted.RedirectURIs, wanted.PostSignOutRedirectURIs) {
				if slices.Contains(registered, twin(uri)) && !slices.Contains(allURIs(application), uri) {
					return fail(f.applyConnector(), "%s has %s, but %s says %s", application.Name, twin(uri), f.FileName, uri)
				}
			}
			for _, uri := range registered {
				if found.status == OK && strings.HasSuffix(uri, "/") && slices.Contains(registered, twin(uri)) {
					next := f.setURIs(application, "leave the other one out", without(live.RedirectURIs, uri), without(live.PostLogoutRedirectURIs, uri))
					found = warn("keep the one that the app uses, such as "+twin(uri)+": "+next, "%s has both %s and %s", application.Name, twin(uri), uri)
				}
			}
		}
	}
	return found
}

// wanted returns an application of the tenant as the file has it.
func (f *Facts) wanted(application logtoadmin.Application) (manifest.Application, bool) {
	if f.File == nil {
		return manifest.Application{}, false
	}
	i := slices.IndexFunc(f.File.Applications, func(wanted manifest.Application) bool { return wanted.Key == plan.Key(application) })
	if i < 0 {
		return manifest.Application{}, false
	}
	return f.File.Applications[i], true
}

func judgeApplicationsFile(f *Facts) verdict {
	if f.File == nil || f.File.Applications == nil {
		return noFile(f, "applications")
	}
	var differing []plan.Field
	for _, want := range provision.Desired(*f.File).Applications {
		change, err := plan.EnsureApplication(f.Logto.Applications.Value, want, true)
		switch {
		case err != nil:
			return fail(hintOf(err, f.planCommand()), "%v", err)
		case change.Status == plan.Created:
			return fail(f.applyConnector(), "the application %s of %s does not exist", want.Key, f.FileName)
		}
		for _, field := range change.Fields {
			differing = append(differing, plan.Field{Path: want.Key + "." + field.Path})
		}
	}
	return asFile(f, differing)
}
