// What one step of a sign-in leaves to the next. It lives as long as the tab, so
// that a reload and the buttons back and forward find it again. No password and
// no code is ever kept.

const key = "logtoctl.sign-in";
// resendAfter is how many seconds Logto's page waits before it offers another code.
const resendAfter = 60;

export class Session {
  constructor() {
    this.values = read();
  }

  // The values: identifier {type, value}, event (SignIn, Register or
  // ForgotPassword), code {verificationId, sentAt}, question {kind,
  // verificationId}, agreed, appId, uiLocales.
  get(name) {
    return this.values[name] ?? null;
  }

  set(changes) {
    Object.assign(this.values, changes);
    try {
      sessionStorage.setItem(key, JSON.stringify(this.values));
    } catch {
      // A browser that keeps nothing starts anew at a reload.
    }
  }

  // secondsToResend is 0 when a code may be sent again.
  secondsToResend(now = Date.now()) {
    const sentAt = this.get("code")?.sentAt ?? 0;
    return Math.max(0, Math.ceil(resendAfter - (now - sentAt) / 1000));
  }
}

function read() {
  try {
    return JSON.parse(sessionStorage.getItem(key)) ?? {};
  } catch {
    return {};
  }
}
