// One mail: its facts, its code, and three views of it.
import { frame } from "./frame.js";
import { copy } from "./notes.js";
import { absolute, element, honest, node, sender } from "./words.js";

const views = ["html", "text", "source"];
const shownAtMost = 400_000; // characters, beyond which browsers get slow; the JSON has the rest

export class Mail {
  #mail = null;
  #view = "html"; // as chosen; a mail without HTML shows its text all the same
  #frame;

  // live says whether the sandbox answers.
  constructor(live) {
    this.#frame = frame(live);
    for (const view of views) {
      const tab = element("tab-" + view);
      tab.addEventListener("click", () => this.choose(view));
      tab.addEventListener("keydown", (event) => this.#arrow(event));
    }
    element("copy").addEventListener("click", () => this.copyCode());
    element("copy-source").addEventListener("click", () => copy(this.#mail.html, "the HTML"));
  }

  get shown() {
    return this.#mail;
  }

  // show puts a mail in the pane.
  show(mail) {
    this.#mail = mail;
    element("subject").textContent = honest(mail.subject) || "(no subject)";
    element("facts").replaceChildren(...facts(mail));
    element("marks").replaceChildren(...marks(mail));
    element("json").href = `api/messages/${mail.id}`;
    element("code").hidden = mail.code === "";
    element("digits").textContent = mail.code;
    element("text").replaceChildren(...marked(shorten(mail.text), mail.code));
    showCall(mail);
    element("tab-html").hidden = mail.html === "";
    element("copy-source").hidden = mail.html === "";
    this.#frame.show(mail);
    this.#showView();
    element("mail").hidden = false;
    element("mail").scrollTop = 0;
  }

  hide() {
    this.#mail = null;
    this.#frame.clear();
    element("mail").hidden = true;
  }

  choose(view) {
    if (this.#mail === null || (view === "html" && this.#mail.html === "")) return;
    this.#view = view;
    this.#showView();
  }

  copyCode() {
    if (this.#mail?.code) copy(this.#mail.code, this.#mail.code, element("digits"));
  }

  #current() {
    return this.#view === "html" && this.#mail.html === "" ? "text" : this.#view;
  }

  #showView() {
    const current = this.#current();
    for (const view of views) {
      const chosen = view === current;
      element("view-" + view).hidden = !chosen;
      element("tab-" + view).setAttribute("aria-selected", String(chosen));
      element("tab-" + view).tabIndex = chosen ? 0 : -1;
    }
    element("tools").hidden = current !== "html";
    element("source-tools").hidden = current !== "source";
  }

  #arrow(event) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const there = views.filter((view) => !element("tab-" + view).hidden);
    const next = there[(there.indexOf(this.#current()) + step + there.length) % there.length];
    this.choose(next);
    element("tab-" + next).focus();
    event.preventDefault();
  }
}

function facts(mail) {
  const received = new Date(mail.receivedAt);
  const time = node("time", "", absolute(received));
  time.dateTime = mail.receivedAt;
  return [
    ["From", honest(sender(mail))],
    ["To", honest(mail.to)],
    ["Received", time],
  ].map(([name, value]) => fact(name, value));
}

// marks are what finds the mail again elsewhere.
function marks(mail) {
  return [
    ["Language", mail.language],
    ["Tag", mail.tag],
    ["Request id", mail.requestId, "mono"],
    ["EnvId", mail.envId, "mono"],
  ].filter(([, value]) => value).map(([name, value, className]) => fact(name, value, className));
}

function fact(name, value, className) {
  const row = node("div");
  const told = node("dd", className);
  const words = node("bdi");
  words.append(typeof value === "string" ? honest(value) : value);
  told.append(words);
  row.append(node("dt", "", name), told);
  return row;
}

// showCall shows what Direct Mail was sent, as far as it is known.
function showCall(mail) {
  const parameters = Object.entries(mail.parameters ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
  element("call").hidden = parameters.length === 0;
  element("parameters").replaceChildren(...parameters.map(([name, value]) => fact(name, value)));
  element("body-name").textContent = mail.html ? "HtmlBody" : "TextBody";
  element("source").textContent = shorten(mail.html || mail.text);
}

function shorten(text) {
  if (text.length <= shownAtMost) return text;
  return `${text.slice(0, shownAtMost)}\n\n… ${(text.length - shownAtMost).toLocaleString()} more characters, which are in the JSON`;
}

// marked is a text with its code marked.
function marked(text, code) {
  const at = code === "" ? -1 : text.indexOf(code);
  if (at < 0) return [text];
  return [text.slice(0, at), node("mark", "", code), text.slice(at + code.length)];
}
