package cmd_test

import (
	"testing"

	"github.com/logtoctl/logtoctl/internal/browsertest"
)

// chinese has a browser in Chinese, at a tenant with mails in Chinese. The address
// is new, which the page finds out when the code has passed.
func chinese(t *testing.T, browser browsertest.Browser, app webApp, tenant tenant) {
	t.Helper()
	tenant.logtoctl("templates", "push", "--locale", "zh-CN")
	li := newPerson(t, browser, app, "li@example.com", "zh-CN")
	b := li.web
	b.Visit(app.url + "/sign-in")
	b.heading("登录 Bookstore")
	b.Pictures("sign-in-zh-CN")
	b.fill("identifier", li.address)
	b.Click(hook("submit"))
	b.at(app.logto + "/sign-in/verification-code")
	b.fill("code", li.code(" 是您的 Bookstore 登录验证码"))
	li.mail.Pictures("inbox-zh-CN")
	b.heading("还没有账号")
	b.Pictures("no-account-zh-CN")
	b.Click(hook("create-account"))
	b.at(app.url + "/")
	b.Await("the address", `document.querySelector(".who").textContent === "li@example.com"`)
	signOut(li)
}

// passwords is a tenant where people have a password too, and may forget it.
func passwords(t *testing.T, browser browsertest.Browser, app webApp, tenant tenant) {
	t.Helper()
	tenant.logtoctl("sign-in-experience", "enable-email", "--factor", "both", "--password-at-sign-up")
	grace := newPerson(t, browser, app, "grace@example.com", "en-US")
	b := grace.web
	b.Visit(app.url + "/sign-in")
	b.Click(hook("to-register"))
	b.fill("identifier", grace.address)
	b.Click(hook("submit"))
	b.at(app.logto + "/register/verification-code")
	b.fill("code", grace.code(registerMail))
	b.at(app.logto + "/continue/password")
	b.Pictures("new-password")
	b.fill("password", "1234567")
	b.Click(hook("submit"))
	b.says("page.password_short")
	b.Pictures("weak-password")
	b.fill("password", firstPassword)
	b.Click(hook("submit"))
	b.at(app.url + "/")
	b.Await("the address", `document.querySelector(".who").textContent === "grace@example.com"`)
	signOut(grace)
	recoverPassword(grace)
}

// recoverPassword replaces a forgotten password by means of a mail. The old one is no good
// any more.
func recoverPassword(p *person) {
	p.t.Helper()
	b := p.web
	toPassword(p)
	b.Pictures("password")
	b.fill("password", secondPassword)
	b.Click(hook("submit"))
	b.says("session.invalid_credentials")
	b.Pictures("wrong-password")
	b.Click(hook("to-forgot-password"))
	b.at(b.app.logto + "/forgot-password")
	b.Pictures("recovery")
	b.fill("identifier", p.address)
	b.Click(hook("submit"))
	b.at(b.app.logto + "/forgot-password/verification-code")
	b.fill("code", p.code(recoveryMail))
	p.mail.Pictures("inbox-recovery")
	b.at(b.app.logto + "/forgot-password/reset")
	b.Pictures("recovery-password")
	b.fill("password", secondPassword)
	b.Click(hook("submit"))
	b.Await("the news", `document.querySelector("[role=status]")?.textContent.includes("changed")`)
	b.Pictures("recovered")
	toPassword(p)
	b.fill("password", firstPassword)
	b.Click(hook("submit"))
	b.says("session.invalid_credentials")
	b.fill("password", secondPassword)
	b.Click(hook("submit"))
	b.at(b.app.url + "/profile")
	signOut(p)
}

// toPassword goes from the first step to the field for the password.
func toPassword(p *person) {
	p.t.Helper()
	b := p.web
	b.at(b.app.logto + "/sign-in")
	b.fill("identifier", p.address)
	b.Click(hook("submit"))
	b.Await("the next step", `location.pathname.startsWith("/sign-in/") && document.querySelector("main").ariaBusy === "false"`)
	if b.Eval(`location.pathname`) == "/sign-in/verification-code" {
		p.code(signInMail)
		b.Click(hook("use-password"))
	}
	b.at(b.app.logto + "/sign-in/password")
}

// withoutEmail is a tenant that people do not sign in to by email: there is no field
// for an address.
func withoutEmail(t *testing.T, browser browsertest.Browser, app webApp, tenant tenant) {
	t.Helper()
	tenant.logtoctl("sign-in-experience", "disable-email", "--yes")
	b := newPerson(t, browser, app, "nobody@example.com", "en-US").web
	b.Visit(app.url + "/sign-in")
	b.at(app.logto + "/sign-in")
	b.Await("a field for the username alone", `[...document.querySelectorAll("form label")].map((label) => label.textContent).join() === "Username,Password"`)
	b.Await("nothing about mails", `!/e-?mail/i.test(document.querySelector("main").innerText)`)
	b.Pictures("without-email")
}
