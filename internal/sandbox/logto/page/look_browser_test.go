package page_test

import (
	"fmt"
	"net/http"
	"strings"

	"github.com/chromedp/chromedp/kb"
)

func noSession(b browser) {
	t := b.t
	logto := newLogto(t, tenant())
	logto.session = false
	p := b.open(t, logto, "/sign-in?app_id=app", "en")
	p.at("/unknown-session")
	p.Await("plain words", `document.querySelector("[data-error='session.not_found']").textContent.includes("start again")`)
	if p.has("cancel") {
		t.Error("there is something to cancel")
	}
	p.Pictures("no-session")
}

func suspended(b browser) {
	t := b.t
	logto := newLogto(t, tenant())
	p := b.codeSent(t, logto)
	logto.refuse("POST experience/identification", refusal{401, "user.suspended", "", nil})
	p.fill("code", rightCode)
	p.at("/account-suspended")
	p.heading("Account suspended")
}

func sessionLost(b browser) {
	t := b.t
	logto := newLogto(t, tenant())
	p := b.codeSent(t, logto)
	logto.refuse("POST experience/verification/verification-code/verify", refusal{400, "session.not_found", "", nil})
	p.fill("code", rightCode)
	p.at("/unknown-session")
}

func serverLost(b browser) {
	t := b.t
	logto := newLogto(t, tenant())
	p := b.open(t, logto, "/sign-in?app_id=app", "en")
	logto.Close()
	p.fill("identifier", "you@example.com")
	p.click("submit")
	p.says("page.unreachable", "can’t be reached")
	p.Pictures("unreachable")
}

func noStart(b browser) {
	t := b.t
	logto := newLogto(t, tenant())
	logto.refuse("GET .well-known/sign-in-exp", refusal{http.StatusInternalServerError, "", "", nil})
	p := b.open(t, logto, "/sign-in?app_id=app", "ja")
	p.heading("ページを開始できませんでした")
	p.Pictures("no-start")
	p.click("retry")
	p.heading("Bookstore にサインイン")
}

func cancel(b browser) {
	t := b.t
	p := b.codeSent(t, newLogto(t, tenant()))
	if got := p.text(hook("cancel")); got != "Cancel and go back to Bookstore" {
		t.Errorf("cancel says %q", got)
	}
	p.click("cancel")
	p.Await("the application", `location.href.endsWith("/app?error=access_denied")`)
	p.calls("DELETE interaction 204")
}

func cancelRefused(b browser) {
	t := b.t
	logto := newLogto(t, tenant())
	p := b.open(t, logto, "/sign-in?app_id=app", "en")
	logto.refuse("DELETE interaction", refusal{429, "request.rate_limited", "", nil})
	p.click("cancel")
	p.Await("why not", `document.querySelector("[role=alert][data-error='request.rate_limited']").textContent.includes("Too many requests")`)
	p.Pictures("cancel-refused")
}

func languages(b browser) {
	t := b.t
	fixed := experience{"languageInfo": experience{"autoDetect": false, "fallbackLanguage": "ja"}}
	for _, test := range []struct {
		browser, query, want, heading string
		changes                       experience
	}{
		{"en", "", "en", "Sign in to Bookstore", nil},
		{"ja-JP,en", "", "ja", "Bookstore にサインイン", nil},
		{"zh-CN", "", "zh-CN", "登录 Bookstore", nil},
		{"zh-HK,en", "", "zh-TW", "登入 Bookstore", nil},
		{"fr-FR,zh-Hant", "", "zh-TW", "登入 Bookstore", nil},
		{"fr", "", "en", "Sign in to Bookstore", nil},
		{"fr", "", "zh-CN", "登录 Bookstore", experience{"languageInfo": experience{"autoDetect": true, "fallbackLanguage": "zh-CN"}}},
		{"fr", "", "en", "Sign in to Bookstore", experience{"languageInfo": experience{"autoDetect": true, "fallbackLanguage": "pt-BR"}}},
		{"en", "&ui_locales=fr%20ja", "ja", "Bookstore にサインイン", nil},
		{"en", "&ui_locales=zh-CN", "ja", "Bookstore にサインイン", fixed},
	} {
		p := b.open(t, newLogto(t, tenant(test.changes)), "/sign-in?app_id=app"+test.query, test.browser)
		p.heading(test.heading)
		if got := p.Eval("document.documentElement.lang + document.title"); got != test.want+test.heading {
			t.Errorf("%s%s: %s", test.browser, test.query, got)
		}
		p.Pictures("language-" + test.want)
	}
}

// colours of the button and of links can be read, whatever the brand's colour.
func colours(b browser) {
	t := b.t
	const ratios = `(async () => {
		const { contrast } = await import("/sign-in-page/theme.js");
		const hex = (rgb) => "#" + rgb.match(/\d+/g).slice(0, 3).map((n) => (+n).toString(16).padStart(2, "0")).join("");
		const of = (selector) => { const s = getComputedStyle(document.querySelector(selector)); return [hex(s.color), hex(s.backgroundColor)]; };
		const sheet = of("main")[1];
		window.ratios = [contrast(...of(".primary")), contrast(of(".aside a")[0], sheet), contrast(of(".lead")[0], sheet), contrast(of(".aside")[0], sheet), contrast(of(".cancel")[0], hex(getComputedStyle(document.documentElement).backgroundColor))];
	})()`
	for _, brand := range []string{"#5d34f2", "#ffd400", "#fff", "#000000", "#7f7f7f", "#e11d48", "#22d3ee"} {
		changes := experience{"color": experience{"primaryColor": brand, "isDarkModeEnabled": true, "darkPrimaryColor": brand}}
		p := b.open(t, newLogto(t, tenant(changes)), "/sign-in?app_id=app", "en")
		for _, scheme := range []string{"light", "dark"} {
			p.look(1280, 800, scheme)
			p.Await("the theme", fmt.Sprintf("document.documentElement.dataset.theme === %q", scheme))
			p.Script(ratios)
			p.Await("ratios", `window.ratios?.length === 5`)
			if p.Eval(`window.ratios.every((ratio) => ratio >= 4.5)`) != "true" {
				t.Errorf("%s %s: contrasts %s", brand, scheme, p.Eval(`window.ratios.join()`))
			}
			p.Picture("colour-" + strings.TrimPrefix(brand, "#") + "-" + scheme)
		}
	}
	light := newLogto(t, tenant(experience{"color": experience{"primaryColor": "#0f766e", "isDarkModeEnabled": false, "darkPrimaryColor": "#ffffff"}}))
	p := b.open(t, light, "/sign-in?app_id=app", "en")
	p.look(1280, 800, "dark")
	p.Await("no dark mode", `document.documentElement.dataset.theme === "light" && getComputedStyle(document.querySelector(".primary")).backgroundColor === "rgb(15, 118, 110)"`)
}

const picture = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='180' height='40'%3E%3Crect width='180' height='40' rx='8' fill='%23f97316'/%3E%3C/svg%3E"

func logo(b browser) {
	t := b.t
	p := b.open(t, newLogto(t, tenant(experience{"branding": experience{"logoUrl": picture}})), "/sign-in?app_id=app", "en")
	p.Await("the logo", `document.querySelector(".logo img")?.naturalWidth === 180 && document.querySelector(".logo img").alt === "Bookstore"`)
	p.Pictures("logo")
}

func brokenLogo(b browser) {
	t := b.t
	logto := newLogto(t, tenant())
	logto.experience["branding"] = experience{"logoUrl": logto.URL + "/none.png", "darkLogoUrl": picture}
	p := b.open(t, logto, "/sign-in?app_id=app", "en")
	p.Await("a letter in its place", `document.querySelector(".logo")?.textContent === "B"`)
	p.look(1280, 800, "dark")
	p.Await("the logo for the dark", `document.querySelector(".logo img")?.naturalWidth === 180`)
}

// keyboard signs in without a mouse, and reaches everything with the tabulator.
func keyboard(b browser) {
	t := b.t
	p := b.open(t, newLogto(t, tenant()), "/sign-in?app_id=app", "en")
	p.Await("the first field", `document.activeElement.id === "identifier"`)
	order := []string{"submit", "to-register", "cancel", "inbox"}
	for _, next := range order {
		p.Press(kb.Tab)
		p.Await(next, fmt.Sprintf("document.activeElement.dataset.test === %q", next))
	}
	p.Script(`document.querySelector("#identifier").focus()`)
	p.Press("you@example.com" + kb.Enter)
	p.Await("the code", `document.activeElement.id === "code"`)
	p.Press(rightCode)
	p.heading("No account yet")
	p.Press(kb.Tab)
	p.Await("the button", `document.activeElement.dataset.test === "create-account"`)
	p.Press(kb.Enter)
	p.signedIn()
}

func nothingMoves(b browser) {
	t := b.t
	logto := newLogto(t, tenant())
	p := b.open(t, logto, "/sign-in?app_id=app", "en")
	for _, width := range []int64{320, 390, 1280} {
		p.look(width, 640, "light")
		p.visit("/sign-in?app_id=app")
		where := p.Eval(`document.querySelector(".primary").getBoundingClientRect().top`)
		p.fill("identifier", "no address")
		p.click("submit")
		p.says("page.invalid_email", "such as you@example.com")
		if now := p.Eval(`document.querySelector(".primary").getBoundingClientRect().top`); width > 320 && now != where {
			t.Errorf("at %d the button has moved from %s to %s", width, where, now)
		}
		p.fill("identifier", strings.Repeat("long", 12)+"@example.com")
		p.click("submit")
		p.at("/sign-in/verification-code")
		if over := p.Eval(`document.documentElement.scrollWidth - innerWidth`); over != "0" {
			t.Errorf("at %d the page is %s pixels too wide", width, over)
		}
		p.Picture(fmt.Sprintf("fits-%d", width))
	}
}

func namelessApplication(b browser) {
	t := b.t
	p := b.open(t, newLogto(t, tenant()), "/sign-in", "en")
	p.heading("Sign in")
	if got := p.text(hook("cancel")); got != "Cancel" {
		t.Errorf("cancel says %q", got)
	}
	p.Pictures("nameless")
}

func backFromApplication(b browser) {
	t := b.t
	logto := newLogto(t, tenant())
	logto.users["you@example.com"] = ""
	p := b.codeSent(t, logto)
	p.fill("code", rightCode)
	p.signedIn()
	p.Script(`history.back()`)
	p.at("/sign-in") // what is over is forgotten
	p.Await("a form at rest", `document.querySelector("[data-test=submit]")?.ariaBusy !== "true"`)
}

func senselessPaths(b browser) {
	t := b.t
	for path, want := range map[string]string{
		"/sign-in/password":                  "/sign-in",
		"/sign-in/verification-code":         "/sign-in",
		"/register/verification-code":        "/register",
		"/register/password":                 "/sign-in",
		"/forgot-password/verification-code": "/forgot-password",
		"/forgot-password/reset":             "/sign-in",
		"/continue/password":                 "/sign-in",
		"/continue/verification-code":        "/sign-in",
	} {
		p := b.open(t, newLogto(t, tenant()), path+"?app_id=app", "en")
		p.at(want)
		p.Await("a form", `document.querySelector("#identifier") !== null`)
	}
	p := b.codeSent(t, newLogto(t, tenant()))
	p.visit("/continue/extra-profile?app_id=app")
	p.heading("Not in the sandbox")
}

func parameters(b browser) {
	t := b.t
	all := signInWith(method{"email", false, true, false}, method{"username", true, false, true})
	p := b.open(t, newLogto(t, tenant(all)), "/identifier-sign-in?app_id=app&identifier=email&login_hint=you%40example.com", "en")
	if got := p.text("label") + p.Eval(`document.querySelector("#identifier").value`); got != "Email addressyou@example.com" {
		t.Errorf("the field is %s", got)
	}
}
