// Plain words where there is nothing to fill in.

import { h } from "../dom.js";

// notice says something, with the code of the error behind it if there is one.
export function notice(app, name, code = "") {
  return { title: app.text(`notice.${name}.title`), lead: app.parts(`notice.${name}.lead`), body: [], code, final: true };
}

export const unknownSession = (app) => notice(app, "session", "session.not_found");
export const accountSuspended = (app) => notice(app, "suspended", "user.suspended");

export function nothingToSignInWith(app) {
  const elsewhere = (app.experience.raw.socialConnectors ?? []).length > 0 || app.experience.raw.singleSignOnEnabled;
  const name = elsewhere ? "unsupported" : "nothing";
  const command = h("code", {}, "logtoctl sign-in-experience enable-email");
  return { ...notice(app, name, `page.${name}`), lead: app.parts(`notice.${name}.lead`, { command }), final: false };
}

// failed offers to try again when the page could not even start.
export function failed(texts, error) {
  const retry = h("button", { type: "button", className: "primary", "data-test": "retry", click: () => location.reload() }, h("span", {}, texts.text("action.retry")));
  return { title: texts.text("notice.failed.title"), lead: [texts.has(`error.${error.code}`) ? texts.text(`error.${error.code}`) : error.message], body: [retry], code: error.code, final: true };
}
