// The terms of the tenant: a box to tick where the tenant asks for it, and a
// line with the links where it does not.

import { h, link } from "./dom.js";
import { problem } from "./form.js";

// terms is a field of a form, with check, which throws until the box is ticked.
export function terms(app, event) {
  const { termsOfUse, privacyPolicy } = app.experience.terms;
  const links = [
    termsOfUse && link(app.text("terms.termsOfUse"), termsOfUse),
    privacyPolicy && link(app.text("terms.privacyPolicy"), privacyPolicy),
  ].filter(Boolean);
  const both = links.length === 2 ? app.parts("terms.both", { one: links[0], other: links[1] }) : links;
  if (links.length > 0 && app.experience.asksForAgreement(event)) return box(app, both);
  const automatic = app.experience.raw.agreeToTermsPolicy === "Automatic";
  const line = automatic ? app.parts("terms.implied", { terms: both }) : both;
  return {
    ...{ handles: () => false, clear() {}, check() {} },
    line: links.length > 0 ? h("p", { className: "terms", "data-test": "terms" }, line) : null,
  };
}

function box(app, both) {
  const input = h("input", { type: "checkbox", id: "agree", "data-test": "agree", checked: app.session.get("agreed") === true, "aria-describedby": "agree-message" });
  const message = h("p", { id: "agree-message", className: "message error", "aria-live": "assertive", "data-test": "message" });
  const clear = () => {
    message.textContent = "";
    delete message.dataset.error;
  };
  input.addEventListener("change", () => {
    clear();
    app.session.set({ agreed: input.checked });
  });
  return {
    input,
    clear,
    node: h("div", { className: "agreement" }, h("label", { className: "check", for: "agree" }, input, h("span", {}, app.parts("terms.agree", { terms: both }))), message),
    handles: (code) => code === "page.agreement",
    fail(error) {
      message.textContent = app.explain(error);
      message.dataset.error = error.code;
    },
    check() {
      if (!input.checked) throw problem("agreement");
    },
  };
}
