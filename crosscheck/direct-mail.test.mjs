// The official Direct Mail SDK, @alicloud/dm20151123, works against the sandbox.
//
// It proves that the sandbox verifies signatures by Alibaba Cloud's rules and not
// by those of our own Go client: this SDK writes forms in another way, sends them
// in chunks of unknown total length, and can sign by both schemes.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import diagnostics from 'node:diagnostics_channel';
import { describe, it } from 'node:test';
import DirectMail from '@alicloud/dm20151123';
import OpenApi from '@alicloud/openapi-core';
import { directMail, messagesTo, messageTo, timeout } from './sandbox.mjs';

const {
  default: Client,
  DescAccountSummaryRequest,
  QueryMailAddressByParamRequest,
  SingleSendMailRequest,
} = DirectMail;
const { accountName, endpoint, accessKeyId, accessKeySecret } = directMail;

// Characters on whose encoding signatures and forms disagree.
const awkward = "a b*c~d'e(f)!+g/中%20&=;:@ 📧";

const newMail = (fields) =>
  new SingleSendMailRequest({
    accountName,
    addressType: 1,
    replyToAddress: false,
    toAddress: `${randomUUID()}@example.com`,
    subject: awkward,
    htmlBody: `<p>${awkward}</p>`,
    ...fields,
  });

for (const [scheme, signatureAlgorithm] of [
  ['ACS3-HMAC-SHA256', undefined],
  ['HMAC-SHA1', 'v2'],
]) {
  describe(`@alicloud/dm20151123 signing with ${scheme}`, { timeout }, () => {
    const newClient = (change) =>
      new Client(
        new OpenApi.$OpenApiUtil.Config({
          accessKeyId,
          accessKeySecret,
          signatureAlgorithm,
          protocol: 'HTTP',
          endpoint: endpoint.host,
          ...change,
        }),
      );
    const client = newClient();

    it('sends a mail', async () => {
      const mail = newMail({ fromAlias: 'Büc*h & ~+s', textBody: awkward });
      const { statusCode, body } = await client.singleSendMail(mail);
      assert.equal(statusCode, 200);
      assert.match(body.envId, /^\d+$/);

      const message = await messageTo(mail.toAddress, body.requestId);
      assert.equal(message.from, accountName);
      assert.equal(message.fromAlias, mail.fromAlias);
      assert.equal(message.subject, mail.subject);
      assert.equal(message.html, mail.htmlBody);
      assert.equal(message.text, mail.textBody);
    });

    it('sends a large mail in chunks', async (t) => {
      const chunked = [];
      const note = ({ request }) => chunked.push(request.chunkedEncoding);
      diagnostics.subscribe('http.client.response.finish', note);
      t.after(() => diagnostics.unsubscribe('http.client.response.finish', note));

      const mail = newMail({ htmlBody: `<p>${awkward}</p>\n`.repeat(10_000) });
      const { body } = await client.singleSendMail(mail);
      assert.deepEqual(chunked, [true]);
      const message = await messageTo(mail.toAddress, body.requestId);
      assert.ok(message.html === mail.htmlBody, 'the mail arrives as it was sent');
    });

    it('reads the account', async () => {
      const { body } = await client.descAccountSummary(new DescAccountSummaryRequest({}));
      assert.equal(body.userStatus, 0);
      assert.equal(body.domains, 1);
      assert.equal(body.mailAddresses, 1);
      assert.ok(body.dailyQuota > 0 && body.monthQuota >= body.dailyQuota);
    });

    it('finds the sender address, and nothing for another key word', async () => {
      const query = (keyWord) =>
        client.queryMailAddressByParam(new QueryMailAddressByParamRequest({ keyWord, pageNo: 1, pageSize: 10 }));
      const { body } = await query('noreply');
      assert.equal(body.totalCount, 1);
      assert.equal(body.data.mailAddress[0].accountName, accountName);
      assert.equal(body.data.mailAddress[0].domainStatus, '0');
      assert.equal((await query(awkward)).body.totalCount, 0);
    });

    it('is refused with a wrong secret', async () => {
      const mail = newMail();
      const refused = newClient({ accessKeySecret: 'wrong' }).singleSendMail(mail);
      await assert.rejects(refused, { name: 'ClientError', code: 'SignatureDoesNotMatch', statusCode: 400 });
      assert.deepEqual(await messagesTo(mail.toAddress), []);
    });

    it('is refused with an unknown sender address', async () => {
      const mail = newMail({ accountName: 'nobody@mail.example.com' });
      const refused = client.singleSendMail(mail);
      await assert.rejects(refused, { name: 'ClientError', code: 'InvalidMailAddress.NotFound', statusCode: 404 });
      assert.deepEqual(await messagesTo(mail.toAddress), []);
    });
  });
}
