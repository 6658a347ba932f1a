// What the tenant wants to know of everybody and the account lacks.

import { identifierField } from "../fields.js";
import { complete, sendCode } from "../flow.js";
import { form } from "../form.js";
import { typed } from "./identifier.js";
import { notice } from "./notice.js";
import { continuePassword } from "./password.js";

const asked = { username: ["username"], email: ["email"], phone: ["phone"], emailOrPhone: ["email", "phone"] };

export function continueWith(app, method) {
  if (!app.session.get("event")) return app.replace("/sign-in");
  if (method === "password") return continuePassword(app);
  const kinds = asked[method];
  if (!kinds) return notice(app, "unsupported", "user.missing_profile");
  const identifier = identifierField(app, kinds);
  const made = form(app, {
    fields: [identifier],
    button: app.text("action.continue"),
    async action() {
      const known = typed(identifier, kinds);
      if (known.type === "username") return complete(app, { type: "username", value: known.value });
      await sendCode(app, "continue", known);
      return app.go("/continue/verification-code");
    },
  });
  return { form: made, title: app.text("continue.title"), lead: [app.text(`continue.lead.${method}`)], body: [made.node] };
}
