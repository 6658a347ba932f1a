package cmd_test

import (
	"fmt"
	"net/url"
	"testing"

	"github.com/logtoctl/logtoctl/internal/browsertest"
)

// What the mails say after the code, by what they are for.
const (
	registerMail = " is your Bookstore sign-up code"
	signInMail   = " is your Bookstore sign-in code"
	recoveryMail = " is your Bookstore password reset code"
)

// passwords that a person has one after the other.
const (
	firstPassword  = "a lamp by the river 7"
	secondPassword = "nine grey herons wait"
)

// TestBrowserGuide does in a browser what somebody does at the end of the guide:
// signs up, signs in and out of the two apps with codes read in the inbox.
func TestBrowserGuide(t *testing.T) {
	t.Parallel()
	browser := browsertest.Start(t)
	t.Run("gin", func(t *testing.T) {
		t.Parallel()
		app := startQuickstart(t, "gin")
		journey(t, browser, app)
	})
	t.Run("net-http", func(t *testing.T) {
		t.Parallel()
		tenant := newTenant(t)
		app := tenant.startApp("net-http")
		journey(t, browser, app)
		chinese(t, browser, app, tenant)
		passwords(t, browser, app, tenant)
		withoutEmail(t, browser, app, tenant)
	})
}

// journey is that of one person with a new account, and of what goes wrong on it.
func journey(t *testing.T, browser browsertest.Browser, app webApp) {
	t.Helper()
	ada := newPerson(t, browser, app, "ada@example.com", "en-US")
	signUp(ada)
	b := ada.web
	b.Click(`a[href="/"]`)
	b.at(app.url + "/")
	b.Await("the address", `document.querySelector(".who").textContent === "ada@example.com"`)
	b.Pictures("home-signed-in")
	b.Click(`a[href="/user-info"]`)
	b.Await("the user info", `JSON.parse(document.body.innerText).email === "ada@example.com" && JSON.parse(document.body.innerText).email_verified === true`)
	b.Picture("user-info")
	b.Visit(app.url + "/profile")
	b.at(app.url + "/profile")
	stillSignedInAtLogto(ada)
	signOut(ada)
	cancelled(ada)
	forged(ada)
	signInAgain(ada)
	signOut(ada)
	stolen(newPerson(t, browser, app, "eve@example.com", "en-US"), newPerson(t, browser, app, "mallory@example.com", "en-US"))
}

// signUp begins at a page for members, which the person comes back to.
func signUp(p *person) {
	p.t.Helper()
	b := p.web
	b.Visit(b.app.url)
	b.Await("nobody signed in", `document.querySelector(".state").textContent === "Not signed in"`)
	b.Pictures("home-signed-out")
	b.Click(`main a[href="/profile"]`)
	b.at(b.app.logto + "/sign-in")
	b.heading("Sign in to Bookstore")
	b.Pictures("sign-in")
	b.Click(hook("to-register"))
	b.heading("Create your Bookstore account")
	b.Pictures("register")
	b.fill("identifier", p.address)
	b.Click(hook("submit"))
	b.at(b.app.logto + "/register/verification-code")
	b.Pictures("register-code")
	first := p.code(registerMail)
	p.mail.Pictures("inbox-register")

	b.fill("code", wrong(first))
	b.says("verification_code.code_mismatch")
	b.Pictures("wrong-code")
	resend(b)
	b.Pictures("resent")
	second := p.code(registerMail)
	b.fill("code", first) // the second has taken its place
	b.says("verification_code.code_mismatch")
	b.fill("code", second)
	b.at(b.app.url + "/profile")
	b.Await("the address", `document.querySelector("dl").textContent.includes("ada@example.com verified")`)
	b.Pictures("profile")
}

// wrong returns another code.
func wrong(code string) string {
	digit := byte('0')
	if code[0] == digit {
		digit = '1'
	}
	return string(digit) + code[1:]
}

// resend lets the minute pass that people have to wait, and sends another code.
func resend(b *tab) {
	b.T.Helper()
	b.Await("the pause", `document.querySelector('[data-test="resend"]').disabled`)
	b.Script(`(() => { const now = Date.now; Date.now = () => now() + 61_000; })()`)
	b.Await("its end", `!document.querySelector('[data-test="resend"]').disabled`)
	b.Click(hook("resend"))
	b.Await("the news", `document.querySelector("#code-message").textContent.includes("on its way")`)
}

// stillSignedInAtLogto loses the session of the app alone: nobody is asked for a
// code again.
func stillSignedInAtLogto(p *person) {
	p.t.Helper()
	b := p.web
	b.DeleteCookie("localhost", "bookstore_session")
	b.Visit(b.app.url)
	b.Await("nobody signed in", `document.querySelector(".state").textContent === "Not signed in"`)
	b.Click(`main a[href="/sign-in"]`)
	b.at(b.app.url + "/")
	b.Await("the address", fmt.Sprintf(`document.querySelector(".who")?.textContent === %q`, p.address))
}

// signOut ends both sessions, so that a page for members asks for a sign-in.
func signOut(p *person) {
	p.t.Helper()
	b := p.web
	b.Visit(b.app.url)
	b.Click(`a[href="/sign-out"]`)
	b.at(b.app.url + "/")
	b.Await("nobody signed in", `document.querySelector(".state").textContent === "Not signed in"`)
	b.Visit(b.app.url + "/profile")
	b.at(b.app.logto + "/sign-in")
}

// cancelled gives up on Logto's page and gets back to the app.
func cancelled(p *person) {
	p.t.Helper()
	b := p.web
	b.Click(hook("cancel"))
	b.at(b.app.url + "/callback")
	b.heading("Sign-in cancelled")
	b.Pictures("cancelled")
	b.Click(`main a[href="/sign-in?return_to=%2fprofile"]`) // where the person was going
	b.at(b.app.logto + "/sign-in")
}

// forged comes back to the app with a state that is not that of the sign-in.
func forged(p *person) {
	p.t.Helper()
	b := p.web
	b.Visit(b.app.url + "/callback?code=made-up&state=made-up")
	b.heading("Sign-in expired")
	b.Pictures("state-mismatch")
	b.Visit(b.app.url)
	b.Await("nobody signed in", `document.querySelector(".state").textContent === "Not signed in"`)
}

// stolen has somebody else end his own sign-in with the code of the victim, which
// never reached the app. The app could not tell, so Logto has to, by PKCE.
func stolen(victim, thief *person) {
	victim.t.Helper()
	b := victim.web
	b.Visit(b.app.url + "/sign-in")
	b.DeleteCookie("localhost", "bookstore_session")
	b.fill("identifier", victim.address)
	b.Click(hook("submit"))
	b.fill("code", victim.code(signInMail))
	b.Click(hook("create-account"))
	b.at(b.app.url + "/callback")
	b.heading("Sign-in expired")
	code := b.Eval(`new URLSearchParams(location.search).get("code")`)

	b = thief.web
	b.Visit(b.app.url + "/sign-in")
	b.Click(hook("cancel"))
	b.at(b.app.url + "/callback")
	state := b.Eval(`new URLSearchParams(location.search).get("state")`)
	b.Visit(b.app.url + "/callback?" + url.Values{"code": {code}, "state": {state}}.Encode())
	b.heading("Logto could not sign you in")
	b.Visit(b.app.url)
	b.Await("nobody signed in", `document.querySelector(".state").textContent === "Not signed in"`)
}

// signInAgain comes late with the first code, and then has another one sent.
func signInAgain(p *person) {
	p.t.Helper()
	b := p.web
	b.Click(`main a[href="/sign-in"]`)
	b.at(b.app.logto + "/sign-in")
	b.fill("identifier", p.address)
	b.Click(hook("submit"))
	b.at(b.app.logto + "/sign-in/verification-code")
	late := p.code(signInMail)
	p.mail.Pictures("inbox-sign-in")
	b.app.ahead(p.t, "11m")
	b.fill("code", late)
	b.says("verification_code.expired")
	b.Pictures("expired-code")
	b.app.ahead(p.t, "")
	resend(b)
	b.fill("code", p.code(signInMail))
	b.at(b.app.url + "/")
	b.Await("the address", fmt.Sprintf(`document.querySelector(".who").textContent === %q`, p.address))
}
