// What somebody types to be known by: an email address, a phone number or a
// username.

// read finds out which of the kinds a text is. It returns {type, value} as the
// API takes it, or null when the text is none of them.
export function read(text, kinds) {
  const typed = text.trim();
  if (kinds.includes("email") && isEmail(typed)) return { type: "email", value: typed };
  if (kinds.includes("phone") && isPhone(typed)) return { type: "phone", value: typed.replace(/\D/g, "") };
  if (kinds.includes("username") && isUsername(typed)) return { type: "username", value: typed };
  return null;
}

const isEmail = (text) => /^\S+@\S+\.\S+$/.test(text) && text.length <= 256;
const isPhone = (text) => /^\+?[\d\s().-]+$/.test(text) && /\d{4}/.test(text.replace(/\D/g, ""));
const isUsername = (text) => /^[A-Za-z_]\w*$/.test(text);

// show writes an identifier for people.
export function show({ type, value }) {
  return type === "phone" ? `+${value}` : value;
}

// nameOf is the key of a text: one kind by its name, several as one of them.
export function nameOf(kinds) {
  return ["email", "phone", "username"].filter((kind) => kinds.includes(kind)).join("-");
}

// input is how a browser helps to type one of the kinds.
export function input(kinds) {
  if (kinds.length > 1 || kinds[0] === "username") return { type: "text", autocomplete: "username", autocapitalize: "none", spellcheck: false };
  if (kinds[0] === "phone") return { type: "tel", autocomplete: "tel", inputMode: "tel" };
  return { type: "email", autocomplete: "username email", inputMode: "email", spellcheck: false };
}
