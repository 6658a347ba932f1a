// The inbox's JSON API as the page uses it.

const kept = new Map(); // the mails that were read last, which stay when the sandbox stops
const keep = 30;

// get returns a whole mail, or null when there is none any more. It throws when
// the sandbox does not answer.
export async function get(id) {
  const known = kept.get(id);
  if (known) return known;
  const response = await fetch(`api/messages/${encodeURIComponent(id)}`);
  if (response.status === 404) return null;
  if (!response.ok) throw new Error(`the inbox answered ${response.status}`);
  const mail = await response.json();
  kept.set(id, mail);
  if (kept.size > keep) kept.delete(kept.keys().next().value);
  return mail;
}

// forget drops what was read from another sandbox at this address.
export const forget = () => kept.clear();

// find returns the ids of the mails that have all the words.
export async function find(words, signal) {
  const query = new URLSearchParams({ search: words, view: "summary" });
  const response = await fetch(`api/messages?${query}`, { signal });
  if (!response.ok) throw new Error(`the inbox answered ${response.status}`);
  return new Set((await response.json()).map((mail) => mail.id));
}

// remove deletes a mail, also while the page is being left.
export async function remove(id) {
  const response = await fetch(`api/messages/${encodeURIComponent(id)}`, { method: "DELETE", keepalive: true });
  if (!response.ok && response.status !== 404) throw new Error(`the inbox answered ${response.status}`);
}

export async function removeAll() {
  const response = await fetch("api/messages", { method: "DELETE" });
  if (!response.ok) throw new Error(`the inbox answered ${response.status}`);
}
