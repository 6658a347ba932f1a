"use strict";

// The page shows one document: what the server answers at api/state or, without
// a server, what stands in the page itself. What is chosen stands in the address,
// so that a look can be kept, sent and found again after a reload.
const element = (id) => document.getElementById(id);
const widths = { desktop: 680, phone: 375 };
const views = ["html", "text", "source"];
const embedded = element("state");

let state = { name: "", mails: [], findings: [] };
let choice = read();
let asked = 0; // number of the last request for the state
let marked = null; // the finding whose place the source shows

function read() {
  const hash = new URLSearchParams(location.hash.slice(1));
  const values = {};
  for (const [name, value] of hash) {
    if (name.startsWith("var.")) values[name.slice(4)] = value;
  }
  const one = (name, allowed) => (allowed.includes(hash.get(name)) ? hash.get(name) : allowed[0]);
  return {
    key: hash.get("template") ?? "",
    all: hash.get("show") === "all",
    view: one("view", views),
    width: one("width", ["desktop", "phone"]),
    mode: one("mode", ["light", "dark"]),
    images: one("images", ["on", "off"]),
    values,
  };
}

function write() {
  const hash = new URLSearchParams({ template: choice.key });
  if (choice.all) hash.set("show", "all");
  if (choice.view !== "html") hash.set("view", choice.view);
  if (choice.width !== "desktop") hash.set("width", choice.width);
  if (choice.mode !== "light") hash.set("mode", choice.mode);
  if (choice.images !== "on") hash.set("images", choice.images);
  for (const [name, value] of Object.entries(choice.values)) hash.set("var." + name, value);
  history.replaceState(null, "", "#" + String(hash).replaceAll("%2F", "/"));
}

// choose changes what is shown.
function choose(change) {
  Object.assign(choice, change);
  marked = null;
  show();
}

const current = () => state.mails.find((mail) => mail.key === choice.key) ?? state.mails[0];
const locales = () => [...new Set(state.mails.map((mail) => mail.locale))];
const types = (locale) => state.mails.filter((mail) => mail.locale === locale);

// inLocale is the template of the same usage type in another language, or the
// first one there.
function inLocale(locale) {
  const mails = types(locale);
  return mails.find((mail) => mail.usageType === current().usageType) ?? mails[0];
}

function node(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  if (tag === "button") made.type = "button";
  return made;
}

function button(className, text, act) {
  const made = node("button", className, text);
  made.addEventListener("click", act);
  return made;
}

const localeName = (locale) => locale || "Any language";

function badge(mail) {
  const errors = mail.findings.filter((finding) => finding.severity === "error").length;
  const count = errors || mail.findings.length;
  if (count === 0) return [];
  const kind = errors ? "error" : "warning";
  const made = node("span", "badge " + kind, count);
  made.title = `${count} ${kind}${count > 1 ? "s" : ""}`;
  return [made];
}

function show() {
  element("name").textContent = state.name;
  const mail = current();
  const nothing = ["There are no templates here.", ...state.findings.map((f) => `${f.file}:${f.line}:${f.column}: ${f.message}${f.hint ? ` (${f.hint})` : ""}`)];
  element("failure").textContent = state.error ?? (mail ? "" : nothing.join("\n"));
  element("failure").hidden = element("failure").textContent === "";
  element("main").hidden = !mail;
  if (!mail) return;
  choice.key = mail.key;
  write();
  document.title = `${mail.usageType}${mail.locale ? " · " + mail.locale : ""} · Templates`;
  element("main").classList.toggle("many", choice.all);
  element("single").hidden = choice.all;
  element("grid").hidden = !choice.all;
  showNavigation(mail);
  showTools();
  if (choice.all) return showGrid();
  element("grid").replaceChildren();
  element("subject").textContent = mail.subject;
  element("preheader").textContent = mail.preheader;
  element("stage").hidden = choice.view !== "html";
  element("text").hidden = choice.view !== "text";
  element("source").hidden = choice.view !== "source";
  if (choice.view === "html") showMail(mail);
  if (choice.view === "text") element("text").textContent = mail.text;
  if (choice.view === "source") showSource(mail);
  showFindings(mail);
  showValues(mail);
  element("used-for").textContent = mail.usedFor;
  element("size").textContent = `${(mail.bytes / 1000).toFixed(1)} KB of HTML`;
  element("length").textContent = `${[...mail.subject].length} characters`;
  element("file").textContent = mail.file;
}

function showNavigation(mail) {
  const focus = document.activeElement?.dataset?.key;
  element("locales").hidden = locales().length < 2;
  element("locales").replaceChildren(...locales().map((locale) => {
    const made = button("", localeName(locale), () => choose({ key: inLocale(locale).key }));
    made.setAttribute("aria-pressed", String(locale === mail.locale));
    return made;
  }));
  element("types").replaceChildren(...types(mail.locale).map((each) => {
    const made = button("type", undefined, () => choose({ key: each.key, all: false }));
    made.dataset.key = each.key;
    made.append(node("span", "type-name", each.usageType), ...badge(each), node("span", "type-subject", each.subject));
    made.setAttribute("aria-current", String(each === mail && !choice.all));
    return made;
  }));
  if (focus) element("types").querySelector(`[data-key="${CSS.escape(focus)}"]`)?.focus();
  element("types").querySelector("[aria-current=true]")?.scrollIntoView({ block: "nearest" });
  options("pick-type", types(mail.locale).map((each) => [each.key, each.usageType]), mail.key);
  options("pick-locale", locales().map((locale) => [locale, localeName(locale)]), mail.locale);
  element("pick-locale").hidden = locales().length < 2;
}

function options(id, pairs, chosen) {
  element(id).replaceChildren(...pairs.map(([value, text]) => new Option(text, value, false, value === chosen)));
}

function showTools() {
  for (const view of views) element("view-" + view).setAttribute("aria-selected", String(view === choice.view));
  for (const width of Object.keys(widths)) element("width-" + width).setAttribute("aria-pressed", String(width === choice.width));
  for (const mode of ["light", "dark"]) element("mode-" + mode).setAttribute("aria-pressed", String(mode === choice.mode));
  element("images").setAttribute("aria-pressed", String(choice.images === "on"));
  element("one").setAttribute("aria-pressed", String(!choice.all));
  element("all").setAttribute("aria-pressed", String(choice.all));
  for (const look of document.querySelectorAll(".look")) look.hidden = !choice.all && choice.view !== "html";
}

// frame makes a frame with a mail, which may neither run nor load anything.
function frame(mail) {
  const made = node("iframe");
  made.title = `${mail.usageType} as a mail program shows it`;
  made.setAttribute("sandbox", "allow-same-origin"); // to be measured
  made.referrerPolicy = "no-referrer";
  made.width = widths[choice.width];
  made.style.colorScheme = choice.mode;
  if (mail.frames) {
    const look = choice.mode + (choice.images === "off" ? "-no-images" : "");
    made.srcdoc = mail.frames[look] ?? mail.frames[choice.mode];
  } else {
    const query = new URLSearchParams({ mode: choice.mode, images: choice.images });
    for (const [name, value] of Object.entries(choice.values)) query.set("var." + name, value);
    made.src = `mail/${mail.key}?${query}`;
  }
  return made;
}

// showMail swaps the frame once the new one is ready, so that nothing flickers
// while somebody types.
function showMail(mail) {
  const device = element("device");
  while (device.children.length > 1) device.lastElementChild.remove();
  const next = frame(mail);
  next.addEventListener("load", () => {
    if (!next.isConnected) return;
    for (const old of [...device.children]) if (old !== next) old.remove(); // a frame that moves would load again
    device.className = `device ${choice.width} ${choice.mode}`;
    device.dataset.shown = `${mail.key} ${choice.width} ${choice.mode} ${choice.images}`;
    fit();
    next.contentDocument?.addEventListener("click", (event) => event.preventDefault()); // links lead nowhere
  }, { once: true });
  device.append(next);
}

// fit gives the frame the height of its mail, and makes it smaller where there is
// less room than the mail is shown for.
function fit() {
  const mail = element("device").firstElementChild;
  const content = mail?.contentDocument?.documentElement;
  if (!content || element("stage").hidden) return;
  mail.height = 0;
  const height = Math.max(content.scrollHeight, choice.width === "phone" ? 600 : 320);
  const scale = Math.min(1, (element("stage").clientWidth - 2) / widths[choice.width]);
  mail.height = height;
  mail.style.transform = scale < 1 ? `scale(${scale})` : "";
  element("device").style.width = `${widths[choice.width] * scale}px`;
  element("device").style.height = `${Math.ceil(height * scale)}px`;
}

function showGrid() {
  const cards = (locale) => {
    const made = node("div", "cards");
    made.append(...types(locale).map(card));
    return made;
  };
  const heading = (locale) => (locales().length > 1 ? [node("h2", "", localeName(locale))] : []);
  element("grid").replaceChildren(...locales().flatMap((locale) => [...heading(locale), cards(locale)]));
  scaleCards();
}

function card(mail) {
  const made = node("div", "card");
  const pane = node("div", "pane " + choice.mode);
  const mini = frame(mail);
  mini.loading = "lazy";
  mini.height = 1400;
  mini.tabIndex = -1;
  mini.setAttribute("scrolling", "no");
  pane.append(mini);
  const caption = node("div", "type caption");
  caption.append(node("span", "type-name", mail.usageType), ...badge(mail), node("span", "type-subject", mail.subject));
  const open = button("open", undefined, () => choose({ key: mail.key, all: false }));
  open.setAttribute("aria-label", `${mail.usageType} ${mail.locale}`);
  made.append(pane, caption, open);
  return made;
}

function scaleCards() {
  for (const pane of element("grid").querySelectorAll(".pane")) {
    pane.firstElementChild.style.transform = `scale(${pane.clientWidth / widths[choice.width]})`;
  }
}

// showSource shows the file as it was written, with its findings marked.
function showSource(mail) {
  const lines = mail.source.replace(/\n$/, "").split("\n");
  const rows = lines.map((line) => {
    const row = node("div");
    for (const part of line.split(/(\{\{[^{}]*\}\}|\$\{[^{}]*\})/)) {
      row.append(/^(\{\{|\$\{)/.test(part) ? node("span", "variable", part) : part);
    }
    return row;
  });
  for (const finding of mail.findings) {
    const row = rows[finding.line - 1];
    if (!row) continue;
    row.classList.add("marked");
    if (finding.severity === "error") row.classList.add("error");
    row.title = finding.message;
  }
  element("source").replaceChildren(...rows);
  const row = marked && rows[marked.line - 1];
  if (!row) return;
  const characters = [...lines[marked.line - 1]];
  const rest = characters.slice(marked.column - 1).join("");
  const length = /^(\{\{[^}]*\}\}|\$\{[^}]*\}|<\/?[\w-]+|[\w-]+|.)?/u.exec(rest)[0].length;
  row.replaceChildren(characters.slice(0, marked.column - 1).join(""), node("mark", "", rest.slice(0, length)), rest.slice(length));
  row.scrollIntoView({ block: "center" });
}

function showFindings(mail) {
  const all = [...mail.findings, ...state.findings];
  element("count").textContent = all.length || "";
  element("count").hidden = all.length === 0;
  if (all.length === 0) {
    element("findings").replaceChildren(node("p", "clean", "Nothing to improve"));
    return;
  }
  element("findings").replaceChildren(...all.map((finding) => {
    const own = finding.file === mail.file;
    const go = () => { choose({ view: "source" }); marked = finding; showSource(mail); };
    const made = own ? button("finding", undefined, go) : node("div", "finding");
    made.classList.add(finding.severity);
    const severity = node("span", "severity", finding.severity === "error" ? "Error" : "Warning");
    const place = node("span", "place mono", `${finding.file.split("/").slice(-2).join("/")}:${finding.line}:${finding.column}`);
    severity.prepend(place);
    made.append(severity, node("span", "", finding.message));
    if (finding.hint) made.append(node("span", "hint", finding.hint));
    return made;
  }));
}

// showValues keeps the fields that are there, because somebody may be typing in
// one of them.
function showValues(mail) {
  const section = element("values-section");
  section.hidden = embedded !== null || mail.fields.length === 0;
  element("reset").hidden = Object.keys(choice.values).length === 0;
  const names = mail.fields.map((field) => field.name).join(" ");
  const form = element("values");
  if (form.dataset.names !== names) {
    form.dataset.names = names;
    form.replaceChildren(...mail.fields.map((field) => {
      const label = node("label", "field");
      const input = node("input");
      input.name = field.name;
      input.spellcheck = false;
      if (field.name.startsWith("brand.")) input.placeholder = "as in the files";
      label.append(node("span", "mono", field.name), input);
      return label;
    }));
  }
  for (const field of mail.fields) {
    const input = form.elements.namedItem(field.name);
    if (input !== document.activeElement) input.value = field.value;
  }
}

let typing = 0;
element("values").addEventListener("input", (event) => {
  choice.values[event.target.name] = event.target.value;
  clearTimeout(typing);
  typing = setTimeout(load, 150);
});
element("values").addEventListener("submit", (event) => event.preventDefault());
element("reset").addEventListener("click", () => { choice.values = {}; load(); });

async function load() {
  const number = ++asked;
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(choice.values)) query.set("var." + name, value);
  try {
    const answer = await fetch(`api/state?${query}`);
    const document = await answer.json();
    if (number !== asked) return; // a later answer is on its way
    const failed = document.error !== undefined && state.mails.length > 0;
    state = failed ? { ...state, error: document.error } : document; // what was seen last stays
    show();
  } catch {
    link("The preview has stopped", true);
  }
}

function link(text, lost) {
  element("link").textContent = text;
  element("link").classList.toggle("lost", lost);
}

for (const view of views) element("view-" + view).addEventListener("click", () => choose({ view }));
for (const width of Object.keys(widths)) element("width-" + width).addEventListener("click", () => choose({ width }));
for (const mode of ["light", "dark"]) element("mode-" + mode).addEventListener("click", () => choose({ mode }));
const toggles = {
  i: () => choose({ images: choice.images === "on" ? "off" : "on" }),
  d: () => choose({ mode: choice.mode === "dark" ? "light" : "dark" }),
  p: () => choose({ width: choice.width === "phone" ? "desktop" : "phone" }),
  a: () => choose({ all: !choice.all }),
};
element("images").addEventListener("click", toggles.i);
element("one").addEventListener("click", () => choose({ all: false }));
element("all").addEventListener("click", () => choose({ all: true }));
element("pick-type").addEventListener("change", (event) => choose({ key: event.target.value, all: false }));
element("pick-locale").addEventListener("change", (event) => choose({ key: inLocale(event.target.value).key }));

// step goes from one of a list to the next, round the end.
const step = (items, item, by) => items[(items.indexOf(item) + by + items.length) % items.length];

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, select") || !current()) return;
  const mail = current();
  const act = {
    ArrowUp: () => choose({ key: step(types(mail.locale), mail, -1).key, all: false }),
    ArrowDown: () => choose({ key: step(types(mail.locale), mail, 1).key, all: false }),
    ArrowLeft: () => choose({ key: inLocale(step(locales(), mail.locale, -1)).key }),
    ArrowRight: () => choose({ key: inLocale(step(locales(), mail.locale, 1)).key }),
    ...toggles,
  }[event.key.length === 1 ? event.key.toLowerCase() : event.key];
  if (!act) return;
  event.preventDefault();
  act();
});
window.addEventListener("resize", () => { fit(); scaleCards(); });
window.addEventListener("hashchange", () => { choice = read(); marked = null; if (embedded) show(); else load(); });

if (embedded) {
  state = JSON.parse(embedded.textContent);
  show();
} else {
  const events = new EventSource("api/events");
  events.addEventListener("open", () => { link("Live", false); load(); });
  events.addEventListener("error", () => link("The preview has stopped", true));
  events.addEventListener("change", load);
}
