package page_test

func register(b browser) {
	t := b.t
	p := b.open(t, newLogto(t, tenant()), "/sign-in?app_id=app", "en")
	p.click("to-register")
	p.at("/register")
	p.heading("Create your Bookstore account")
	p.Pictures("register")
	p.fill("identifier", "new@example.com")
	p.click("submit")
	p.at("/register/verification-code")
	p.fill("code", rightCode)
	p.signedIn()
	p.calls("PUT experience 204",
		"POST experience/verification/verification-code Register 200",
		"POST experience/verification/verification-code/verify 200",
		"POST experience/identification Register 201", "POST experience/submit 200")
}

func registerKnownAddress(b browser) {
	t := b.t
	logto := newLogto(t, tenant())
	logto.users["you@example.com"] = ""
	p := b.open(t, logto, "/register?app_id=app", "en")
	p.fill("identifier", "you@example.com")
	p.click("submit")
	p.fill("code", rightCode)
	p.heading("You have an account")
	p.Pictures("question-exists")
	logto.made()
	logto.refuse("POST experience/identification", refusal{429, "request.rate_limited", "", nil})
	p.click("sign-in-instead")
	p.Await("the refusal", `document.querySelector("[data-error='request.rate_limited']") === document.activeElement`)
	p.click("sign-in-instead")
	p.signedIn()
	p.calls("PUT experience/interaction-event 204", "POST experience/identification 429",
		"POST experience/identification SignIn 204", "POST experience/submit 200")
}

func registerWithPassword(b browser) {
	t := b.t
	policy := experience{"passwordPolicy": experience{"length": experience{"min": 10}, "characterTypes": experience{"min": 2}}}
	logto := newLogto(t, tenant(signUpWith(true, "email"), policy))
	p := b.open(t, logto, "/register?app_id=app", "en")
	p.fill("identifier", "new@example.com")
	p.click("submit")
	p.fill("code", rightCode)
	p.at("/continue/password")
	p.heading("Choose a password")
	p.click("submit")
	p.says("page.password_short", "too short")
	p.fill("password", "lettersonly")
	p.Await("a rule that is met", `document.querySelector("[data-rule=short].met") && !document.querySelector("[data-rule=types].met")`)
	p.Pictures("new-password")
	p.click("submit")
	p.says("page.password_types", "more kinds of characters")
	p.fill("password", "Bücherwurm 17")
	p.click("submit")
	p.says("page.password_characters", "plain letters")
	for _, test := range []struct{ issue, text string }{
		{"pwned", "known from a leak"},
		{"restricted.repetition", "repeats itself"},
		{"restricted.user_info", "close to your name"},
	} {
		logto.refuse("POST experience/profile", refusal{422, "password.rejected", "", []experience{{"code": "password_rejected.restricted.words"}, {"code": "password_rejected." + test.issue}}})
		if test.issue != "pwned" { // the first of the like is told
			logto.refusals["POST experience/profile"][0].Data = []experience{{"code": "password_rejected." + test.issue}}
		}
		p.fill("password", "letters and 17 digits")
		p.click("submit")
		p.says("password.rejected", test.text)
	}
	p.Pictures("new-password-rejected")
	logto.made()
	p.click("reveal")
	p.Await("the password in plain text", `document.querySelector("#password").type === "text" && document.activeElement.id === "password"`)
	p.click("submit")
	p.signedIn()
	p.calls("POST experience/profile password 204", "POST experience/identification Register 201", "POST experience/submit 200")
}

func registerUsername(b browser) {
	t := b.t
	logto := newLogto(t, tenant(signUpWith(true, "username"), signInWith(method{Identifier: "username", Password: true})))
	logto.users["taken"] = "secret phrase"
	p := b.open(t, logto, "/register?app_id=app", "en")
	p.fill("identifier", "1st")
	p.click("submit")
	p.says("page.invalid_username", "no digit first")
	p.fill("identifier", "taken")
	p.click("submit")
	p.says("user.username_already_in_use", "taken")
	p.Pictures("register-username")
	p.fill("identifier", "reader")
	logto.made()
	p.click("submit")
	p.at("/register/password")
	p.fill("password", "correct horse")
	p.click("submit")
	p.signedIn()
	p.calls("PUT experience 204", "POST experience/profile username 204", "POST experience/profile password 204",
		"POST experience/identification Register 201", "POST experience/submit 200")
}

func profileAtSignIn(b browser) {
	t := b.t
	logto := newLogto(t, tenant())
	logto.users["you@example.com"] = ""
	for _, missing := range []string{"username", "password"} {
		logto.refuse("POST experience/submit", refusal{422, "user.missing_profile", "", map[string][]string{"missingProfile": {missing}}})
	}
	p := b.codeSent(t, logto)
	p.fill("code", rightCode)
	p.at("/continue/username")
	p.heading("One more thing")
	p.Pictures("continue-username")
	p.fill("identifier", "reader")
	p.click("submit")
	p.at("/continue/password")
	p.fill("password", "correct horse")
	p.click("submit")
	p.signedIn()
	p.calls("POST experience/verification/verification-code/verify 200",
		"POST experience/identification SignIn 204", "POST experience/submit 422",
		"POST experience/profile username 204", "POST experience/submit 422",
		"POST experience/profile password 204", "POST experience/submit 200")
}

func emailAtSignIn(b browser) {
	t := b.t
	logto := newLogto(t, tenant(signInWith(method{Identifier: "username", Password: true})))
	logto.users["reader"] = "correct horse"
	logto.refuse("POST experience/submit", refusal{422, "user.missing_profile", "", map[string][]string{"missingProfile": {"email"}}})
	p := b.open(t, logto, "/sign-in?app_id=app", "en")
	p.fill("identifier", "reader")
	p.fill("password", "correct horse")
	p.click("submit")
	p.at("/continue/email")
	logto.made()
	p.fill("identifier", "you@example.com")
	p.click("submit")
	p.at("/continue/verification-code")
	p.fill("code", rightCode)
	p.signedIn()
	p.calls("POST experience/verification/verification-code SignIn 200", "POST experience/verification/verification-code/verify 200",
		"POST experience/profile email 204", "POST experience/submit 200")
}

func termsToTick(b browser) {
	t := b.t
	logto := newLogto(t, tenant(experience{"termsOfUseUrl": "https://example.com/terms", "privacyPolicyUrl": "https://example.com/privacy", "agreeToTermsPolicy": "Manual"}))
	p := b.open(t, logto, "/sign-in?app_id=app", "en")
	p.fill("identifier", "you@example.com")
	p.click("submit")
	p.says("page.agreement", "Please agree")
	p.Pictures("terms-manual")
	p.calls()
	p.click("agree")
	p.click("submit")
	p.fill("code", rightCode)
	p.heading("No account yet")
	p.Await("the agreement", `document.querySelector("#agree").checked`)
	p.click("create-account")
	p.signedIn()
}

func termsOfNewAccounts(b browser) {
	t := b.t
	logto := newLogto(t, tenant(experience{"privacyPolicyUrl": "https://example.com/privacy", "agreeToTermsPolicy": "ManualRegistrationOnly"}))
	p := b.codeSent(t, logto)
	p.fill("code", rightCode)
	p.heading("No account yet")
	p.click("create-account")
	p.says("page.agreement", "Please agree")
	p.Pictures("question-create-terms")
	p.click("agree")
	p.click("create-account")
	p.signedIn()
}

func termsImplied(b browser) {
	t := b.t
	logto := newLogto(t, tenant(experience{"termsOfUseUrl": "https://example.com/terms", "privacyPolicyUrl": "https://example.com/privacy"}))
	p := b.open(t, logto, "/register?app_id=app", "en")
	if got := p.text(hook("terms")); got != "By continuing you agree to the terms of use and privacy policy." {
		t.Errorf("terms: %q", got)
	}
	if got := p.Eval(`[...document.querySelectorAll(".terms a")].map((a) => a.href + " " + a.target + " " + a.rel).join()`); got !=
		"https://example.com/terms _blank noopener noreferrer,https://example.com/privacy _blank noopener noreferrer" {
		t.Errorf("links: %s", got)
	}
	p.Pictures("terms-automatic")
}
