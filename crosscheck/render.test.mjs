// logtoctl renders a template to the very bytes that Logto's connector sends.
//
// What templates render and the preview show is worth something only if it is
// what people get. So the real connector sends a mail for every built-in
// template, and for hundreds of generated ones, through the sandbox; subject and
// body that arrive are compared with what logtoctl makes of the same template
// and values. The generated cases differ in every run; LOGTOCTL_SEED repeats one.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { before, describe, it } from 'node:test';
import { promisify } from 'node:util';
import { replaceSendMessageHandlebars, TemplateType } from '@logto/connector-kit';
import { newCases } from './cases.mjs';
import { newAddress, send } from './connector.mjs';
import { logtoctl, saveFile, stdoutOf } from './logtoctl.mjs';
import { redirectDirectMail } from './redirect.mjs';
import { directMail, messageTo, timeout } from './sandbox.mjs';

const usageTypes = Object.values(TemplateType);
const locales = ['en', 'ja', 'zh-CN', 'zh-TW'];
const seed = Number(process.env.LOGTOCTL_SEED ?? randomInt(2 ** 32));

const sender = { accountName: directMail.accountName, fromAlias: 'Bücher & <Co>' };

// One value that must go in as it is, for each placeholder of a built-in template.
const samples = {
  code: '$& {{link}} 049517',
  link: 'https://example.com/invitation?a=1&b=$1%20',
  organization: { name: "Reader's <Club> 読書会 📚" },
};

// flagsOf says a payload of strings and objects of strings as templates render takes it.
const flagsOf = (payload, prefix = '') =>
  Object.entries(payload).flatMap(([name, value]) =>
    typeof value === 'string' ? ['--var', `${prefix}${name}=${value}`] : flagsOf(value, `${prefix}${name}.`),
  );

// What arrives when the real connector sends a mail with these templates.
const sendWith = async (templates, type, payload) => {
  const { accessKeyId, accessKeySecret } = directMail;
  const to = newAddress();
  const { RequestId } = await send({ ...sender, accessKeyId, accessKeySecret, templates }, { to, type, payload });
  const { subject, html } = await messageTo(to, RequestId);
  return { subject, html };
};

const rendered = async (...args) => {
  const { subject, htmlBody } = await logtoctl('templates', 'render', ...args);
  return { subject, html: htmlBody };
};

// renderAll has logtoctl's own code render cases of any values, in one process.
const renderAll = async (lines) => {
  const options = { cwd: new URL('.', import.meta.url), maxBuffer: 256 << 20, timeout };
  const running = promisify(execFile)('go', ['run', './render'], options);
  running.child.stdin.end(lines.join('\n'));
  const { stdout } = await running;
  return stdout.trimEnd().split('\n').map((line) => JSON.parse(line));
};

// A few at a time, because a mail waits more than it works.
const mapAll = async (items, map) => {
  const results = [];
  const rest = items.entries();
  const work = async () => {
    for (const [index, item] of rest) {
      results[index] = await map(item, index);
    }
  };
  await Promise.all(Array.from({ length: 4 }, work));
  return results;
};

// Direct Mail takes a subject of one line of 1 to 256 characters, and the
// connector's configuration four required usage types. JSON is how a payload
// gets from Logto's API to its connector.
const sendable = ({ subject, content, payload }) => {
  const carried = JSON.parse(JSON.stringify(payload));
  const isSubject = /^\P{Cc}{1,256}$/u.test(replaceSendMessageHandlebars(subject, carried));
  return { subject: isSubject ? subject : 'Code', content, payload: carried };
};

describe('logtoctl renders as @logto/connector-aliyun-dm does', { timeout }, () => {
  const count = { cases: 0, differences: 0 };

  // Returns what is wrong, so that one difference does not hide how many there are.
  const compare = (ours, theirs, name) => {
    count.cases += 1;
    try {
      assert.deepEqual(ours, theirs);
    } catch (error) {
      count.differences += 1;
      return new Error(`${name}: logtoctl (+) and Logto (-) differ`, { cause: error });
    }
  };

  const throwFirst = (errors) => {
    const error = errors.find(Boolean);
    if (error) {
      throw error;
    }
  };

  before(redirectDirectMail);

  for (const locale of locales) {
    describe(`the built-in templates in ${locale}`, () => {
      let templates;

      // The templates as Logto has them when logtoctl has applied them. This takes a
      // sandbox of its own, because other tests have their connector in this one.
      before(async () => {
        await saveFile(`${locale}.json`, { ...sender, templates: `emails/${locale}` });
        await logtoctl('templates', 'init', 'emails', '--locale', locale);
        const script = `logtoctl connector aliyun-dm apply -f ${locale}.json >&2 && logtoctl connector aliyun-dm export`;
        ({ templates } = await logtoctl('sandbox', 'exec', '--', 'sh', '-c', script));
        assert.deepEqual(templates.map(({ usageType }) => usageType).sort(), usageTypes.toSorted());
      });

      const argsFor = (usageType) => [
        ...['--usage-type', usageType, '--locale', locale, '--var', `brand.name=${sender.fromAlias}`],
        ...flagsOf(samples),
      ];

      for (const usageType of usageTypes) {
        it(usageType, async () => {
          const ours = await rendered(...argsFor(usageType));
          throwFirst([compare(ours, await sendWith(templates, usageType, samples), usageType)]);
          assert.doesNotMatch(ours.html, /\$\{|\{\{(?!link\}\} 049517)/);
        });
      }

      it('as bytes', async () => {
        const args = argsFor(TemplateType.SignIn);
        const { html } = await rendered(...args);
        assert.equal(await stdoutOf('templates', 'render', ...args, '-o', 'table'), html);
      });
    });
  }

  it('generated templates, by the command', async () => {
    const next = newCases(seed, { onlyStrings: true });
    for (const name of ['first.json', 'second.json', 'third.json']) {
      const cases = usageTypes.map((usageType) => ({ usageType, ...sendable(next()) }));
      const literal = (text) => text.replaceAll('${', () => '$${'); // in a file, ${NAME} is a variable
      await saveFile(name, {
        ...sender,
        templates: cases.map(({ usageType, subject, content }) => ({
          usageType,
          subject: literal(subject),
          content: literal(content),
        })),
      });
      const errors = await mapAll(cases, async ({ usageType, payload }) => {
        const ours = await rendered(name, '--usage-type', usageType, ...flagsOf(payload));
        return compare(ours, await sendWith(cases, usageType, payload), `${usageType} of ${name}, seed ${seed}`);
      });
      throwFirst(errors);
    }
  });

  it('generated templates with values of every type', async () => {
    const next = newCases(seed);
    const cases = Array.from({ length: 500 }, () => sendable(next()));
    const lines = cases.map(({ subject, content, payload }) => JSON.stringify({ texts: [subject, content], payload }));
    const ours = await renderAll(lines);
    assert.equal(ours.length, cases.length);

    const errors = await mapAll(cases, async ({ subject, content, payload }, index) => {
      const [ourSubject, html] = ours[index];
      const templates = usageTypes.map((usageType) => ({ usageType, subject, content }));
      const theirs = await sendWith(templates, TemplateType.Generic, payload);
      return compare({ subject: ourSubject, html }, theirs, `case ${index}, seed ${seed}, ${lines[index]}`);
    });
    throwFirst(errors);
  });

  it('in all cases', (t) => {
    t.diagnostic(`rendering: ${count.cases} cases, ${count.differences} differences, LOGTOCTL_SEED=${seed}`);
    assert.equal(count.differences, 0);
    assert.ok(count.cases >= 500);
  });
});
