// The first step of each flow: who is it?

import { h } from "../dom.js";
import { identifierField, passwordField } from "../fields.js";
import { registerUsername, sendCode, signInWithPassword } from "../flow.js";
import { form, problem } from "../form.js";
import { read, show } from "../identifiers.js";
import { terms } from "../terms.js";
import { nothingToSignInWith } from "./notice.js";

export function signIn(app) {
  const { experience, text } = app;
  const kinds = experience.signInKinds;
  if (kinds.length === 0) return experience.signUpKinds.length > 0 ? app.replace("/register") : nothingToSignInWith(app);
  const agreement = terms(app, "SignIn");
  const identifier = identifierField(app, kinds, prefilled(app, kinds));
  const password = experience.passwordOnly ? passwordField(app) : null;
  const made = form(app, {
    fields: password ? [identifier, password] : [identifier],
    terms: agreement,
    between: password && forgotten(app),
    button: text(password ? "action.signIn" : "action.continue"),
    async action() {
      const known = typed(identifier, kinds);
      if (password && !password.input.value) throw problem("password_empty");
      agreement.check();
      if (password) return signInWithPassword(app, known, password.input.value);
      const method = experience.method(known.type);
      if (method.verificationCode && !(method.password && method.isPasswordPrimary)) {
        await sendCode(app, "sign-in", known);
        return app.go("/sign-in/verification-code");
      }
      app.session.set({ identifier: known });
      return app.go("/sign-in/password");
    },
  });
  const codeByMail = kinds.join() === "email" && !experience.method("email").password;
  return {
    form: made,
    title: app.either("signIn.titleTo", { app: app.about.applicationName }, "signIn.title"),
    lead: codeByMail ? [text("signIn.lead")] : [],
    body: [made.node, experience.signUpKinds.length > 0 && aside(app, "signIn.new", "action.createAccount", "/register", "to-register")],
  };
}

export function register(app) {
  const { experience, text } = app;
  const kinds = experience.signUpKinds;
  if (kinds.length === 0) return experience.signInKinds.length > 0 ? app.replace("/sign-in") : nothingToSignInWith(app);
  const agreement = terms(app, "Register");
  const identifier = identifierField(app, kinds, prefilled(app, kinds));
  const made = form(app, {
    fields: [identifier],
    terms: agreement,
    button: text("action.continue"),
    async action() {
      const known = typed(identifier, kinds);
      agreement.check();
      if (known.type === "username") {
        await registerUsername(app, known);
        return app.go("/register/password");
      }
      await sendCode(app, "register", known);
      return app.go("/register/verification-code");
    },
  });
  return {
    form: made,
    title: app.either("register.titleFor", { app: app.about.applicationName }, "register.title"),
    lead: kinds.join() === "email" ? [text("register.lead")] : [],
    body: [made.node, experience.signInKinds.length > 0 && aside(app, "register.known", "action.signIn", "/sign-in", "to-sign-in")],
  };
}

export function forgotPassword(app) {
  const { text } = app;
  const kinds = app.experience.recoveryKinds;
  if (kinds.length === 0) return app.replace("/sign-in");
  const identifier = identifierField(app, kinds, prefilled(app, kinds));
  const made = form(app, {
    fields: [identifier],
    button: text("action.sendCode"),
    async action() {
      await sendCode(app, "forgot-password", typed(identifier, kinds));
      return app.go("/forgot-password/verification-code");
    },
  });
  return {
    form: made,
    title: text("recovery.title"),
    lead: [text("recovery.lead")],
    body: [made.node, app.experience.signInKinds.length > 0 && aside(app, "recovery.known", "action.backToSignIn", "/sign-in", "to-sign-in")],
  };
}

// forgotten leads to the recovery, where there is one.
export function forgotten(app) {
  if (app.experience.recoveryKinds.length === 0) return null;
  return h("p", { className: "beside" }, app.linkTo("/forgot-password", app.text("action.forgotPassword"), "to-forgot-password"));
}

export function typed(field, kinds) {
  const identifier = read(field.input.value, kinds);
  if (identifier) return identifier;
  throw problem(kinds.length === 1 ? `invalid_${kinds[0]}` : "invalid_identifier");
}

// prefilled is what was typed before, or what the application has suggested.
function prefilled(app, kinds) {
  const before = app.session.get("identifier");
  if (before && kinds.includes(before.type)) return show(before);
  return app.parameters.get("login_hint") ?? "";
}

const aside = (app, question, action, path, test) => h("p", { className: "aside" }, app.text(question), " ", app.linkTo(path, app.text(action), test));
