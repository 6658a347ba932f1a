// The list of mails. Rows are kept by id, so that what has not changed keeps its
// focus and its place.
import { copy } from "./notes.js";
import { absolute, ago, element, honest, node } from "./words.js";

export class List {
  #rows = new Map();
  #list = element("list");

  // show puts the rows of these mails in this order.
  show(mails, current, isUnread) {
    const wanted = new Set(mails.map((mail) => mail.id));
    for (const [id, row] of this.#rows) {
      if (wanted.has(id)) continue;
      row.remove();
      this.#rows.delete(id);
    }
    let place = this.#list.firstElementChild;
    for (const mail of mails) {
      const row = this.#row(mail);
      if (row === place) place = place.nextElementSibling;
      else this.#list.insertBefore(row, place);
      const link = row.firstElementChild;
      const unread = isUnread(mail.id);
      row.classList.toggle("unread", unread);
      row.querySelector(".unread-word").textContent = unread ? "Unread: " : "";
      if (mail.id === current) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
  }

  // clear forgets all rows: the next inbox may use the same ids.
  clear() {
    this.#rows.clear();
    this.#list.replaceChildren();
  }

  focus(id) {
    this.#rows.get(id)?.firstElementChild.focus();
  }

  hasFocus() {
    return this.#list.contains(document.activeElement);
  }

  reveal(id) {
    this.#rows.get(id)?.scrollIntoView({ block: "nearest" });
  }

  // age writes the times anew.
  age() {
    for (const time of this.#list.querySelectorAll("time")) time.textContent = ago(new Date(time.dateTime));
  }

  #row(mail) {
    const known = this.#rows.get(mail.id);
    if (known) return known;
    const row = node("li", "row");
    row.dataset.id = mail.id;
    row.append(link(mail));
    if (mail.code) row.append(chip(mail.code));
    this.#rows.set(mail.id, row);
    return row;
  }
}

function link(mail) {
  const made = node("a", "row-link");
  made.href = "#" + mail.id;
  const received = new Date(mail.receivedAt);
  const time = node("time", "row-time", ago(received));
  time.dateTime = mail.receivedAt;
  time.title = absolute(received);
  const subject = node("span", "row-subject");
  const words = node("bdi", "", honest(mail.subject) || "(no subject)");
  subject.append(node("span", "unseen unread-word"), words);
  subject.title = words.textContent;
  const to = node("span", "row-to", honest(mail.to));
  to.title = "To " + to.textContent;
  const from = node("span", "row-from");
  from.append(node("bdi", "", honest(mail.fromAlias || mail.from)));
  from.title = "From " + honest(mail.from);
  made.append(subject, time, to, from);
  return made;
}

function chip(code) {
  const made = node("button", "chip");
  made.append(node("span", "chip-digits", code), node("span", "chip-icon"));
  made.title = "Copy the code";
  made.setAttribute("aria-label", `Copy the code ${code}`);
  made.addEventListener("click", async () => {
    if (!(await copy(code, code, made.firstElementChild))) return;
    made.classList.add("done");
    setTimeout(() => made.classList.remove("done"), 1600);
  });
  return made;
}
