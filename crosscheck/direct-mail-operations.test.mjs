// The official Direct Mail SDK, @alicloud/dm20151123, calls every operation that
// logtoctl needs, in the region us-east-1: what belongs to one region cannot be
// seen from another, so that this file and its neighbours do not meet.
//
// direct-mail.test.mjs proves that the sandbox reads what the SDK writes; this one
// proves that the SDK, whose models are made from Alibaba Cloud's own description
// of the API, can use what the sandbox answers.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import DirectMail from '@alicloud/dm20151123';
import OpenApi from '@alicloud/openapi-core';
import { connectToSandbox } from './redirect.mjs';
import { control, directMail, messagesTo, timeout } from './sandbox.mjs';

const region = 'us-east-1';

// call runs an operation by its name, such as CreateDomain, and returns the body.
const caller =
  (client) =>
  async (operation, fields = {}) => {
    const Request = DirectMail[`${operation}Request`];
    const { statusCode, body } = await client[operation[0].toLowerCase() + operation.slice(1)](new Request(fields));
    assert.equal(statusCode, 200);
    assert.match(body.requestId, /^[0-9A-F-]{36}$/);
    return body;
  };

const newCall = (change) =>
  caller(
    new DirectMail.default(
      new OpenApi.$OpenApiUtil.Config({
        accessKeyId: directMail.accessKeyId,
        accessKeySecret: directMail.accessKeySecret,
        protocol: 'HTTP',
        endpoint: `dm.${region}.aliyuncs.com:${directMail.endpoint.port}`,
        ...change,
      }),
    ),
  );

// The records of a domain as the console shows them: what DescDomain calls them,
// and where they belong.
const recordsOf = (name, body) => {
  const under = (host) => `${host}.${body.tlDomainName}`;
  return [
    { name: `aliyundm.${name}`, type: 'TXT', value: body.domainType },
    { name, type: 'TXT', value: body.spfRecordV2 },
    { name: under(body.dkimRR), type: 'TXT', value: body.dkimPublicKey },
    { name, type: 'MX', value: body.mxRecord, priority: 10 },
    { name: under(body.dmarcHostRecord), type: 'TXT', value: body.dmarcRecord },
    { name: `${body.cnameRecord}.${name}`, type: 'CNAME', value: body.tracefRecord },
  ];
};

// The states of a domain and of its records, of which one is a number. 0 is good.
const statesOf = (body) => [
  body.domainStatus,
  body.spfAuthStatus,
  body.dkimAuthStatus,
  body.mxAuthStatus,
  body.cnameAuthStatus,
  body.dmarcAuthStatus,
];

// A day of China, by which mails are counted; 0 is today.
const chinaDay = (offset) => new Date(Date.now() + (8 + 24 * offset) * 3_600_000).toISOString().slice(0, 10);

// until asks again until the answer is there: outcomes become known after a while.
const until = async (ask, isThere) => {
  for (;;) {
    const answer = await ask();
    if (isThere(answer)) return answer;
    await sleep(100);
  }
};

describe('@alicloud/dm20151123 calls every operation', { timeout }, () => {
  const domainName = 'sdk.codes.example.com';
  const sender = `noreply@${domainName}`;
  const call = newCall();
  const ids = {};
  const newMail = (recipient) => ({
    accountName: sender,
    addressType: 1,
    replyToAddress: false,
    toAddress: `${recipient}@sdk.example.com`,
    subject: `Code for ${recipient}`,
    htmlBody: '<p>049517</p>',
    tagName: 'sdk_codes',
  });

  before(connectToSandbox);

  it('creates a domain, which is not verified', async () => {
    ({ domainId: ids.domain } = await call('CreateDomain', { domainName }));
    assert.match(ids.domain, /^\d+$/);
    const body = await call('DescDomain', { domainId: ids.domain, requireRealTimeDnsRecords: true });
    assert.equal(body.domainName, domainName);
    assert.equal(body.hostRecord, 'sdk.codes');
    assert.match(body.domainType, /^[0-9a-f]{20}$/);
    assert.equal(body.dkimRsaLength, 2048);
    assert.deepEqual(statesOf(body), ['1', '1', '1', '1', '1', 1]);
    assert.equal((await call('CheckDomain', { domainId: ids.domain })).domainStatus, 1);
  });

  it('has it verified once the DNS has its records', async () => {
    const records = recordsOf(domainName, await call('DescDomain', { domainId: ids.domain }));
    const [ownership, spf, , mx, dmarc] = records.map(({ value }) => value);
    await control('POST', '/api/dns', records);
    assert.equal((await call('CheckDomain', { domainId: ids.domain })).domainStatus, 0);
    const body = await call('DescDomain', { domainId: ids.domain });
    assert.deepEqual(statesOf(body), ['0', '0', '0', '0', '0', 0]);
    assert.deepEqual([body.dnsTxt, body.dnsSpf, body.dnsMx, body.dnsDmarc], [ownership, spf, mx, dmarc]);
  });

  it('lists the domains of this region alone', async () => {
    const body = await call('QueryDomainByParam', { pageNo: 1, pageSize: 10, status: 0 });
    assert.equal(body.totalCount, 1);
    const [{ domainId, domainStatus, domainRecord }] = body.data.domain;
    assert.deepEqual([domainId, domainStatus], [ids.domain, '0']);
    assert.match(domainRecord, /^[0-9a-f]{20}$/);
    assert.equal((await call('QueryDomainByParam', { keyWord: 'mail', status: 1 })).totalCount, 0);
  });

  it('creates a sender address and verifies its reply address', async () => {
    const replyAddress = `reply@${domainName}`;
    const address = { accountName: sender.toUpperCase(), sendtype: 'trigger', replyAddress: `old@${domainName}` };
    ({ mailAddressId: ids.mailAddress } = await call('CreateMailAddress', address));
    const { mailAddress: mailAddressId } = ids;
    await call('ModifyMailAddress', { mailAddressId, replyAddress });

    await call('CheckReplyToMailAddress', { mailAddressId, lang: 'en' });
    const [{ text }] = await messagesTo(replyAddress);
    const ticket = new URL(text.slice(text.indexOf('https://'))).searchParams.get('Ticket');
    const query = { keyWord: 'noreply', sendtype: 'trigger' };
    const asked = await call('QueryMailAddressByParam', query);
    assert.equal(asked.data.mailAddress[0].replyStatus, '1');
    await call('ApproveReplyMailAddress', { ticket });

    const { totalCount, data } = await call('QueryMailAddressByParam', query);
    assert.equal(totalCount, 1);
    const [found] = data.mailAddress;
    assert.equal(found.mailAddressId, mailAddressId);
    assert.equal(found.accountName, sender);
    assert.deepEqual([found.sendtype, found.accountStatus, found.domainStatus], ['trigger', '0', '0']);
    assert.deepEqual([found.replyAddress, found.replyStatus], [replyAddress, '0']);
  });

  it('creates, changes and lists a tag', async () => {
    ({ tagId: ids.tag } = await call('CreateTag', { tagName: 'sdk', tagDescription: '验证码 & more' }));
    await call('ModifyTag', { tagId: ids.tag, tagName: 'sdk_codes' });
    const body = await call('QueryTagByParam', { keyWord: 'codes', pageNo: 1, pageSize: 10 });
    assert.equal(body.totalCount, 1);
    const [{ tagId, tagName, tagDescription }] = body.data.tag;
    assert.deepEqual([tagId, tagName, tagDescription], [ids.tag, 'sdk_codes', '验证码 & more']);
  });

  it('sends mails, and learns what became of them', async () => {
    const outcomes = [
      ['you', 0, 'SendOk'],
      ['bounce', 2, 'SmtpNxBox'],
      ['spam', 3, 'SpamContent'],
      ['blocked', 4, 'SmtpReject'],
    ];
    for (const [name] of outcomes) {
      const { envId } = await call('SingleSendMail', newMail(name));
      assert.equal(typeof envId, 'string');
    }
    const read = (fields) => call('SenderStatisticsDetailByParam', { tagName: 'sdk_codes', ...fields });
    const { data } = await until(() => read(), (body) => body.data.mailDetail.length === outcomes.length);
    const summaryOf = (row) => [row.toAddress.split('@')[0], row.status, row.errorClassification];
    assert.deepEqual(data.mailDetail.map(summaryOf), outcomes.toReversed());
    assert.ok(data.mailDetail.every((row) => row.accountName === sender && Number(row.utcLastUpdateTime) > 0));

    const page = await read({ length: 3 });
    const rest = await read({ length: 3, nextStart: page.nextStart });
    assert.deepEqual([page.data.mailDetail.length, rest.data.mailDetail.length], [3, 1]);

    const invalid = await call('SenderStatisticsDetailByParam', { toAddress: 'bounce@sdk.example.com', status: 2 });
    assert.equal(invalid.data.mailDetail[0].subject, 'Code for bounce');
  });

  it('counts the mails', async () => {
    const period = { startTime: chinaDay(-1), endTime: chinaDay(1) };
    const { data } = await call('SenderStatisticsByTagNameAndBatchID', { ...period, tagName: 'sdk_codes' });
    const sum = (field) => data.stat.reduce((total, day) => total + Number(day[field]), 0); // two days at midnight
    assert.deepEqual(['requestCount', 'successCount', 'faildCount', 'unavailableCount'].map(sum), [4, 1, 2, 1]);
  });

  it('reads the account', async () => {
    const body = await call('DescAccountSummary');
    assert.deepEqual([body.userStatus, body.domains, body.mailAddresses, body.tags], [0, 1, 1, 1]);
    assert.equal(body.monthQuota, 30 * body.dailyQuota);
    assert.ok(body.remainFreeQuota >= body.dailyRemainFreeQuota && body.maxQuotaLevel >= body.quotaLevel);
  });

  describe('is refused', () => {
    const unknown = 99_999;
    const long = 'a'.repeat(61);
    const mail = newMail('you');
    const period = (startTime, endTime) => ({ startTime, endTime });
    const refusals = [
      ['CreateDomain', () => ({ domainName }), 'InvalidDomainName.Duplicate'],
      ['CreateDomain', () => ({ domainName: 'localhost' }), 'InvalidDomainName.Malformed'],
      ['DescDomain', () => ({ domainId: unknown }), 'InvalidDomainId.NotFound', 404],
      ['DescDomain', () => ({}), 'MissingDomainId'],
      ['CheckDomain', () => ({ domainId: unknown }), 'InvalidDomainId.NotFound', 404],
      ['CheckDomain', () => ({}), 'MissingDomainId'],
      ['QueryDomainByParam', () => ({ keyWord: long }), 'InvalidKeyWord.Malformed'],
      ['QueryDomainByParam', () => ({ pageSize: 1001 }), 'InvalidPageSize.Malformed'],
      ['DeleteDomain', () => ({ domainId: unknown }), 'InvalidDomainId.NotFound', 404],
      ['DeleteDomain', () => ({ domainId: ids.domain }), 'InvalidDomain.Malformed'],
      ['CreateMailAddress', () => ({ accountName: sender, sendtype: 'trigger' }), 'InvalidMailAddressName.Duplicate'],
      ['CreateMailAddress', () => ({ accountName: sender, sendtype: 'both' }), 'InvalidMailAddressSendType.Malformed'],
      ['QueryMailAddressByParam', () => ({ keyWord: long }), 'InvalidKeyWord.Malformed'],
      ['QueryMailAddressByParam', () => ({ sendtype: 'both' }), 'InvalidMailAddressSendType.Malformed'],
      ['ModifyMailAddress', () => ({ mailAddressId: unknown }), 'InvalidMailAddressId.Malformed'],
      ['ModifyMailAddress', () => ({ mailAddressId: ids.mailAddress, password: 'weak' }), 'InvalidPassword.Malformed'],
      ['CheckReplyToMailAddress', () => ({ mailAddressId: unknown }), 'InvalidMailAddressId.Malformed'],
      ['CheckReplyToMailAddress', () => ({}), 'MissingMailAddressId'],
      ['ApproveReplyMailAddress', () => ({ ticket: 'used' }), 'InvalidTicket.Malformed'],
      ['ApproveReplyMailAddress', () => ({}), 'MissingTicket'],
      ['DeleteMailAddress', () => ({ mailAddressId: unknown }), 'InvalidMailAddressId.Malformed'],
      ['DeleteMailAddress', () => ({}), 'MissingMailAddressId'],
      ['CreateTag', () => ({ tagName: 'sdk_codes' }), 'InvalidTagName.Duplicate'],
      ['CreateTag', () => ({ tagName: 'a-b' }), 'InvalidTagName.Malformed'],
      ['ModifyTag', () => ({ tagId: unknown, tagName: 'a' }), 'InvalidTag.NotFound', 404],
      ['ModifyTag', () => ({ tagId: ids.tag, tagName: 'a b' }), 'InvalidTagName.Malformed'],
      ['QueryTagByParam', () => ({ keyWord: long }), 'InvalidKeyword.Malformed'],
      ['QueryTagByParam', () => ({ pageNo: 0 }), 'InvalidPageNo.Malformed'],
      ['DeleteTag', () => ({ tagId: unknown }), 'InvalidTag.NotFound', 404],
      ['DeleteTag', () => ({}), 'MissingTagId'],
      ['SingleSendMail', () => ({ ...mail, toAddress: 'nobody' }), 'InvalidToAddress'],
      ['SingleSendMail', () => ({ ...mail, fromAlias: 'fifteen letters' }), 'InvalidFromAlias.Malformed'],
      ['SenderStatisticsDetailByParam', () => ({ status: 1 }), 'InvalidStatus.Malformed'],
      ['SenderStatisticsDetailByParam', () => period('2026-01-01 00:00', '2026-03-01 00:00'), 'InvalidDate.Malformed'],
      ['SenderStatisticsByTagNameAndBatchID', () => period(chinaDay(-8), chinaDay(0)), 'InvalidDate.Malformed'],
      ['SenderStatisticsByTagNameAndBatchID', () => period(chinaDay(0)), 'MissingEndTime'],
      ['DescAccountSummary', () => ({}), 'InvalidAccessKeyId.NotFound', 404, { accessKeyId: 'unknown' }],
      ['DescAccountSummary', () => ({}), 'SignatureDoesNotMatch', 400, { accessKeySecret: 'wrong' }],
    ];
    for (const [operation, fields, code, statusCode = 400, change] of refusals) {
      it(`${operation}: ${code}`, () =>
        assert.rejects(newCall(change)(operation, fields()), { name: 'ClientError', code, statusCode }));
    }

    describe('by RAM', () => {
      const key = { id: 'LTAI5tMayOnlySend', secret: 'secret', allow: ['dm:SingleSendMail'] };
      before(() => control('PUT', '/api/access-keys', [key]));
      after(() => control('DELETE', '/api/access-keys'));

      it('with a key that may only send', async () => {
        const callLimited = newCall({ accessKeyId: key.id, accessKeySecret: key.secret });
        await callLimited('SingleSendMail', mail);
        const others = new Set(refusals.map(([operation]) => operation));
        others.delete('SingleSendMail');
        for (const operation of others) {
          const forbidden = { name: 'ClientError', code: 'Forbidden.RAM', statusCode: 403 };
          await assert.rejects(callLimited(operation), forbidden, operation);
        }
      });
    });
  });

  it('deletes everything again', async () => {
    await call('DeleteTag', { tagId: ids.tag });
    await call('DeleteMailAddress', { mailAddressId: ids.mailAddress });
    await call('DeleteDomain', { domainId: ids.domain });
    const { domains, mailAddresses, tags } = await call('DescAccountSummary');
    assert.deepEqual([domains, mailAddresses, tags], [0, 0, 0]);
  });
});
