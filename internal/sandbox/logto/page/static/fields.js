// The fields of a form. A field is {node, input, handles, fail, clear}: handles
// tells whether an error is about it, fail shows one beneath it.

import { h, icon } from "./dom.js";
import { input, nameOf } from "./identifiers.js";

const eye = "M1.7 10S4.5 4.2 10 4.2 18.3 10 18.3 10 15.5 15.8 10 15.8 1.7 10 1.7 10ZM12.4 10a2.4 2.4 0 1 1-4.8 0 2.4 2.4 0 0 1 4.8 0Z";

export function identifierField(app, kinds, value = "") {
  const about = /^(user\.(?!new_password|same_password)|guard\.invalid_input|session\.email_blocklist|page\.invalid_)/;
  return field(app, { id: "identifier", name: "identifier", label: app.text(`field.${nameOf(kinds)}`), handles: about, value, required: true, ...input(kinds) });
}

// newPassword tells password managers to suggest one.
export function passwordField(app, { newPassword = false, describedBy = "" } = {}) {
  const made = field(app, {
    id: "password",
    name: "password",
    type: "password",
    label: app.text(newPassword ? "field.newPassword" : "field.password"),
    autocomplete: newPassword ? "new-password" : "current-password",
    handles: /^(password\.|user\.same_password|session\.invalid_credentials|session\.verification_blocked|page\.password_)/,
    required: true,
    describedBy,
  });
  made.input.after(reveal(app, made.input));
  return made;
}

function reveal(app, password) {
  const button = h("button", { type: "button", className: "reveal", "data-test": "reveal", "aria-pressed": "false", "aria-label": app.text("action.showPassword") }, icon(eye));
  button.addEventListener("click", () => {
    const shown = password.type === "password";
    password.type = shown ? "text" : "password";
    button.setAttribute("aria-pressed", String(shown));
    password.focus();
  });
  return button;
}

// codeField is one field of six digits, so that pasting, filling in from a mail
// and screen readers work, drawn as six boxes.
export function codeField(app, complete) {
  const slots = Array.from({ length: 6 }, () => h("span", { className: "slot", "aria-hidden": "true" }));
  const made = field(app, {
    id: "code",
    name: "code",
    type: "text",
    inputMode: "numeric",
    autocomplete: "one-time-code",
    label: app.text("field.code"),
    handles: /^verification_code\./,
    required: true,
    className: "code",
  });
  const draw = () => {
    const digits = made.input.value;
    slots.forEach((slot, i) => {
      slot.textContent = digits[i] ?? "";
      slot.classList.toggle("next", i === Math.min(digits.length, slots.length - 1));
    });
  };
  made.input.addEventListener("input", () => {
    made.input.value = made.input.value.normalize("NFKC").replace(/\D/g, "").slice(0, slots.length);
    draw();
    made.clear();
    if (made.input.value.length === slots.length) complete();
  });
  made.input.after(h("span", { className: "slots" }, slots));
  made.empty = () => {
    made.input.value = "";
    draw();
  };
  draw();
  return made;
}

// field makes an input with its label and the line for its message. The line
// is there from the start, so that nothing moves when it fills.
function field(app, { id, label, handles, describedBy = "", className = "", ...properties }) {
  const control = h("input", { id, "data-test": id, ...properties, "aria-describedby": `${id}-message ${describedBy}`.trim() });
  const message = h("p", { id: `${id}-message`, className: "message", "aria-live": "assertive", "data-test": "message" });
  const say = (text, code, kind) => {
    message.textContent = text;
    message.className = `message ${kind}`;
    control.setAttribute("aria-invalid", String(kind === "error"));
    if (code) message.dataset.error = code;
    else delete message.dataset.error;
  };
  const made = {
    node: h("div", { className: `field ${className}` }, h("label", { for: id }, label), h("div", { className: "control" }, control), message),
    input: control,
    handles: (code) => handles.test(code),
    fail: (error) => say(app.explain(error), error.code, "error"),
    tell: (text) => say(text, "", "info"),
    clear: () => say("", "", ""),
  };
  control.addEventListener("input", made.clear);
  return made;
}
