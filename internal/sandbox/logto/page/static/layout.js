// The card around every view, with the logo on top, the way back to the
// application beneath it and what the sandbox says about itself at the foot.

import { h, link } from "./dom.js";

const element = (id) => document.getElementById(id);
const initialOf = (name) => [...name.trim()][0]?.toUpperCase() ?? "";
const nameless = "✦";

export class Layout {
  card = element("card");
  cancel = element("cancel");
  logo = h("div", { className: "logo" });

  // brand shows the tenant's logo or, without one that can be loaded, the first
  // letter of the application's name.
  brand(logo, name) {
    const monogram = h("span", { className: "monogram", "aria-hidden": "true" }, initialOf(name) || nameless);
    if (!logo) {
      this.logo.replaceChildren(monogram);
      return;
    }
    const picture = h("img", { src: logo, alt: name, error: () => this.logo.replaceChildren(monogram) });
    this.logo.replaceChildren(picture);
  }

  show(app, { title, lead, body, form, code, final = false }, { error, info } = {}) {
    const heading = h("h1", { tabIndex: -1 }, title);
    const said = h("p", { className: "notice", role: "status", hidden: !info }, info ? app.text(info) : "");
    const problem = h("p", { className: "notice problem", role: "alert", hidden: true });
    this.problem = problem;
    const intro = h("p", { className: "lead", "data-test": "lead" }, lead);
    if (code) intro.dataset.error = code;
    this.card.replaceChildren(this.logo, heading, ...(lead.length > 0 ? [intro] : []), said, problem, ...body.filter(Boolean));
    this.card.setAttribute("aria-busy", "false");
    document.title = title;
    this.cancel.hidden = final;
    if (!final) this.cancel.textContent = app.either("action.cancelTo", { app: app.about.applicationName }, "action.cancel");
    (this.card.querySelector("form input:not([readonly])") ?? heading).focus();
    if (error) form.fail(error);
  }

  // complain says what went wrong outside of any form.
  complain(text, code) {
    this.problem.textContent = text;
    this.problem.dataset.error = code;
    this.problem.hidden = false;
  }

  foot(app) {
    const { inboxUrl } = app.about;
    if (!inboxUrl) return;
    const inbox = link(app.text("foot.inbox"), inboxUrl);
    inbox.dataset.test = "inbox";
    element("foot").replaceChildren(h("p", {}, app.parts("foot.sandbox", { inbox })));
    element("foot").hidden = false;
  }
}
