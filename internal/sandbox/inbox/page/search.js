// The search: the sandbox looks through whole mails, and the words stay in the
// address, so that a reload or a link finds the same.
import { find } from "./api.js";
import { element } from "./words.js";

const delay = 120; // milliseconds after the last key

export class Search {
  #field = element("search");
  #found = null; // ids, or null for no search; none before the first answer
  #timer;
  #asking = new AbortController();
  #changed;

  // changed is called when other mails are found.
  constructor(changed) {
    this.#changed = changed;
    this.#field.value = new URLSearchParams(location.search).get("search") ?? "";
    if (this.words) this.#found = new Set();
    this.#field.addEventListener("input", () => {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.#look(), delay);
    });
    element("search-form").addEventListener("submit", (event) => event.preventDefault());
  }

  get words() {
    return this.#field.value.trim();
  }

  chosen(mails) {
    return this.#found === null ? mails : mails.filter((mail) => this.#found.has(mail.id));
  }

  // again looks once more, because the mails have changed.
  again() {
    return this.#ask();
  }

  clear() {
    this.#field.value = "";
    return this.#look();
  }

  focus() {
    this.#field.focus();
    this.#field.select();
  }

  blur() {
    this.#field.blur();
  }

  async #look() {
    const query = new URLSearchParams(location.search);
    if (this.words) query.set("search", this.words);
    else query.delete("search");
    history.replaceState(history.state, "", location.pathname + (query.size ? "?" + query : "") + location.hash);
    await this.#ask();
  }

  async #ask() {
    clearTimeout(this.#timer);
    this.#asking.abort();
    if (this.words === "") {
      this.#found = null;
      return this.#changed();
    }
    const asking = (this.#asking = new AbortController());
    try {
      this.#found = await find(this.words, asking.signal);
    } catch {
      return; // another search is under way, or the sandbox has stopped: what was found stays
    }
    if (!asking.signal.aborted) this.#changed();
  }
}
