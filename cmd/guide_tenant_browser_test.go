package cmd_test

import (
	"context"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

// chinese has a browser in Chinese, at a tenant with mails in Chinese. The address
// is new, which the page finds out when the code has passed.
func chinese(t *testing.T, browser context.Context, app webApp, tenant tenant) {
	t.Helper()
	tenant.logtoctl("templates", "push", "--locale", "zh-CN")
	li := newPerson(t, browser, app, "li@example.com", "zh-CN")
	b := li.web
	b.visit(app.url + "/sign-in")
	b.heading("登录 Bookstore")
	b.pictures("sign-in-zh-CN")
	b.fill("identifier", li.address)
	b.click(hook("submit"))
	b.at(app.logto + "/sign-in/verification-code")
	b.fill("code", li.code(" 是您的 Bookstore 登录验证码"))
	li.mail.pictures("inbox-zh-CN")
	b.heading("还没有账号")
	b.pictures("no-account-zh-CN")
	b.click(hook("create-account"))
	b.at(app.url + "/")
	b.await("the address", `document.querySelector(".who").textContent === "li@example.com"`)
	signOut(li)
}

// passwords is a tenant where people have a password too, and may forget it.
func passwords(t *testing.T, browser context.Context, app webApp, tenant tenant) {
	t.Helper()
	tenant.logtoctl("sign-in-experience", "enable-email", "--factor", "both", "--password-at-sign-up")
	grace := newPerson(t, browser, app, "grace@example.com", "en-US")
	b := grace.web
	b.visit(app.url + "/sign-in")
	b.click(hook("to-register"))
	b.fill("identifier", grace.address)
	b.click(hook("submit"))
	b.at(app.logto + "/register/verification-code")
	b.fill("code", grace.code(registerMail))
	b.at(app.logto + "/continue/password")
	b.pictures("new-password")
	b.fill("password", "1234567")
	b.click(hook("submit"))
	b.says("page.password_short")
	b.pictures("weak-password")
	b.fill("password", firstPassword)
	b.click(hook("submit"))
	b.at(app.url + "/")
	b.await("the address", `document.querySelector(".who").textContent === "grace@example.com"`)
	signOut(grace)
	recoverPassword(grace)
}

// recoverPassword replaces a forgotten password by means of a mail. The old one is no good
// any more.
func recoverPassword(p *person) {
	p.t.Helper()
	b := p.web
	toPassword(p)
	b.pictures("password")
	b.fill("password", secondPassword)
	b.click(hook("submit"))
	b.says("session.invalid_credentials")
	b.pictures("wrong-password")
	b.click(hook("to-forgot-password"))
	b.at(b.app.logto + "/forgot-password")
	b.pictures("recovery")
	b.fill("identifier", p.address)
	b.click(hook("submit"))
	b.at(b.app.logto + "/forgot-password/verification-code")
	b.fill("code", p.code(recoveryMail))
	p.mail.pictures("inbox-recovery")
	b.at(b.app.logto + "/forgot-password/reset")
	b.pictures("recovery-password")
	b.fill("password", secondPassword)
	b.click(hook("submit"))
	b.await("the news", `document.querySelector("[role=status]")?.textContent.includes("changed")`)
	b.pictures("recovered")
	toPassword(p)
	b.fill("password", firstPassword)
	b.click(hook("submit"))
	b.says("session.invalid_credentials")
	b.fill("password", secondPassword)
	b.click(hook("submit"))
	b.at(b.app.url + "/profile")
	signOut(p)
}

// toPassword goes from the first step to the field for the password.
func toPassword(p *person) {
	p.t.Helper()
	b := p.web
	b.at(b.app.logto + "/sign-in")
	b.fill("identifier", p.address)
	b.click(hook("submit"))
	b.await("the next step", `location.pathname.startsWith("/sign-in/") && document.querySelector("main").ariaBusy === "false"`)
	if b.eval(`location.pathname`) == "/sign-in/verification-code" {
		p.code(signInMail)
		b.click(hook("use-password"))
	}
	b.at(b.app.logto + "/sign-in/password")
}

// withoutEmail is a tenant that people do not sign in to by email: there is no field
// for an address.
func withoutEmail(t *testing.T, browser context.Context, app webApp, tenant tenant) {
	t.Helper()
	tenant.logtoctl("sign-in-experience", "disable-email", "--yes")
	b := newPerson(t, browser, app, "nobody@example.com", "en-US").web
	b.visit(app.url + "/sign-in")
	b.at(app.logto + "/sign-in")
	b.await("a field for the username alone", `[...document.querySelectorAll("form label")].map((label) => label.textContent).join() === "Username,Password"`)
	b.await("nothing about mails", `!/e-?mail/i.test(document.querySelector("main").innerText)`)
	b.pictures("without-email")
}

// forget deletes a cookie of the tab's browser.
func forget(name string) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		_, err := cdp.Call(ctx, target, network.DeleteCookies, network.DeleteCookiesParams{Name: name, Domain: "localhost"})
		return err
	})
}
