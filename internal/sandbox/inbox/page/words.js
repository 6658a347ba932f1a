// How the page puts things: times, names and characters that would deceive.

const clock = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const day = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short" });
const exact = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "long", hourCycle: "h23" });
const minute = 60_000;

// ago is a time as a list shows it.
export function ago(time, now = Date.now()) {
  const passed = now - time.getTime();
  if (passed < minute) return "now";
  if (passed < 60 * minute) return `${Math.floor(passed / minute)} min`;
  if (passed < 24 * 60 * minute) return clock.format(time);
  return day.format(time);
}

export const absolute = (time) => exact.format(time);

// Controls that turn the direction of writing round, or cannot be seen at all,
// make one address look like another.
const deceptive = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ufeff]/g;

// honest writes out what would deceive the reader of a header.
export function honest(text) {
  return text.replace(deceptive, (c) => `⟨U+${c.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}⟩`);
}

// sender is a name, where there is one, and an address.
export const sender = (mail) => (mail.fromAlias ? `${mail.fromAlias} <${mail.from}>` : mail.from);

export const plural = (count, one, many) => `${count} ${count === 1 ? one : many}`;

// node makes an element. What it says is text, never markup.
export function node(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  if (tag === "button") made.type = "button";
  return made;
}

export const element = (id) => document.getElementById(id);
