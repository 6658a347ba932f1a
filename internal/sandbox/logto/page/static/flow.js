// What a person does, as calls of the Experience API. Every function throws an
// ApiError, and leaves the page when Logto says where to go.

const experience = "/api/experience";
const code = `${experience}/verification/verification-code`;

export const events = { "sign-in": "SignIn", register: "Register", "forgot-password": "ForgotPassword" };

// sendCode starts a flow anew and mails a code. The flow continue goes on with
// the event that it belongs to.
export async function sendCode(app, flow, identifier) {
  if (flow !== "continue") await start(app, events[flow]);
  app.session.set({ identifier, question: null });
  await resendCode(app);
}

async function start(app, event) {
  await app.api.put(experience, { interactionEvent: event });
  app.session.set({ event, code: null, question: null });
}

export async function resendCode(app) {
  const { session } = app;
  const sent = await app.api.post(code, { identifier: session.get("identifier"), interactionEvent: session.get("event") });
  session.set({ code: { verificationId: sent.verificationId, sentAt: Date.now() } });
}

// verifyCode returns the id of the verification that the code has passed.
export async function verifyCode(app, digits) {
  const { session } = app;
  const body = { identifier: session.get("identifier"), verificationId: session.get("code").verificationId, code: digits };
  const { verificationId } = await app.api.post(`${code}/verify`, body);
  return verificationId;
}

// identify says whose sign-in it is. A registration creates the account; without
// a verification it does so from the profile that was sent before.
export async function identify(app, verificationId) {
  await app.api.post(`${experience}/identification`, verificationId ? { verificationId } : {});
}

// submit ends the interaction. Logto names no place to go after a recovery.
export async function submit(app) {
  const answer = await app.api.post(`${experience}/submit`);
  if (answer?.redirectTo) app.leave(answer.redirectTo);
}

export async function identifyAndSubmit(app, verificationId) {
  await identify(app, verificationId);
  await submit(app);
}

// switchTo carries a passed verification over to the other event: a sign-in
// without an account becomes a registration, and the other way round.
export async function switchTo(app, event, verificationId) {
  if (app.session.get("event") !== event) {
    await app.api.put(`${experience}/interaction-event`, { interactionEvent: event });
    app.session.set({ event });
  }
  await identifyAndSubmit(app, verificationId);
}

export async function signInWithPassword(app, identifier, password) {
  await start(app, "SignIn");
  app.session.set({ identifier });
  const { verificationId } = await app.api.post(`${experience}/verification/password`, { identifier, password });
  await identifyAndSubmit(app, verificationId);
}

export async function registerUsername(app, identifier) {
  await start(app, "Register");
  app.session.set({ identifier });
  await app.api.post(`${experience}/profile`, { type: "username", value: identifier.value });
}

// complete adds to the profile what it lacked: {type: "username", value},
// {type: "password", value} or {type: "email", verificationId}.
export async function complete(app, addition) {
  await app.api.post(`${experience}/profile`, addition);
  if (app.session.get("event") === "Register") await identify(app);
  await submit(app);
}

export async function resetPassword(app, password) {
  await app.api.put(`${experience}/profile/password`, { password });
  await submit(app);
}

// abort gives up. Logto answers 204 and leaves the way back to the browser's
// history; the sandbox names it in a header.
export async function abort(app) {
  const { answer, headers } = await app.api.send("DELETE", "/api/interaction");
  return answer?.redirectTo ?? headers.get("Location");
}
