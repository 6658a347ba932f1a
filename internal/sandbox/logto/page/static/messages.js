// What an error means to the person in front of the page.

// order is which of several objections to a password comes first.
const order = ["unsupported_characters", "too_short", "character_types", "too_long", "pwned"];

export function explain({ has, text }, error) {
  if (error.code === "password.rejected" && Array.isArray(error.data)) return objection({ has, text }, error.data);
  if (has(`error.${error.code}`)) return text(`error.${error.code}`);
  if (error.code.startsWith("connector.")) return text("error.connector", { message: error.message });
  if (error.code.startsWith("session.email_blocklist.")) return text("error.session.email_blocklist");
  return error.message || text("error.page.unexpected");
}

function objection({ has, text }, issues) {
  const rank = ({ code }) => (order.indexOf(code.split(".")[1]) + order.length + 1) % (order.length + 1);
  const [first] = issues.toSorted((a, b) => rank(a) - rank(b));
  const key = `error.${first?.code}`;
  return has(key) ? text(key, first.interpolation) : text("error.password.rejected");
}
