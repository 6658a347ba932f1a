// Writes render.json: inputs and what Logto's own function makes of them.
//
//   node render.mjs path/to/node_modules/@logto/connector-kit > render.json
//
// The cases are the same in every run: a few that were thought of, and
// generated ones from a seeded generator.
import { pathToFileURL } from 'node:url';
import { resolve } from 'node:path';

const kit = pathToFileURL(resolve(process.argv[2], 'lib/index.js'));
const { replaceSendMessageHandlebars: render } = await import(kit);

const user = {
  id: 'u1', name: 'Ada & <Lovelace>', primaryEmail: 'ada@example.com', primaryPhone: null,
  profile: { address: { country: 'GB' }, nickname: '' },
};
const payload = {
  code: '495172', link: 'https://example.com/?a=1&b=$2', locale: 'ja', empty: '', nothing: null,
  application: { id: 'a1', name: 'Bookstore' }, organization: {}, user,
  number: 12, big: 1e21, large: 12345678901234567890, small: 1e-7, tiny: 0.000001, zero: -0.0, third: 1 / 3,
  yes: true, no: false, list: ['a', null, ['b', [1, 2]], { c: 1 }, true], none: [], matrix: [[1, 2], [3]],
  dollars: "$& $1 $$ $` $'", braces: '{{code}}', '': 'blank', nested: { '': { '': 'deep' }, 0: 'zero' },
};

const thoughtOf = [
  '', 'no placeholder', '{{code}}', '{{ code }}', '{{\tcode\n}}', '{{code}}{{code}}', 'a{{code}}b{{link}}c',
  '{{{code}}}', '{{{{code}}}}', '{{code}', '{code}}', '{{}}', '{{ }}', '{{co de}}', '{{code-x}}', '{{#if code}}',
  '{{code}}}}', '{{ {{code}} }}', '{{unknown}}', '{{unknown.code}}', '{{Code}}', '{{code.length}}', '{{code.0}}',
  '{{application}}', '{{application.name}}', '{{application.name.length}}', '{{application.nope}}', '{{application.}}',
  '{{application..name}}', '{{.application}}', '{{.}}', '{{..}}', '{{organization.name}}', '{{organization}}',
  '{{user.name}}', '{{user.primaryPhone}}', '{{user.primaryPhone.x}}', '{{user.profile.address.country}}',
  '{{user.profile.address}}', '{{user.profile.nickname}}', '{{nothing}}', '{{nothing.x}}', '{{empty}}', '{{empty.x}}',
  '{{number}} {{big}} {{large}} {{small}} {{tiny}} {{zero}} {{third}}', '{{number.x}}', '{{yes}} {{no}} {{no.x}}',
  '{{list}}', '{{list.0}}', '{{list.00}}', '{{list.2}}', '{{list.2.1.0}}', '{{list.9}}', '{{list.length}}', '{{list.1}}',
  '{{list.3}}', '{{list.3.c}}', '{{none}}', '{{none.length}}', '{{matrix}}', '{{matrix.1}}', '{{list.map}}', '{{list.constructor}}',
  '{{list.toString}}', '{{list.join.name}}', '{{list.hasOwnProperty}}', '{{list.nope}}', '{{list.__proto__}}', '{{list.with}}',
  '{{dollars}}', '{{braces}}', '{{nested.}}', '{{nested..}}', '{{nested.0}}', '{{nested...}}',
  '{{constructor}}', '{{toString}}', '{{valueOf}}', '{{hasOwnProperty}}', '{{isPrototypeOf}}', '{{__proto__}}',
  '{{__proto__.__proto__}}', '{{__proto__.toString}}', '{{__proto__.constructor}}', '{{__defineGetter__}}',
  '{{propertyIsEnumerable}}', '{{toLocaleString}}', '{{__lookupSetter__}}', '{{constructor.name}}',
  '{{application.constructor}}', '{{application.toString}}', '{{code.constructor}}', '{{application.__proto__}}',
  '{{kód}}', '{{コード}}', '件名 {{code}} です', '{{_}}', '{{code}}\r\n', '{{ code\u0085}}', '{{\u200bcode}}', '{{\u180ecode}}',
  ...['\u00a0', '\u1680', '\u2000', '\u2003', '\u200a', '\u2028', '\u2029', '\u202f', '\u205f', '\u3000', '\ufeff', '\v', '\f', '\r']
    .map((space) => `[{{${space}code${space}}}]`),
];

// mulberry32
const generator = (seed) => () => {
  seed = (seed + 0x6d2b79f5) | 0;
  let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
};
const random = generator(20151123);
const pick = (from) => from[Math.floor(random() * from.length)];
const several = (most, make) => Array.from({ length: Math.floor(random() * (most + 1)) }, make);

const keys = ['code', 'link', 'application', 'user', 'name', 'id', 'a', 'b_1', '0', 'length', 'toString', ''];
const texts = ['', 'x', '$&', "$'", '{{code}}', '<b>', 'é', '日本', '\u{1f600}', '\n', '"'];
const value = (depth) => {
  const kind = Math.floor(random() * (depth > 0 ? 8 : 6));
  switch (kind) {
    case 0: return null;
    case 1: return random() < 0.5;
    case 2: return Math.floor(random() * 2000) - 1000;
    case 3: return (random() - 0.5) * 10 ** Math.floor(random() * 50 - 25);
    case 4: case 5: return several(3, () => pick(texts)).join('');
    case 6: return several(3, () => value(depth - 1));
    default: return object(depth - 1);
  }
};
// An object with a toString of its own cannot become a string in JavaScript.
const object = (depth) =>
  Object.fromEntries(several(5, () => [pick(keys), value(depth)]).filter(([key]) => key !== 'toString'));
const spaces = ['', '', '', ' ', '\t', '\u3000', '\ufeff', '\n '];
const placeholder = () =>
  `{{${pick(spaces)}${[pick(keys), ...several(2, () => pick(keys))].join('.')}${pick(spaces)}}}`;
const text = () =>
  several(5, () => pick([placeholder, placeholder, placeholder, () => pick(texts), () => pick(['{', '}', '{{', '}}', ' '])])()).join('');

const cases = [
  ...thoughtOf.map((input) => ({ text: input, payload })),
  ...['{{code}}', '{{toString}}', '{{__proto__}}', ''].map((input) => ({ text: input, payload: {} })),
  ...Array.from({ length: 400 }, () => ({ text: text(), payload: object(3) })),
];
const lines = cases.map((one) => {
  // What JSON cannot carry, such as -0, must not reach the function either.
  const carried = JSON.parse(JSON.stringify(one));
  return JSON.stringify({ ...carried, output: render(carried.text, carried.payload) });
});
process.stdout.write(`[\n${lines.join(',\n')}\n]\n`);
