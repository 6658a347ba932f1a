// Puts the parts of the page together. What is open stands in the address as
// #id; without one, a wide page follows the newest mail.
import * as api from "./api.js";
import { deletions } from "./deletions.js";
import { keyboard } from "./keys.js";
import { List } from "./list.js";
import { Mail } from "./mail.js";
import { Mailbox } from "./mailbox.js";
import { copy, spelt, tell, toast } from "./notes.js";
import { Search } from "./search.js";
import { listen } from "./stream.js";
import { element, honest } from "./words.js";

const together = 30; // milliseconds within which new mails are shown at once
const narrow = matchMedia("(max-width: 760px)");
const mailbox = new Mailbox();
const list = new List();
const pane = new Mail(() => state === "live");
const search = new Search(() => render());
let current = null; // id of the open mail
let chosen = false; // by a person, who then does not want it to change
let state = "connecting";
let soon;
let heard = false; // whether any inbox has been heard of

const address = () => location.hash.slice(1);
const visible = () => search.chosen(mailbox.all());

// render shows what the page knows. It may be called at any time.
function render() {
  const mails = mailbox.all();
  const found = search.chosen(mails);
  if (!chosen && !narrow.matches) current = found[0]?.id ?? null;
  if (current !== null && !mailbox.get(current)) leave();
  if (current !== null && document.visibilityState === "visible") mailbox.see(current);
  list.show(found, current, (id) => mailbox.isUnread(id));
  const unread = mailbox.unread();
  element("count").hidden = mails.length === 0;
  element("count").textContent = unread.length > 0 ? `${unread.length} unread` : mails.length;
  element("count").classList.toggle("news", unread.length > 0);
  element("clear").hidden = mails.length === 0;
  element("empty").hidden = !heard || mails.length > 0;
  element("main").dataset.shows = mails.length === 0 ? "nothing" : current === null ? "list" : "mail";
  element("none").hidden = found.length > 0 || search.words === "" || mails.length === 0;
  element("sought").textContent = search.words;
  const newest = mails[0];
  const code = newest && mailbox.isUnread(newest.id) ? newest.code : "";
  document.title = `${code ? code + " · " : ""}${unread.length > 0 ? `(${unread.length}) ` : ""}Inbox · logtoctl sandbox`;
  load();
}

// load puts the open mail into the pane.
async function load() {
  const id = current;
  element("nothing-open").hidden = id !== null || visible().length === 0;
  if (id === null) return pane.hide();
  if (pane.shown?.id === id) return;
  try {
    const mail = await api.get(id);
    if (id !== current || pane.shown?.id === id) return;
    if (mail !== null) pane.show(mail);
  } catch {
    if (id === current) toast("The sandbox does not answer, so the mail could not be loaded");
  }
}

function open(id, { focus = false } = {}) {
  current = id;
  chosen = true;
  if (address() !== id) history.replaceState(null, "", "#" + id);
  render();
  list.reveal(id);
  if (focus) list.focus(id);
}

function leave() {
  current = null;
  chosen = false;
  if (address() !== "") history.replaceState(null, "", location.pathname + location.search);
}

function back() {
  const id = current;
  leave();
  render();
  list.focus(id);
}

function step(by) {
  const mails = visible();
  const at = mails.findIndex((mail) => mail.id === current);
  const next = mails[at < 0 ? 0 : at + by];
  if (next) open(next.id, { focus: !narrow.matches });
}

const { remove, removeAll } = deletions({
  mailbox,
  render,
  open,
  isOpen: (id) => id === current,
  neighbour(id) {
    if (narrow.matches) return undefined; // the list is next there
    const mails = visible();
    const at = mails.findIndex((mail) => mail.id === id);
    return (mails[at + 1] ?? mails[at - 1])?.id;
  },
  leave,
});

// follow opens what the address says.
function follow() {
  const id = address();
  if (id === "") {
    current = null;
    chosen = false;
  } else if (mailbox.get(id)) {
    current = id;
    chosen = true;
    if (narrow.matches) scrollTo(0, 0);
  } else if (heard) {
    leave();
    toast("That mail is not here any more");
  }
  render();
}

function copyCode() {
  const mail = mailbox.get(current) ?? visible()[0];
  if (mail?.code) copy(mail.code, mail.code, current === null ? undefined : element("digits"));
}

listen({
  onInbox(inbox, mails) {
    if (mailbox.replace(inbox, mails)) {
      list.clear();
      api.forget();
      pane.hide();
    }
    const first = !heard;
    heard = true;
    if (first) follow();
    else render();
    search.again();
  },
  onMessage(mail) {
    mailbox.add(mail);
    tell(`New mail for ${mail.to}: ${honest(mail.subject)}${mail.code ? `. Code ${spelt(mail.code)}` : ""}`);
    soon ??= setTimeout(() => {
      soon = undefined;
      if (search.words) search.again();
      else render();
    }, together);
  },
  onRemoved(ids) {
    mailbox.remove(ids);
    render();
  },
  onState(next) {
    state = next;
    const words = { live: "Live", lost: "Reconnecting", stopped: "Stopped" };
    if (element("link").textContent !== words[next]) element("link").textContent = words[next];
    element("link").dataset.state = next;
    element("stopped").hidden = next !== "stopped";
  },
});

keyboard({
  next: () => step(1),
  previous: () => step(-1),
  first: () => visible()[0] && open(visible()[0].id, { focus: true }),
  search: () => search.focus(),
  leaveSearch: () => (search.words ? search.clear() : search.blur()),
  copy: copyCode,
  view: (name) => pane.choose(name),
  delete: () => current !== null && remove(current),
  help: () => element("help").showModal(),
  back: () => current !== null && (narrow.matches || chosen) && back(),
});

element("back").addEventListener("click", back);
element("delete").addEventListener("click", () => remove(current));
element("clear").addEventListener("click", () => removeAll(mailbox.all().length));
element("keys").addEventListener("click", () => element("help").showModal());
element("forget").addEventListener("click", () => search.clear());
for (const button of document.querySelectorAll("[data-copy]")) {
  const command = button.previousElementSibling;
  button.addEventListener("click", () => copy(command.textContent, "the command", command));
}
addEventListener("hashchange", follow);
addEventListener("visibilitychange", render);
narrow.addEventListener("change", render);
setInterval(() => list.age(), 20_000);
