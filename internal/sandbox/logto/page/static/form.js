// A form does one thing at a time, and says beneath the field concerned why it
// could not be done.

import { h } from "./dom.js";
import { ApiError, unexpected } from "./api.js";

// form returns {node, fail, submit}. The action is awaited; what it throws is
// shown beneath the field that handles it, or else the last one. terms, which
// see, are checked by the action.
export function form(app, { fields, terms, button, test = "submit", action, between = null }) {
  const submitter = h("button", { type: "submit", className: "primary", "data-test": test }, h("span", {}, button));
  const all = terms ? [...fields, terms] : fields;
  let busy = false;

  const fail = (error) => {
    const concerned = all.find((one) => one.handles(error.code)) ?? fields.at(-1);
    concerned.fail(error);
    concerned.input.focus();
  };
  const work = (on) => {
    busy = on;
    submitter.setAttribute("aria-busy", String(on));
  };
  const submit = async () => {
    if (busy) return;
    all.forEach((one) => one.clear());
    work(true);
    try {
      await action();
    } catch (error) {
      if (!app.handled(known(error))) fail(known(error));
    } finally {
      if (!app.leaving) work(false);
    }
  };
  addEventListener("pageshow", () => work(false), { signal: app.signal });
  const node = h(
    "form",
    {
      noValidate: true,
      submit: (event) => {
        event.preventDefault();
        void submit();
      },
    },
    fields.map((one) => one.node),
    between,
    terms?.node,
    submitter,
    terms?.line,
  );
  return { node, fail, submit };
}

// known has an error of the page's own making say so on the console only.
export function known(error) {
  if (error instanceof ApiError) return error;
  console.error(error);
  return new ApiError({ code: unexpected });
}

export const problem = (code) => new ApiError({ code: `page.${code}` });
