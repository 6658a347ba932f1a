// The code that was sent, and what follows from it in each flow.

import { h } from "../dom.js";
import { codeField } from "../fields.js";
import { complete, identify, identifyAndSubmit, resendCode, verifyCode } from "../flow.js";
import { form, known, problem } from "../form.js";
import { show } from "../identifiers.js";
import { question } from "./question.js";

export function verificationCode(app, flow) {
  const { session, text } = app;
  const identifier = session.get("identifier");
  const start = flow === "continue" ? `/continue/${identifier?.type}` : `/${flow}`;
  if (!identifier || !session.get("code")) return app.replace(flow === "continue" ? "/sign-in" : start);
  if (session.get("question")) return question(app, flow);
  const code = codeField(app, () => made.submit());
  const made = form(app, {
    fields: [code],
    button: text("action.continue"),
    async action() {
      if (code.input.value.length < 6) throw problem("code_incomplete");
      try {
        await passed(app, flow, await verifyCode(app, code.input.value));
      } catch (error) {
        code.empty();
        throw error;
      }
    },
  });
  const password = flow === "sign-in" && app.experience.method(identifier.type)?.password;
  return {
    form: made,
    title: text("code.title"),
    lead: app.parts(`code.lead.${identifier.type}`, { identifier: h("strong", {}, show(identifier)) }),
    body: [
      made.node,
      h("p", { className: "aside" }, resend(app, code)),
      password && h("p", { className: "aside" }, app.linkTo("/sign-in/password", text("action.usePassword"), "use-password")),
      h("p", { className: "aside" }, app.linkTo(start, text(`action.change.${identifier.type}`), "change-identifier")),
    ],
  };
}

// passed goes on after the right code. A code counts once: where the account is
// not as the flow expects, the verification that it gave is carried on.
async function passed(app, flow, verificationId) {
  if (flow === "continue") return complete(app, { type: app.session.get("identifier").type, verificationId });
  try {
    if (flow !== "forgot-password") return await identifyAndSubmit(app, verificationId);
    await identify(app, verificationId);
    return app.replace("/forgot-password/reset");
  } catch (error) {
    const kind = mistaken(app, flow, error.code);
    if (kind) {
      app.session.set({ question: { kind, verificationId } });
      return app.show();
    }
    if (error.code !== "user.user_not_exist" && !error.code?.endsWith("_already_in_use")) throw error;
    return app.replace(`/${flow}`, { error });
  }
}

// mistaken is the question to ask when there is no account to sign in to, or
// already one, and the tenant lets the person change over.
function mistaken(app, flow, code) {
  const { type } = app.session.get("identifier");
  if (flow === "sign-in" && code === "user.user_not_exist" && app.experience.canSignUpWith(type)) return "create";
  if (flow === "register" && code === `user.${type}_already_in_use` && app.experience.method(type)?.verificationCode) return "exists";
  return null;
}

// resend offers another code after a while, and counts down until then.
function resend(app, code) {
  const button = h("button", { type: "button", className: "link", "data-test": "resend" });
  const draw = () => {
    const seconds = app.session.secondsToResend();
    button.disabled = seconds > 0;
    button.textContent = seconds > 0 ? app.text("code.resendIn", { seconds }) : app.text("code.resend");
  };
  button.addEventListener("click", async () => {
    button.disabled = true;
    try {
      await resendCode(app);
      code.empty();
      code.clear();
      code.tell(app.text("code.resent"));
    } catch (error) {
      if (!app.handled(known(error))) code.fail(known(error));
    }
    code.input.focus();
    draw();
  });
  const ticking = setInterval(draw, 250);
  app.signal.addEventListener("abort", () => clearInterval(ticking));
  draw();
  return button;
}
