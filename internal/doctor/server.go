package doctor

import (
	"errors"
	"net/http"
	"time"

	"github.com/logtoctl/logtoctl/pkg/aliyundm"
	"github.com/logtoctl/logtoctl/pkg/logtoadmin"
)

const (
	serverClock            = "server.clock"
	serverReads            = "server.reads"
	serverConnectorPackage = "server.connector-package"
	serverRegions          = "server.regions"
	serverRecovery         = "server.password-recovery"
	serverEmailTemplates   = "server.email-templates"
)

func serverChecks() []Check {
	return []Check{
		{ID: serverClock, Group: groupServer, Title: "its clock is right", needs: []string{endpointReachable}, judge: func(f *Facts) verdict {
			return judgeClock(f.Logto.Clock, "Logto", maxTokenSkew)
		}},
		{ID: serverReads, Group: groupServer, Title: "the Management API answers", needs: []string{tokenRole}, judge: judgeReads},
		{ID: serverConnectorPackage, Group: groupServer, Title: "the Aliyun connector is installed", needs: []string{tokenRole}, judge: judgeConnectorPackage},
		{ID: serverRegions, Group: groupServer, Title: "knows regionId (Logto 1.40)", needs: []string{serverConnectorPackage}, judge: judgeRegions},
		{ID: serverRecovery, Group: groupServer, Title: "knows forgotPasswordMethods", needs: []string{tokenRole}, reads: experienceRead, judge: judgeRecoveryField},
		{ID: serverEmailTemplates, Group: groupServer, Title: "knows localised email templates", needs: []string{tokenRole}, judge: judgeTemplatesRoute},
	}
}

// How far off a clock may be. Direct Mail refuses what is signed a quarter of an
// hour off; libraries that check tokens allow some minutes at most. A minute is
// more than any clock that is set by the network.
const (
	maxSignatureSkew = 15 * time.Minute
	maxTokenSkew     = 5 * time.Minute
	noticeableSkew   = time.Minute
)

func judgeClock(clock Fact[time.Duration], server string, limit time.Duration) verdict {
	if clock.Err != nil {
		return skip("", "its answers have no date")
	}
	const fix = "set the clock of this machine, or of the server, by the network: timedatectl set-ntp true"
	ahead := clock.Value.Round(time.Second)
	direction := "ahead of"
	if ahead < 0 {
		direction = "behind"
	}
	switch off := ahead.Abs(); {
	case off >= limit:
		return fail(fix, "the clock of %s is %s %s this machine's", server, off, direction)
	case off >= noticeableSkew:
		return warn(fix, "the clock of %s is %s %s this machine's", server, off, direction)
	default:
		return ok("less than a minute off")
	}
}

func experienceRead(f *Facts) []error { return []error{f.Logto.Experience.Err} }

// judgeReads names a read that failed for another reason than that the server
// is too old for it or has nothing there.
func judgeReads(f *Facts) verdict {
	for _, err := range []error{f.Logto.Connectors.Err, f.Logto.Experience.Err, f.Logto.Applications.Err, besides(f.Logto.Factory.Err), templatesError(f)} {
		if err == nil {
			continue
		}
		next := "run it again; if it stays, look at the log of Logto"
		if errors.Is(err, logtoadmin.ErrUnauthorized) || errors.Is(err, logtoadmin.ErrForbidden) {
			next = "check that LOGTO_RESOURCE is the Management API of this tenant, and the role of " + f.AppID
		}
		return fail(next, "%s", brief(err))
	}
	return ok("every read")
}

func besides(err error) error {
	if errors.Is(err, logtoadmin.ErrNotFound) {
		return nil
	}
	return err
}

// tooOldForTemplates tells a server that has no such route.
func tooOldForTemplates(f *Facts) bool {
	refusal, ok := errors.AsType[*logtoadmin.Error](f.Logto.Templates.Err)
	return ok && refusal.StatusCode == http.StatusNotFound
}

// templatesError is why the localised templates are not known.
func templatesError(f *Facts) error {
	if tooOldForTemplates(f) {
		return nil
	}
	return f.Logto.Templates.Err
}

func judgeConnectorPackage(f *Facts) verdict {
	switch err := f.Logto.Factory.Err; {
	case err == nil:
		return ok("%s", f.Logto.Factory.Value.ID)
	case errors.Is(err, logtoadmin.ErrNotFound):
		return fail("on the server: npx @logto/cli connector add @logto/connector-aliyun-dm, then restart Logto",
			"this Logto has no connector aliyun-direct-mail installed")
	default:
		return skip("", "cannot be looked at: %s", brief(err))
	}
}

func judgeRegions(f *Facts) verdict {
	if f.Logto.Factory.Value.HasFormItem("regionId") {
		return ok("yes")
	}
	defaultRegion := aliyundm.Regions()[0].ID
	const fix = "update Logto to 1.40 or later (connector package 1.6.0)"
	if mailer := f.DirectMail.Mailer; mailer.Err == nil && mailer.Value.RegionID != "" && mailer.Value.RegionID != defaultRegion {
		return fail(fix, "the installed connector ignores regionId and sends in %s, not in %s", defaultRegion, mailer.Value.RegionID)
	}
	return warn(fix, "the installed connector sends in %s only", defaultRegion)
}

func judgeRecoveryField(f *Facts) verdict {
	if f.Logto.Experience.Value.ForgotPasswordMethods.Supported {
		return ok("yes")
	}
	return warn("update Logto, if password recovery is to be switched", "this Logto offers password recovery whenever a connector can send codes")
}

func judgeTemplatesRoute(f *Facts) verdict {
	const fix = "update Logto, or keep one language in the connector's templates"
	switch {
	case !tooOldForTemplates(f):
		return readable(templatesError(f), "yes")
	case f.File != nil && len(f.File.EmailTemplates) > 0:
		return fail(fix, "%s has emailTemplates, which this Logto is too old for", f.FileName)
	default:
		return warn(fix, "this Logto has one language of mails, the connector's own")
	}
}

// readable is ok unless something could not be read, which another check tells.
func readable(err error, found string) verdict {
	if err != nil {
		return skip("", "cannot be looked at: %s", brief(err))
	}
	return ok("%s", found)
}
