// What the page knows of the inbox: the summaries that the stream of events has
// told of, by id, newest first, and which of them this browser has seen.

const memory = "inbox.seen";

export class Mailbox {
  #mails = new Map(); // newest first
  #hidden = new Set(); // about to be deleted
  #seen = new Set();
  #inbox = "";

  // replace starts over with all that an inbox holds, and tells whether that is
  // another one than before.
  replace(inbox, mails) {
    const other = inbox !== this.#inbox;
    if (other) {
      this.#inbox = inbox;
      this.#hidden.clear();
      this.#seen = new Set(recall(inbox));
    }
    this.#mails = new Map(mails.map((mail) => [mail.id, mail]));
    return other;
  }

  add(mail) {
    this.#mails.delete(mail.id);
    this.#mails = new Map([[mail.id, mail], ...this.#mails]);
  }

  remove(ids) {
    for (const id of ids) {
      this.#mails.delete(id);
      this.#hidden.delete(id);
      this.#seen.delete(id);
    }
  }

  // all are the mails to show, newest first.
  all() {
    return [...this.#mails.values()].filter((mail) => !this.#hidden.has(mail.id));
  }

  get(id) {
    return this.#hidden.has(id) ? undefined : this.#mails.get(id);
  }

  hide(id) {
    this.#hidden.add(id);
  }

  unhide(id) {
    this.#hidden.delete(id);
  }

  isUnread(id) {
    return !this.#seen.has(id);
  }

  unread() {
    return this.all().filter((mail) => this.isUnread(mail.id));
  }

  see(id) {
    if (this.#seen.has(id)) return;
    this.#seen.add(id);
    remember(this.#inbox, [...this.#seen].filter((known) => this.#mails.has(known)));
  }
}

// A browser may forbid to keep anything; then marks last as long as the page.
function recall(inbox) {
  try {
    const kept = JSON.parse(localStorage.getItem(memory));
    return kept?.inbox === inbox && Array.isArray(kept.ids) ? kept.ids : [];
  } catch {
    return [];
  }
}

function remember(inbox, ids) {
  try {
    localStorage.setItem(memory, JSON.stringify({ inbox, ids }));
  } catch {
    // forgotten with the page
  }
}
