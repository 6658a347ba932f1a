// A password: the one of an account, or a new one.

import { h } from "../dom.js";
import { unmet } from "../experience.js";
import { passwordField } from "../fields.js";
import { complete, resetPassword, sendCode, signInWithPassword } from "../flow.js";
import { form, known, problem } from "../form.js";
import { show } from "../identifiers.js";
import { forgotten } from "./identifier.js";

export function signInPassword(app) {
  const { session, text } = app;
  const identifier = session.get("identifier");
  const method = identifier && app.experience.method(identifier.type);
  if (!method?.password) return app.replace("/sign-in");
  const password = passwordField(app);
  const made = form(app, {
    fields: [password],
    between: forgotten(app),
    button: text("action.signIn"),
    async action() {
      if (!password.input.value) throw problem("password_empty");
      await signInWithPassword(app, identifier, password.input.value);
    },
  });
  made.node.prepend(owner(identifier));
  const switchToCode = async () => {
    try {
      await sendCode(app, "sign-in", identifier);
      app.go("/sign-in/verification-code");
    } catch (error) {
      if (!app.handled(known(error))) made.fail(known(error));
    }
  };
  return {
    form: made,
    title: text("password.title"),
    lead: app.parts("password.lead", { identifier: h("strong", {}, show(identifier)) }),
    body: [
      made.node,
      method.verificationCode && h("p", { className: "aside" }, h("button", { type: "button", className: "link", click: switchToCode, "data-test": "use-code" }, text(`action.useCode.${identifier.type}`))),
      h("p", { className: "aside" }, app.linkTo("/sign-in", text("action.changeIdentifier"), "change-identifier")),
    ],
  };
}

// The steps that ask for a new password differ in what becomes of it.
export const registerPassword = (app) => newPassword(app, "newPassword.lead", (value) => complete(app, { type: "password", value }));
export const continuePassword = (app) => newPassword(app, "newPassword.leadRequired", (value) => complete(app, { type: "password", value }));
export const recoveredPassword = (app) =>
  newPassword(app, "newPassword.leadRecovery", async (value) => {
    await resetPassword(app, value);
    app.replace("/sign-in", { info: "recovery.done" });
  });

function newPassword(app, lead, save) {
  const { session, text } = app;
  if (!session.get("event")) return app.replace("/sign-in");
  const policy = app.experience.passwordPolicy;
  const told = rules(app, policy);
  const password = passwordField(app, { newPassword: true, describedBy: told.node.id });
  password.input.addEventListener("input", () => told.judge(password.input.value));
  const made = form(app, {
    fields: [password],
    button: text("action.savePassword"),
    async action() {
      const [first] = unmet(password.input.value, policy);
      if (first) throw problem(`password_${first}`);
      await save(password.input.value);
    },
  });
  const identifier = session.get("identifier");
  if (identifier) made.node.prepend(owner(identifier));
  password.node.after(told.node);
  return { form: made, title: text("newPassword.title"), lead: [text(lead)], body: [made.node] };
}

// rules tell what a password has to be like. Those that the page can check show
// whether they are met; Logto has the last word on the others.
function rules(app, policy) {
  const line = (name, values, checked) => ({ name, checked, node: h("li", { "data-rule": name }, app.text(`rule.${name}`, values)) });
  const lines = [
    policy.min > 1 && line("short", { min: policy.min }, true),
    policy.types > 1 && line("types", { min: policy.types }, true),
    policy.simple && line("simple", {}, false),
    policy.personal && line("personal", {}, false),
  ].filter(Boolean);
  return {
    node: h("ul", { id: "rules", className: "rules" }, lines.map((one) => one.node)),
    judge(value) {
      const broken = unmet(value, policy);
      lines.filter((one) => one.checked).forEach((one) => one.node.classList.toggle("met", value !== "" && !broken.includes(one.name)));
    },
  };
}

// owner tells password managers whose password it is.
function owner(identifier) {
  return h("input", { type: "text", name: "username", autocomplete: "username", value: show(identifier), readOnly: true, tabIndex: -1, className: "owner", "aria-hidden": "true" });
}
