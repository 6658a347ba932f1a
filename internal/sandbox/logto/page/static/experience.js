// The tenant's sign-in experience (GET /api/.well-known/sign-in-exp), read as
// Logto's own page reads it.

export class Experience {
  // only are the kinds of identifier that the application has asked for with
  // the parameter identifier; none means all.
  constructor(raw, only = []) {
    this.raw = raw;
    this.wanted = (kind) => only.length === 0 || only.includes(kind);
  }

  // methods are the ways to sign in: {identifier, password, verificationCode,
  // isPasswordPrimary}.
  get methods() {
    if (this.raw.signInMode === "Register") return [];
    return this.raw.signIn.methods.filter((method) => method.password || method.verificationCode);
  }

  method(kind) {
    return this.methods.find((method) => method.identifier === kind);
  }

  get signInKinds() {
    const kinds = this.methods.map((method) => method.identifier);
    return narrowed(kinds, this.wanted);
  }

  // passwordOnly has the first form ask for the password, too.
  get passwordOnly() {
    return this.methods.length > 0 && this.methods.every((method) => !method.verificationCode);
  }

  // signUpKinds are the identifiers that somebody new starts with.
  get signUpKinds() {
    if (this.raw.signInMode === "SignIn") return [];
    return narrowed(this.raw.signUp.identifiers, this.wanted);
  }

  // canSignUpWith tells whether a verified address may become an account.
  canSignUpWith(kind) {
    if (this.raw.signInMode === "SignIn") return false;
    const secondary = (this.raw.signUp.secondaryIdentifiers ?? []).map(({ identifier }) => identifier);
    return [...this.raw.signUp.identifiers, ...secondary].some((one) => one === kind || (one === "emailOrPhone" && kind !== "username"));
  }

  // recoveryKinds are the identifiers that a forgotten password can be replaced by.
  get recoveryKinds() {
    return ["email", "phone"].filter((kind) => this.raw.forgotPassword?.[kind]);
  }

  get terms() {
    const { termsOfUseUrl, privacyPolicyUrl } = this.raw;
    return { termsOfUse: termsOfUseUrl || null, privacyPolicy: privacyPolicyUrl || null };
  }

  // asksForAgreement tells whether somebody has to tick the terms in an event.
  asksForAgreement(event) {
    const { termsOfUse, privacyPolicy } = this.terms;
    if (!termsOfUse && !privacyPolicy) return false;
    const policy = this.raw.agreeToTermsPolicy;
    return policy === "Manual" || (policy === "ManualRegistrationOnly" && event === "Register");
  }

  // passwordPolicy fills in Logto's defaults.
  get passwordPolicy() {
    const { length = {}, characterTypes = {}, rejects = {} } = this.raw.passwordPolicy ?? {};
    return {
      min: length.min ?? 8,
      max: length.max ?? 256,
      types: characterTypes.min ?? 1,
      pwned: rejects.pwned ?? true,
      simple: rejects.repetitionAndSequence ?? true,
      personal: rejects.userInfo ?? true,
    };
  }
}

function narrowed(kinds, wanted) {
  const some = kinds.filter(wanted);
  return some.length > 0 ? some : kinds;
}

// unmet are the rules of a policy that a password breaks and that need nobody's
// help to check: short, long, types or characters.
export function unmet(password, policy) {
  const kinds = [/[a-z]/, /[A-Z]/, /[0-9]/, /[!-/:-@[-`{-~ ]/].filter((kind) => kind.test(password)).length;
  const broken = [];
  if (password.length < policy.min) broken.push("short");
  if (password.length > policy.max) broken.push("long");
  if (/[^ -~]/.test(password)) broken.push("characters");
  if (kinds < policy.types) broken.push("types");
  return broken;
}
