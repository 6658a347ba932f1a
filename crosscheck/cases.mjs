// Makes up texts with placeholders, and payloads to fill them from: everything
// that a renderer could get wrong, in a random order that a seed repeats.

// newRandom returns numbers from 0 to 1, the same ones for the same seed.
const newRandom = (seed) => () => {
  // mulberry32
  seed = (seed + 0x6d2b79f5) | 0;
  let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
};

const roots = ['code', 'link', 'locale', 'application', 'organization', 'user', 'unknown', '_', '0', 'Code'];
const inherited = ['toString', 'constructor', '__proto__', 'valueOf', 'hasOwnProperty', '__defineGetter__'];
const members = ['name', 'id', 'profile', 'a', '0', '1', '00', 'length', 'map', 'with', '', ...inherited];

// All that \s stands for in JavaScript, and three that look like it.
const spaces = [
  ...'\t\n\v\f\r \u00a0\u1680\u2000\u2007\u200a\u2028\u2029\u202f\u205f\u3000\ufeff',
  '\r\n',
  ' \t ',
  '\u200b',
  '\u180e',
  '\u0085',
];
const texts = [
  ...['$&', '$1', '$$', '$`', "$'", '$<name>', '${', '$${', '\\', '\\1', '.*', '[a-z]+', '^(a|b)?$', '+', '|'],
  ...['{', '}', '{{', '}}', '{{{', '}}}', '{{code}}', '{{ {{code}} }}', '{{#if code}}', '{{co de}}', '{{code-x}}'],
  ...['', 'x', ' ', '\r\n', '\n', '\t', '&amp;', '<b title="a">', "'", '%20+', '~*!()', '\u0000', '\u007f'],
  ...['é', 'e\u0301', '验证码', '認証コード', '{{コード}}', '📧', '👩‍👩‍👧', '\u202eabc\u202c', 'ﬁ', 'İ', 'K'],
];
const numbers = [0, -1, 12, 0.1, 1 / 3, 1e21, 1e-7, 123456789012345680000, -5e-324, 1.7976931348623157e308, 2 ** 53];

// Linux takes an argument of 128 KiB at most, and --var and its name are one.
const longest = { argument: 100 << 10, anywhere: 280 << 10 };

// newCases returns a function that makes the next case, {subject, content,
// payload}. With onlyStrings the payload's values are strings or objects of
// strings and their names are those that --var can say.
export const newCases = (seed, { onlyStrings = false } = {}) => {
  const random = newRandom(seed);
  const pick = (from) => from[Math.floor(random() * from.length)];
  const several = (most, make) => Array.from({ length: Math.floor(random() * (most + 1)) }, make);

  const longString = () => {
    const text = pick(texts);
    const bytes = onlyStrings ? longest.argument : longest.anywhere;
    return text.repeat(bytes / Math.max(Buffer.byteLength(text), 1));
  };
  const string = () => {
    const text = random() < 0.02 ? longString() : several(4, () => pick(texts)).join('');
    return onlyStrings ? text.replaceAll('\0', '') : text;
  };
  // A toString or join of its own keeps JavaScript from making text of a value.
  const object = (names, value) =>
    Object.fromEntries(several(5, () => [pick(names), value()]).filter(([name]) => name !== 'toString'));
  const value = (depth) => {
    const kinds = [() => null, () => random() < 0.5, () => pick(numbers), string, string, string];
    const deeper = [() => several(3, () => value(depth - 1)), () => object(members, () => value(depth - 1))];
    return pick(depth > 0 ? [...kinds, ...deeper, ...deeper] : kinds)();
  };
  const payload = () => {
    const names = [...roots, ...inherited];
    if (!onlyStrings) {
      return object(names, () => value(3));
    }
    const simple = members.filter((name) => name !== '' && name !== '__proto__');
    const filled = () => ({ name: string(), ...object(simple, string) });
    return object(roots, () => (random() < 0.5 ? string() : filled()));
  };

  const space = () => (random() < 0.3 ? pick(spaces) : '');
  const name = () => [pick([...roots, ...roots, ...inherited, '']), ...several(2, () => pick(members))].join('.');
  const placeholder = () => `{{${space()}${name()}${space()}}}`;
  const text = (most) => several(most, () => (random() < 0.6 ? placeholder() : string())).join('');

  return () => ({ subject: text(2), content: `<p>${text(6)}`, payload: payload() });
};
