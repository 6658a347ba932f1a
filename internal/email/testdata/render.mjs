// Writes render.json: inputs and what Logto's own function makes of them.
//
//   node render.mjs path/to/node_modules/@logto/connector-kit > render.json
//
// The cases are the same in every run: a few that were thought of, and
// generated ones, of the cross-check's generator.
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { newCases } from '../../../crosscheck/cases.mjs';

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
  '{{list.toString}}', '{{list.join.name}}', '{{list.hasOwnProperty}}', '{{list.nope}}', '{{list.__proto__}}', '{{list.with}}', '{{list.__proto__.length}}',
  '{{list.__proto__.map}}', '{{list.__proto__.__proto__}}', '{{list.__proto__.__proto__.__proto__}}', '{{list.__proto__.constructor}}', '{{list.__proto__.0}}',
  '{{dollars}}', '{{braces}}', '{{nested.}}', '{{nested..}}', '{{nested.0}}', '{{nested...}}',
  '{{constructor}}', '{{toString}}', '{{valueOf}}', '{{hasOwnProperty}}', '{{isPrototypeOf}}', '{{__proto__}}',
  '{{__proto__.__proto__}}', '{{__proto__.toString}}', '{{__proto__.constructor}}', '{{__defineGetter__}}',
  '{{propertyIsEnumerable}}', '{{toLocaleString}}', '{{__lookupSetter__}}', '{{constructor.name}}',
  '{{application.constructor}}', '{{application.toString}}', '{{code.constructor}}', '{{application.__proto__}}',
  '{{kód}}', '{{コード}}', '件名 {{code}} です', '{{_}}', '{{code}}\r\n', '{{ code\u0085}}', '{{\u200bcode}}', '{{\u180ecode}}',
  ...['\u00a0', '\u1680', '\u2000', '\u2003', '\u200a', '\u2028', '\u2029', '\u202f', '\u205f', '\u3000', '\ufeff', '\v', '\f', '\r']
    .map((space) => `[{{${space}code${space}}}]`),
];

// What goes over a few lines helps nobody to read a failure, nor this file.
const generated = Array.from({ length: 700 }, newCases(20151123))
  .map(({ content, payload }) => ({ text: content, payload }))
  .filter((one) => JSON.stringify(one).length < 500);

const cases = [
  ...thoughtOf.map((input) => ({ text: input, payload })),
  ...['{{code}}', '{{toString}}', '{{__proto__}}', ''].map((input) => ({ text: input, payload: {} })),
  ...generated,
];
const lines = cases.map((one) => {
  // What JSON cannot carry, such as -0, must not reach the function either.
  const carried = JSON.parse(JSON.stringify(one));
  return JSON.stringify({ ...carried, output: render(carried.text, carried.payload) });
});
process.stdout.write(`[\n${lines.join(',\n')}\n]\n`);
