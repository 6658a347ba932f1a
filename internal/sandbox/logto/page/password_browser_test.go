package page_test

func passwordFirst(b browser) {
	t := b.t
	logto := newLogto(t, tenant(signInWith(method{"email", true, true, true})))
	logto.users["you@example.com"] = "correct horse"
	p := b.open(t, logto, "/sign-in?app_id=app", "en")
	p.fill("identifier", "you@example.com")
	p.click("submit")
	p.at("/sign-in/password")
	p.calls()
	p.Pictures("password")
	p.fill("password", "wrong")
	p.click("submit")
	p.says("session.invalid_credentials", "not right")
	p.Pictures("password-wrong")
	logto.made()
	p.click("use-code")
	p.at("/sign-in/verification-code")
	p.calls("PUT experience 204", "POST experience/verification/verification-code SignIn 200")
	p.click("use-password")
	p.fill("password", "correct horse")
	p.click("submit")
	p.signedIn()
	p.calls("PUT experience 204", "POST experience/verification/password 200", "POST experience/identification SignIn 204", "POST experience/submit 200")
}

func codeFirst(b browser) {
	t := b.t
	p := b.open(t, newLogto(t, tenant(signInWith(method{"email", true, true, false}))), "/sign-in?app_id=app", "en")
	p.fill("identifier", "you@example.com")
	p.click("submit")
	p.at("/sign-in/verification-code")
	if !p.has("use-password") {
		t.Error("no way to the password")
	}
	p.Pictures("code-or-password")
}

// passwordOnly is a new tenant: username and password, no connector.
func passwordOnly(b browser) {
	t := b.t
	logto := newLogto(t, tenant(signUpWith(true, "username"), signInWith(method{Identifier: "username", Password: true}),
		experience{"forgotPassword": experience{"email": false, "phone": false}}))
	logto.users["reader"] = "correct horse"
	p := b.open(t, logto, "/sign-in?app_id=app", "en")
	if p.has("to-forgot-password") {
		t.Error("a way to a recovery that there is not")
	}
	p.Pictures("password-only")
	p.fill("identifier", "reader")
	p.click("submit")
	p.says("page.password_empty", "Enter your password")
	p.fill("identifier", "you@example.com")
	p.click("submit")
	p.says("page.invalid_username", "letters, digits and _")
	p.fill("identifier", "reader")
	p.fill("password", "correct horse")
	p.click("submit")
	p.signedIn()
	p.calls("PUT experience 204", "POST experience/verification/password 200", "POST experience/identification SignIn 204", "POST experience/submit 200")
}

func refusedPasswords(b browser) {
	t := b.t
	logto := newLogto(t, tenant(signInWith(method{"email", true, true, true})))
	p := b.open(t, logto, "/sign-in?app_id=app", "en")
	p.fill("identifier", "you@example.com")
	p.click("submit")
	logto.refuse("POST experience/verification/password", refusal{400, "session.verification_blocked_too_many_attempts", "", nil})
	p.fill("password", "correct horse")
	p.click("submit")
	p.says("session.verification_blocked_too_many_attempts", "Too many attempts")
	logto.refuse("POST experience/verification/verification-code", refusal{429, "request.message_rate_limited", "", nil})
	p.click("use-code")
	p.says("request.message_rate_limited", "Too many messages")
	p.at("/sign-in/password")
}

func recovery(b browser) {
	t := b.t
	logto := newLogto(t, tenant(signInWith(method{"email", true, true, true})))
	logto.users["you@example.com"] = "forgotten"
	p := b.open(t, logto, "/sign-in?app_id=app", "en")
	p.fill("identifier", "you@example.com")
	p.click("submit")
	p.click("to-forgot-password")
	p.at("/forgot-password")
	p.Await("what was typed", `document.querySelector("#identifier").value === "you@example.com"`)
	p.Pictures("recovery")
	p.click("submit")
	p.at("/forgot-password/verification-code")
	p.fill("code", rightCode)
	p.at("/forgot-password/reset")
	p.Pictures("recovery-password")
	logto.refuse("PUT experience/profile/password", refusal{422, "user.same_password", "", nil})
	p.fill("password", "new phrase")
	p.click("submit")
	p.says("user.same_password", "old password")
	p.click("submit")
	p.at("/sign-in")
	p.Await("the news", `document.querySelector("[role=status]").textContent.includes("Your password is changed")`)
	p.Pictures("recovery-done")
	p.calls("PUT experience 204",
		"POST experience/verification/verification-code ForgotPassword 200",
		"POST experience/verification/verification-code/verify 200",
		"POST experience/identification ForgotPassword 204",
		"PUT experience/profile/password 422", "PUT experience/profile/password 204",
		"POST experience/submit 200")
	p.click("submit")
	p.fill("password", "new phrase")
	p.click("submit")
	p.signedIn()
}

func recoveryOfNobody(b browser) {
	t := b.t
	p := b.open(t, newLogto(t, tenant()), "/reset-password?app_id=app", "en")
	p.fill("identifier", "nobody@example.com")
	p.click("submit")
	p.fill("code", rightCode)
	p.at("/forgot-password")
	p.says("user.user_not_exist", "no such account")
	p.Pictures("recovery-nobody")
}

func noRecovery(b browser) {
	t := b.t
	logto := newLogto(t, tenant(experience{"forgotPassword": experience{"email": false, "phone": false}}))
	p := b.open(t, logto, "/forgot-password?app_id=app", "en")
	p.at("/sign-in")
}

func signInOnly(b browser) {
	t := b.t
	p := b.open(t, newLogto(t, tenant(experience{"signInMode": "SignIn"})), "/register?app_id=app", "en")
	p.at("/sign-in")
	if p.has("to-register") {
		t.Error("a way to a sign-up that there is not")
	}
	p.fill("identifier", "nobody@example.com")
	p.click("submit")
	p.fill("code", rightCode)
	p.at("/sign-in")
	p.says("user.user_not_exist", "no such account")
	p.Pictures("sign-in-nobody")
}

func registerOnly(b browser) {
	t := b.t
	logto := newLogto(t, tenant(experience{"signInMode": "Register"}))
	logto.users["you@example.com"] = ""
	p := b.open(t, logto, "/sign-in?app_id=app", "en")
	p.at("/register")
	if p.has("to-sign-in") {
		t.Error("a way to a sign-in that there is not")
	}
	p.fill("identifier", "you@example.com")
	p.click("submit")
	p.fill("code", rightCode)
	p.says("user.email_already_in_use", "belongs to an account")
}

func nothingToSignInWith(b browser) {
	t := b.t
	p := b.open(t, newLogto(t, tenant(signInWith(), signUpWith(false))), "/sign-in?app_id=app", "en")
	p.Await("plain words", `document.querySelector("[data-error='page.nothing']").textContent.includes("logtoctl sign-in-experience enable-email")`)
	if p.has("identifier") {
		t.Error("there is a field")
	}
	p.Pictures("nothing")
}

func onlyWhatIsNotHere(b browser) {
	t := b.t
	social := experience{"socialConnectors": []experience{{"id": "github"}}}
	p := b.open(t, newLogto(t, tenant(signInWith(), signUpWith(false), social)), "/sign-in?app_id=app", "en")
	p.heading("Not in the sandbox")
	p.Pictures("unsupported")
}

func identifiers(b browser) {
	t := b.t
	logto := newLogto(t, tenant(signInWith(method{"email", false, true, false}, method{"phone", false, true, false}, method{"username", true, false, true})))
	p := b.open(t, logto, "/sign-in?app_id=app", "en")
	if label := p.text("label"); label != "Email address, phone number or username" {
		t.Errorf("label %q", label)
	}
	p.Pictures("sign-in-all")
	p.fill("identifier", "no one")
	p.click("submit")
	p.says("page.invalid_identifier", "sign in with this")
	p.fill("identifier", "+44 (20) 7946-0000")
	p.click("submit")
	p.at("/sign-in/verification-code")
	if lead := p.text(hook("lead")); lead != "We sent six digits to +442079460000." {
		t.Errorf("lead %q", lead)
	}
	p.click("change-identifier")
	p.fill("identifier", "reader")
	p.click("submit")
	p.at("/sign-in/password")
	if p.has("use-code") {
		t.Error("a username gets no code")
	}
}
