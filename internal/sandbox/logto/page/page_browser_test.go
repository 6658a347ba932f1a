package page_test

import (
	stdcmp "cmp"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/logtoctl/logtoctl/internal/browsertest"
)

// TestBrowser shows the page in a browser, state by state, against a fake
// Logto. No tab may ask another server for anything, and no script may fail.
func TestBrowser(t *testing.T) {
	t.Parallel()
	b := browsertest.Start(t)
	for name, test := range map[string]func(browser){
		"new account":                 newAccount,
		"known account":               knownAccount,
		"refused codes":               refusedCodes,
		"refused mails":               refusedMails,
		"resend":                      resend,
		"resend refused":              resendRefused,
		"reload and history":          reloadAndHistory,
		"register":                    register,
		"register a known address":    registerKnownAddress,
		"register with a password":    registerWithPassword,
		"register a username":         registerUsername,
		"password first":              passwordFirst,
		"code first":                  codeFirst,
		"password only":               passwordOnly,
		"refused passwords":           refusedPasswords,
		"recovery":                    recovery,
		"recovery of nobody":          recoveryOfNobody,
		"no recovery":                 noRecovery,
		"profile at sign-in":          profileAtSignIn,
		"email at sign-in":            emailAtSignIn,
		"sign-in only":                signInOnly,
		"register only":               registerOnly,
		"nothing to sign in with":     nothingToSignInWith,
		"only what is not here":       onlyWhatIsNotHere,
		"identifiers":                 identifiers,
		"terms to tick":               termsToTick,
		"terms of new accounts":       termsOfNewAccounts,
		"terms implied":               termsImplied,
		"no session":                  noSession,
		"suspended":                   suspended,
		"session lost on the way":     sessionLost,
		"server lost on the way":      serverLost,
		"no start":                    noStart,
		"cancel":                      cancel,
		"cancel refused":              cancelRefused,
		"languages":                   languages,
		"colours":                     colours,
		"logo":                        logo,
		"logo that cannot be loaded":  brokenLogo,
		"keyboard":                    keyboard,
		"nothing moves and all fits":  nothingMoves,
		"application without a name":  namelessApplication,
		"back from the application":   backFromApplication,
		"paths that make no sense":    senselessPaths,
		"identifier and hint in path": parameters,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(browser{t, b})
		})
	}
}

// calls compares what the page has called since the last time.
func (p *tab) calls(want ...string) {
	p.T.Helper()
	if diff := cmp.Diff(want, p.logto.made(), cmpopts.EquateEmpty()); diff != "" {
		p.T.Errorf("calls (-want +got):\n%s", diff)
	}
}

// signedIn waits until the page has left for where Logto has said.
func (p *tab) signedIn() {
	p.T.Helper()
	p.Await("the application", `location.pathname + location.search === "/app?code=1"`)
}

// has tells whether something of the page can be seen.
func (p *tab) has(name string) bool {
	p.T.Helper()
	return p.Eval(fmt.Sprintf("document.querySelector(%q)?.checkVisibility() === true", hook(name))) == "true"
}

func (p *tab) text(selector string) string {
	p.T.Helper()
	return p.Eval(fmt.Sprintf("document.querySelector(%q)?.textContent", selector))
}

// heading waits for a view.
func (p *tab) heading(want string) {
	p.T.Helper()
	p.Await("the heading "+want, fmt.Sprintf(`document.querySelector("h1")?.textContent === %q`, want))
}

// codeSent brings a tab to where the code is asked for.
func (b browser) codeSent(t *testing.T, logto *fakeLogto) *tab {
	t.Helper()
	p := b.open(t, logto, "/sign-in?app_id=app", "en")
	p.fill("identifier", "you@example.com")
	p.click("submit")
	p.at("/sign-in/verification-code")
	logto.made()
	return p
}

// newAccount makes the calls of the recorded first sign-in at a real Logto.
func newAccount(b browser) {
	t := b.t
	p := b.open(t, newLogto(t, tenant()), "/sign-in?app_id=app", "en")
	p.heading("Sign in to Bookstore")
	p.Pictures("sign-in")
	p.click("submit")
	p.says("page.invalid_email", "such as you@example.com")
	p.Pictures("sign-in-invalid")
	p.fill("identifier", " You@Example.com ")
	p.click("submit")
	p.heading("Enter the code")
	if lead := p.text(hook("lead")); lead != "We sent six digits to You@Example.com." {
		t.Errorf("lead %q", lead)
	}
	p.fill("code", "49")
	p.Pictures("code")
	p.fill("code", rightCode)
	p.heading("No account yet")
	p.Pictures("question-create")
	p.calls("PUT experience 204",
		"POST experience/verification/verification-code SignIn 200",
		"POST experience/verification/verification-code/verify 200",
		"POST experience/identification SignIn 404")
	p.click("create-account")
	p.signedIn()
	p.calls("PUT experience/interaction-event 204", "POST experience/identification Register 201", "POST experience/submit 200")
}

func knownAccount(b browser) {
	t := b.t
	logto := newLogto(t, tenant())
	logto.users["you@example.com"] = ""
	p := b.codeSent(t, logto)
	p.fill("code", "000000")
	p.says("verification_code.code_mismatch", "not the code")
	if p.Eval(`document.querySelector("#code").value`) != "" {
		t.Error("the wrong code is still there")
	}
	p.Pictures("code-wrong")
	p.click("submit")
	p.says("page.code_incomplete", "six digits")
	// What a paste brings, and full-width digits of a Japanese keyboard.
	p.Script(`{ const code = document.querySelector("#code"); code.value = "Code: ４９5 172\n"; code.dispatchEvent(new Event("input", {bubbles: true})) }`)
	p.signedIn()
	p.calls("POST experience/verification/verification-code/verify 400",
		"POST experience/verification/verification-code/verify 200",
		"POST experience/identification SignIn 204", "POST experience/submit 200")
}

func refusedCodes(b browser) {
	t := b.t
	logto := newLogto(t, tenant())
	p := b.codeSent(t, logto)
	for _, test := range []struct {
		refusal
		text string
	}{
		{refusal{400, "verification_code.expired", "", nil}, "has expired"},
		{refusal{400, "verification_code.not_found", "", nil}, "no longer works"},
		{refusal{400, "verification_code.exceed_max_try", "", nil}, "too many wrong codes"},
		{refusal{400, "session.verification_blocked_too_many_attempts", "", nil}, "Too many attempts"},
		{refusal{429, "request.rate_limited", "", nil}, "Too many requests"},
		{refusal{400, "some.new_code", "Logto says why.", nil}, "Logto says why."},
		{refusal{500, "", "Internal server error.", nil}, "Something went wrong"},
	} {
		logto.refuse("POST experience/verification/verification-code/verify", test.refusal)
		p.fill("code", "111111")
		p.says(stdcmp.Or(test.Code, "page.unexpected"), test.text)
	}
	logto.refuse("POST experience/verification/verification-code/verify", refusal{400, "verification_code.expired", "", nil})
	p.fill("code", "111111")
	p.says("verification_code.expired", "Send a new one")
	p.Pictures("code-expired")
}

func refusedMails(b browser) {
	t := b.t
	logto := newLogto(t, tenant())
	p := b.open(t, logto, "/sign-in?app_id=app", "en")
	for _, test := range []struct {
		refusal
		text string
	}{
		{refusal{400, "guard.invalid_input", "", nil}, "can’t be used"},
		{refusal{429, "request.message_rate_limited", "", nil}, "Too many messages"},
		{refusal{501, "connector.not_found", "Cannot find any available connector for type: Email.", nil}, "could not be sent: Cannot find any"},
		{refusal{422, "session.email_blocklist.email_not_allowed", "", nil}, "can’t be used"},
		{refusal{400, "connector.general", "The <b>AccessKey</b> is wrong.", nil}, "The <b>AccessKey</b> is wrong."},
	} {
		logto.refuse("POST experience/verification/verification-code", test.refusal)
		p.fill("identifier", "you@example.com")
		p.click("submit")
		p.says(test.Code, test.text)
		p.at("/sign-in")
	}
	p.Pictures("sign-in-not-sent")
}

// wait has a minute pass for the page.
func (p *tab) wait() {
	p.T.Helper()
	p.Script(`{ const now = Date.now.bind(Date); Date.now = () => now() + 60_000 }`)
	p.Await("another code", `document.querySelector("[data-test=resend]").disabled === false`)
}

func resend(b browser) {
	t := b.t
	p := b.codeSent(t, newLogto(t, tenant()))
	p.Await("the countdown", `/Send a new one in (60|5\d) s/.test(document.querySelector("[data-test=resend]").textContent)`)
	p.Await("its pace", `/Send a new one in 5[0-8] s/.test(document.querySelector("[data-test=resend]").textContent)`)
	if p.Eval(`document.querySelector("[data-test=resend]").disabled`) != "true" {
		t.Error("a code can be sent again at once")
	}
	p.wait()
	p.Pictures("code-resend")
	p.fill("code", "12")
	p.click("resend")
	p.Await("the news", `document.querySelector("#code-message").textContent.includes("on its way")`)
	p.Await("the field", `document.activeElement.id === "code" && document.activeElement.value === ""`)
	p.Await("the countdown", `document.querySelector("[data-test=resend]").disabled`)
	p.Pictures("code-resent")
	p.calls("POST experience/verification/verification-code SignIn 200")
	p.fill("code", rightCode)
	p.heading("No account yet")
}

func resendRefused(b browser) {
	t := b.t
	logto := newLogto(t, tenant())
	p := b.codeSent(t, logto)
	p.wait()
	logto.refuse("POST experience/verification/verification-code", refusal{429, "request.message_rate_limited", "", nil})
	p.click("resend")
	p.says("request.message_rate_limited", "Wait a few minutes")
	p.fill("code", rightCode) // the one before still counts
	p.heading("No account yet")
}

func reloadAndHistory(b browser) {
	t := b.t
	p := b.codeSent(t, newLogto(t, tenant()))
	p.visit("/sign-in/verification-code?app_id=app")
	p.heading("Enter the code")
	p.Await("the countdown", `document.querySelector("[data-test=resend]").disabled`)
	p.Script(`history.back()`)
	p.at("/sign-in")
	p.Await("what was typed", `document.querySelector("#identifier").value === "you@example.com"`)
	p.Script(`history.forward()`)
	p.heading("Enter the code")
	p.fill("code", rightCode)
	p.heading("No account yet")
	p.visit("/sign-in/verification-code?app_id=app")
	p.heading("No account yet") // the code is used up, what it has shown is not
	p.click("change-identifier")
	p.heading("Sign in to Bookstore")
	if query := p.Eval(`location.search`); !strings.Contains(query, "app_id=app") {
		t.Errorf("the address has lost its application: %s", query)
	}
}
