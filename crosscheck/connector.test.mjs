// The connector that runs inside every Logto, @logto/connector-aliyun-dm, sends
// through the sandbox with the configuration that logtoctl has provisioned.
//
// It proves three things that our own tests cannot, because there both sides are
// ours: that the connector accepts and can use what logtoctl writes, that the
// sandbox takes its requests as the real Direct Mail does, and that test-email
// shows the very mail that people will get.
import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { createManagementApi } from '@logto/api/management';
import createConnector from '@logto/connector-aliyun-dm';
import { ConnectorError, ConnectorErrorCodes, replaceSendMessageHandlebars, TemplateType } from '@logto/connector-kit';
import { newAddress, send } from './connector.mjs';
import { logtoctl, saveFile } from './logtoctl.mjs';
import { redirectDirectMail } from './redirect.mjs';
import { directMail, logto, messagesTo, messageTo, timeout } from './sandbox.mjs';

const usageTypes = Object.values(TemplateType);

// Its name holds what a renderer gets wrong: a replacement pattern, a
// placeholder, and characters that HTML and form encoding treat specially.
const application = { name: 'Bücher & <Söhne> $& {{code}}' };

// What a mail is rendered from. An invitation has a link in place of a code; its
// values are the examples that test-email uses.
const payloadOf = (usageType, code) =>
  usageType === TemplateType.OrganizationInvitation
    ? {
        locale: 'en',
        link: 'https://example.com/invitation',
        organization: { id: 'example', name: 'Example organization' },
      }
    : { locale: 'en', code, application };

// Templates with everything that encoding or rendering could change. BindMfa is
// left out: it falls back to Generic.
const demandingTemplates = usageTypes
  .filter((usageType) => usageType !== TemplateType.BindMfa)
  .map((usageType) => {
    const value = usageType === TemplateType.OrganizationInvitation ? '{{link}}' : '{{code}}';
    return {
      usageType,
      subject: `${usageType} 验证码 ${value} a+b 100% ~*'()! &=`,
      content:
        `<p title="a+b%20c~d*e'(f)!&amp;=">{{ locale }} ${value} ${value}</p>\r\n` +
        '\t$& $1 $$ {{{locale}}} 📧 e\u0301 {{application.name}} [{{application.unknown}}] {{organization.name}}\n',
    };
  });

const { apiClient } = createManagementApi('default', logto);

// What the recipient can see of a mail.
const visible = ({ from, fromAlias, subject, html, text, code }) => ({ from, fromAlias, subject, html, text, code });

describe('@logto/connector-aliyun-dm', { timeout }, () => {
  let config;

  before(async () => {
    redirectDirectMail();
    const { id } = await logtoctl('app', 'create', application.name, '--redirect-uri', 'http://localhost/');
    application.id = id;

    const minimal = { accountName: directMail.accountName, fromAlias: 'Bookstore' };
    await saveFile('connector.json', minimal);
    await logtoctl('connector', 'aliyun-dm', 'apply', '-f', 'connector.json');
    config = await logtoctl('connector', 'aliyun-dm', 'export', '--reveal-secret');

    await saveFile('demanding.json', { ...minimal, templates: demandingTemplates });
  });

  it('accepts the exported configuration, which has all nine usage types', async () => {
    const { configGuard } = await createConnector({ getConfig: async () => config });
    assert.ok(configGuard.safeParse(config).success);
    assert.equal(usageTypes.length, 9);
    assert.deepEqual(config.templates.map(({ usageType }) => usageType).sort(), usageTypes.toSorted());
  });

  for (const usageType of usageTypes) {
    it(`sends the ${usageType} mail with the exported configuration`, async () => {
      const to = newAddress();
      const payload = payloadOf(usageType, '049517');
      const { RequestId } = await send(config, { to, type: usageType, payload });

      const template = config.templates.find((candidate) => candidate.usageType === usageType);
      const message = await messageTo(to, RequestId);
      assert.equal(message.subject, replaceSendMessageHandlebars(template.subject, payload));
      assert.equal(message.html, replaceSendMessageHandlebars(template.content, payload));
      assert.equal(message.code, payload.code ?? '');
      assert.equal(message.from, directMail.accountName);
      assert.equal(message.fromAlias, 'Bookstore');
    });
  }

  describe('sends what test-email sends', () => {
    // Sends every usage type both ways, the second time with the code of the first.
    const compareAll = async (t, configuration, ...flags) => {
      const to = newAddress();
      const sent = await logtoctl('test-email', to, '--all', ...flags);
      assert.deepEqual(sent.map(({ usageType }) => usageType).sort(), usageTypes.toSorted());
      for (const { usageType, code, requestId } of sent) {
        await t.test(usageType, async () => {
          const { RequestId } = await send(configuration, { to, type: usageType, payload: payloadOf(usageType, code) });
          assert.deepEqual(visible(await messageTo(to, requestId)), visible(await messageTo(to, RequestId)));
        });
      }
    };

    it('with the live connector', (t) => compareAll(t, config));

    it('with templates that are hard to encode and to render', (t) =>
      compareAll(t, { ...config, templates: demandingTemplates }, '-f', 'demanding.json'));
  });

  it('sends a localised template, as test-email does', async (t) => {
    const row = { languageTag: 'eo', templateType: TemplateType.SignIn };
    const details = { subject: 'Kodo {{code}}', content: '<p>Ĝi estas {{code}}.</p>', sendFrom: 'Libroj {{locale}}' };
    const stored = await apiClient.PUT('/api/email-templates', { body: { templates: [{ ...row, details }] } });
    assert.equal(stored.response.status, 200);
    t.after(() => apiClient.DELETE('/api/email-templates', { params: { query: row } }));
    const getI18nEmailTemplate = async (templateType, languageTag) => {
      const { data } = await apiClient.GET('/api/email-templates', {
        params: { query: { templateType, languageTag } },
      });
      return data[0]?.details;
    };

    const to = newAddress();
    const { code, requestId } = await logtoctl('test-email', to, '--usage-type', 'SignIn', '--locale', 'eo');
    const data = { to, type: TemplateType.SignIn, payload: { ...payloadOf(TemplateType.SignIn, code), locale: 'eo' } };
    const { RequestId } = await send(config, data, getI18nEmailTemplate);

    const message = await messageTo(to, RequestId);
    assert.equal(message.subject, `Kodo ${code}`);
    assert.equal(message.html, `<p>Ĝi estas ${code}.</p>`);
    assert.equal(message.fromAlias, 'Libroj eo');
    assert.deepEqual(visible(await messageTo(to, requestId)), visible(message));
  });

  it('sends what the Logto of the sandbox sends in its place', async () => {
    const to = newAddress();
    const { response } = await apiClient.POST('/api/verification-codes', { body: { email: to } });
    assert.equal(response.status, 204);
    const [message] = await messagesTo(to);
    assert.match(message.code, /^\d{6}$/);

    const payload = payloadOf(TemplateType.Generic, message.code);
    const { RequestId } = await send(config, { to, type: TemplateType.Generic, payload });
    assert.deepEqual(visible(await messageTo(to, RequestId)), visible(message));
  });

  describe('explains a refusal', () => {
    const hangzhou = 'dm.aliyuncs.com';
    const singapore = 'dm.ap-southeast-1.aliyuncs.com';
    const refusals = [
      ['a wrong AccessKey secret', { accessKeySecret: 'wrong' }, hangzhou, 'SignatureDoesNotMatch'],
      ['an unknown AccessKey', { accessKeyId: 'unknown' }, hangzhou, 'InvalidAccessKeyId.NotFound'],
      ['a region without the sender', { regionId: 'ap-southeast-1' }, singapore, 'InvalidMailAddress.NotFound'],
    ];
    for (const [name, change, host, code] of refusals) {
      it(`of ${name}`, async () => {
        const to = newAddress();
        const data = { to, type: TemplateType.Generic, payload: { code: '049517' } };
        await assert.rejects(send({ ...config, ...change }, data), (error) => {
          assert.ok(error instanceof ConnectorError);
          assert.equal(error.code, ConnectorErrorCodes.General);
          assert.equal(error.data.Code, code);
          assert.equal(error.data.HostId, host);
          assert.match(error.data.RequestId, /^[0-9A-F-]{36}$/);
          return true;
        });
        assert.deepEqual(await messagesTo(to), []);
      });
    }
  });
});
