"use strict";

// The page holds what the stream of events has told it and nothing else, so it
// shows the same as GET /api/messages at any time.
const keep = 500; // as many as the store keeps
const element = (id) => document.getElementById(id);
const forms = ["html", "text", "source"];

let messages = []; // newest first
let current = null;
let form = "html";
let pending = 0;

const clock = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" });
const calendar = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "medium", hourCycle: "h23" });

function span(className, text) {
  const node = document.createElement("span");
  node.className = className;
  node.textContent = text;
  return node;
}

function item(message) {
  const node = document.createElement("button");
  node.type = "button";
  node.className = "item";
  node.dataset.id = message.id;
  node.append(
    span("item-to", message.to),
    span("item-time", clock.format(new Date(message.receivedAt))),
    span("item-subject", message.subject),
    span("item-text", message.text.replace(/\s+/g, " ").slice(0, 120)),
  );
  node.addEventListener("click", () => open(message));
  return node;
}

function summarise() {
  const none = messages.length === 0;
  element("main").classList.toggle("empty", none);
  element("clear").hidden = none;
  element("count").hidden = none;
  element("count").textContent = messages.length;
  document.title = (none ? "" : `(${messages.length}) `) + "Inbox · logtoctl sandbox";
}

function add(message) {
  messages.unshift(message);
  element("list").prepend(item(message));
  while (messages.length > keep) {
    messages.pop();
    element("list").lastElementChild.remove();
  }
  summarise();
  const narrow = matchMedia("(max-width: 720px)").matches;
  if (!narrow && (current === null || current === messages[1])) {
    current = message; // whoever looks at the newest message keeps doing so
    refresh();
  }
}

// refresh shows the current message once for all that arrive together.
function refresh() {
  cancelAnimationFrame(pending);
  pending = requestAnimationFrame(() => current !== null && open(current));
}

function reset() {
  messages = [];
  element("list").replaceChildren();
  close();
  summarise();
}

function close() {
  current = null;
  element("message").hidden = true;
  element("main").classList.remove("reading");
  mark();
}

function mark() {
  for (const node of element("list").children) {
    node.setAttribute("aria-current", String(current !== null && node.dataset.id === current.id));
  }
}

function open(message) {
  current = message;
  element("subject").textContent = message.subject;
  element("from").textContent = message.fromAlias ? `${message.fromAlias} <${message.from}>` : message.from;
  element("to").textContent = message.to;
  element("received").textContent = calendar.format(new Date(message.receivedAt));
  element("request").textContent = message.requestId;
  element("code").hidden = message.code === "";
  element("digits").textContent = message.code;
  element("copy").textContent = "Copy";
  frame(message.html);
  element("text").textContent = message.text;
  element("source").textContent = message.html;
  element("show-html").hidden = element("show-source").hidden = message.html === "";
  show(message.html === "" ? "text" : form);
  element("message").hidden = false;
  element("message").scrollTop = 0;
  element("main").classList.add("reading");
  mark();
}

// Each message gets a new frame: a frame whose srcdoc changes twice in a row may
// end up showing the first. It has no rights of its own, and links in it open
// in a new tab; what says so comes last, because a doctype must come first.
function frame(html) {
  const fresh = element("html").cloneNode(false);
  fresh.srcdoc = html + '<base target="_blank">';
  element("html").replaceWith(fresh);
}

function show(chosen) {
  for (const name of forms) {
    element(name).hidden = name !== chosen;
    element("show-" + name).setAttribute("aria-selected", String(name === chosen));
  }
}

for (const name of forms) {
  element("show-" + name).addEventListener("click", () => { form = name; show(name); });
}
element("back").addEventListener("click", close);
element("clear").addEventListener("click", () => fetch("api/messages", { method: "DELETE" }));
element("copy").addEventListener("click", async () => {
  try {
    await navigator.clipboard.writeText(current.code);
    element("copy").textContent = "Copied";
  } catch {
    getSelection().selectAllChildren(element("digits")); // not allowed to copy: one key press is left to do
  }
});

function state(text, lost) {
  element("link").textContent = text;
  element("link").classList.toggle("lost", lost);
}

const events = new EventSource("api/events");
events.addEventListener("open", () => state("Live", false));
events.addEventListener("error", () => state("The sandbox has stopped", true));
events.addEventListener("reset", reset);
events.addEventListener("message", (event) => add(JSON.parse(event.data)));
