package cmd_test

import (
	"context"
	"fmt"
	"net/url"
	"testing"

	"github.com/chromedp/chromedp"
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
	// Logto's name on this machine is localhost; no other leads anywhere.
	browser := startBrowser(t, chromium(t), chromedp.Flag("host-resolver-rules", "MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost"))
	if err := chromedp.Do(browser); err != nil {
		t.Fatal(err)
	}
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
func journey(t *testing.T, browser context.Context, app webApp) {
	t.Helper()
	ada := newPerson(t, browser, app, "ada@example.com", "en-US")
	signUp(ada)
	b := ada.web
	b.click(`a[href="/"]`)
	b.at(app.url + "/")
	b.await("the address", `document.querySelector(".who").textContent === "ada@example.com"`)
	b.pictures("home-signed-in")
	b.click(`a[href="/user-info"]`)
	b.await("the user info", `JSON.parse(document.body.innerText).email === "ada@example.com" && JSON.parse(document.body.innerText).email_verified === true`)
	b.picture("user-info")
	b.visit(app.url + "/profile")
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
	b.visit(b.app.url)
	b.await("nobody signed in", `document.querySelector(".state").textContent === "Not signed in"`)
	b.pictures("home-signed-out")
	b.click(`main a[href="/profile"]`)
	b.at(b.app.logto + "/sign-in")
	b.heading("Sign in to Bookstore")
	b.pictures("sign-in")
	b.click(hook("to-register"))
	b.heading("Create your Bookstore account")
	b.pictures("register")
	b.fill("identifier", p.address)
	b.click(hook("submit"))
	b.at(b.app.logto + "/register/verification-code")
	b.pictures("register-code")
	first := p.code(registerMail)
	p.mail.pictures("inbox-register")

	b.fill("code", wrong(first))
	b.says("verification_code.code_mismatch")
	b.pictures("wrong-code")
	resend(b)
	b.pictures("resent")
	second := p.code(registerMail)
	b.fill("code", first) // the second has taken its place
	b.says("verification_code.code_mismatch")
	b.fill("code", second)
	b.at(b.app.url + "/profile")
	b.await("the address", `document.querySelector("dl").textContent.includes("ada@example.com verified")`)
	b.pictures("profile")
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
	b.t.Helper()
	b.await("the pause", `document.querySelector('[data-test="resend"]').disabled`)
	b.do("let a minute pass", chromedp.Evaluate[chromedp.Void](`(() => { const now = Date.now; Date.now = () => now() + 61_000; })()`))
	b.await("its end", `!document.querySelector('[data-test="resend"]').disabled`)
	b.click(hook("resend"))
	b.await("the news", `document.querySelector("#code-message").textContent.includes("on its way")`)
}

// stillSignedInAtLogto loses the session of the app alone: nobody is asked for a
// code again.
func stillSignedInAtLogto(p *person) {
	p.t.Helper()
	b := p.web
	b.do("lose the session of the app", forget("session"))
	b.visit(b.app.url)
	b.await("nobody signed in", `document.querySelector(".state").textContent === "Not signed in"`)
	b.click(`main a[href="/sign-in"]`)
	b.at(b.app.url + "/")
	b.await("the address", fmt.Sprintf(`document.querySelector(".who")?.textContent === %q`, p.address))
}

// signOut ends both sessions, so that a page for members asks for a sign-in.
func signOut(p *person) {
	p.t.Helper()
	b := p.web
	b.visit(b.app.url)
	b.click(`a[href="/sign-out"]`)
	b.at(b.app.url + "/")
	b.await("nobody signed in", `document.querySelector(".state").textContent === "Not signed in"`)
	b.visit(b.app.url + "/profile")
	b.at(b.app.logto + "/sign-in")
}

// cancelled gives up on Logto's page and gets back to the app.
func cancelled(p *person) {
	p.t.Helper()
	b := p.web
	b.click(hook("cancel"))
	b.at(b.app.url + "/callback")
	b.heading("Sign-in cancelled")
	b.pictures("cancelled")
	b.click(`main a[href="/sign-in"]`)
	b.at(b.app.logto + "/sign-in")
}

// forged comes back to the app with a state that is not that of the sign-in.
func forged(p *person) {
	p.t.Helper()
	b := p.web
	b.visit(b.app.url + "/callback?code=made-up&state=made-up")
	b.heading("Sign-in expired")
	b.pictures("state-mismatch")
	b.visit(b.app.url)
	b.await("nobody signed in", `document.querySelector(".state").textContent === "Not signed in"`)
}

// stolen has somebody else end his own sign-in with the code of the victim, which
// never reached the app. The app could not tell, so Logto has to, by PKCE.
func stolen(victim, thief *person) {
	victim.t.Helper()
	b := victim.web
	b.visit(b.app.url + "/sign-in")
	b.do("lose the session of the app", forget("session"))
	b.fill("identifier", victim.address)
	b.click(hook("submit"))
	b.fill("code", victim.code(signInMail))
	b.click(hook("create-account"))
	b.at(b.app.url + "/callback")
	b.heading("Sign-in expired")
	code := b.eval(`new URLSearchParams(location.search).get("code")`)

	b = thief.web
	b.visit(b.app.url + "/sign-in")
	b.click(hook("cancel"))
	b.at(b.app.url + "/callback")
	state := b.eval(`new URLSearchParams(location.search).get("state")`)
	b.visit(b.app.url + "/callback?" + url.Values{"code": {code}, "state": {state}}.Encode())
	b.heading("Something went wrong")
	b.visit(b.app.url)
	b.await("nobody signed in", `document.querySelector(".state").textContent === "Not signed in"`)
}

// signInAgain comes late with the first code, and then has another one sent.
func signInAgain(p *person) {
	p.t.Helper()
	b := p.web
	b.click(`main a[href="/sign-in"]`)
	b.at(b.app.logto + "/sign-in")
	b.fill("identifier", p.address)
	b.click(hook("submit"))
	b.at(b.app.logto + "/sign-in/verification-code")
	late := p.code(signInMail)
	p.mail.pictures("inbox-sign-in")
	b.app.ahead(p.t, "11m")
	b.fill("code", late)
	b.says("verification_code.expired")
	b.pictures("expired-code")
	b.app.ahead(p.t, "")
	resend(b)
	b.fill("code", p.code(signInMail))
	b.at(b.app.url + "/")
	b.await("the address", fmt.Sprintf(`document.querySelector(".who").textContent === %q`, p.address))
}
