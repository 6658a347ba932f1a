// A verified address without an account, or with one already: the person says
// whether to go on all the same.

import { h } from "../dom.js";
import { switchTo } from "../flow.js";
import { form } from "../form.js";
import { show } from "../identifiers.js";
import { terms } from "../terms.js";

const answers = {
  create: { event: "Register", button: "action.createAccount", test: "create-account" },
  exists: { event: "SignIn", button: "action.signIn", test: "sign-in-instead" },
};

export function question(app, flow) {
  const { session, text } = app;
  const { kind, verificationId } = session.get("question");
  const { event, button, test } = answers[kind];
  const agreement = terms(app, event);
  const made = form(app, {
    fields: [outcome()],
    terms: agreement,
    button: text(button),
    test,
    async action() {
      agreement.check();
      await switchTo(app, event, verificationId);
    },
  });
  const identifier = session.get("identifier");
  return {
    form: made,
    title: text(`question.${kind}.title`),
    lead: app.parts(`question.${kind}.lead`, { identifier: h("strong", {}, show(identifier)) }),
    body: [made.node, h("p", { className: "aside" }, app.linkTo(`/${flow}`, text(`action.change.${identifier.type}`), "change-identifier"))],
  };

  // outcome shows what went wrong although there is no field.
  function outcome() {
    const message = h("p", { className: "message error", role: "alert", "data-test": "message", tabIndex: -1 });
    return {
      node: message,
      input: message,
      handles: () => false,
      clear: () => message.replaceChildren(),
      fail(error) {
        message.textContent = app.explain(error);
        message.dataset.error = error.code;
      },
    };
  }
}
