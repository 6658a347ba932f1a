// The connector that runs inside every Logto posts to five fixed https hosts. This
// shows, without Docker and without root, what examples/compose.yaml relies on: a
// Node process which finds these hosts at the sandbox and trusts its certificate
// authority sends through it in every region, with the certificate verified for the
// host, and one that does not trust the authority sends nothing.
import { authority, endpoint } from './tls-sandbox.mjs';
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { newAddress } from './connector.mjs';

// These read what tls-sandbox.mjs has put into the environment.
const { logtoctl, stdoutOf } = await import('./logtoctl.mjs');
const { control, directMail, messageTo, messagesTo, timeout } = await import('./sandbox.mjs');

const client = fileURLToPath(new URL('tls-client.mjs', import.meta.url));

// The hosts are written down here as the connector has them, not asked of logtoctl.
const hosts = {
  'cn-hangzhou': 'dm.aliyuncs.com',
  'ap-southeast-1': 'dm.ap-southeast-1.aliyuncs.com',
  'us-east-1': 'dm.us-east-1.aliyuncs.com',
  'eu-central-1': 'dm.eu-central-1.aliyuncs.com',
  'ap-southeast-2': 'dm.ap-southeast-2.aliyuncs.com',
};

// sendWith runs the client with one certificate authority trusted, or none.
const sendWith = (trusted, config, to) =>
  new Promise((resolve, reject) => {
    const env = { ...process.env, NODE_EXTRA_CA_CERTS: trusted };
    const child = execFile(process.execPath, [client], { env, timeout }, (error, stdout, stderr) =>
      error ? reject(new Error(stderr || error.message)) : resolve(JSON.parse(stdout)),
    );
    const data = { to, type: 'SignIn', payload: { code: '049517', locale: 'en' } };
    child.stdin.end(JSON.stringify({ endpoint, config, data }));
  });

const templates = ['SignIn', 'Register', 'ForgotPassword', 'Generic'].map((usageType) => ({
  usageType,
  subject: `${usageType} {{code}}`,
  content: '<p>验证码 {{code}}</p>',
}));

const newConfig = (regionId, accountName) => {
  const { accessKeyId, accessKeySecret } = directMail;
  return { accessKeyId, accessKeySecret, regionId, accountName, fromAlias: 'Bookstore', templates };
};

// senderIn makes a sender address in a region where there is none, DNS included.
const senderIn = async (region) => {
  const domain = `${region}.example.com`;
  const zone = await stdoutOf('direct-mail', 'domain', 'create', domain, '--region', region, '-o', 'zone');
  await control('POST', '/api/dns', zone);
  await logtoctl('direct-mail', 'domain', 'check', domain, '--region', region);
  const { accountName } = await logtoctl('direct-mail', 'sender', 'create', `noreply@${domain}`, '--region', region);
  return accountName;
};

describe('@logto/connector-aliyun-dm over https', { timeout }, () => {
  for (const [region, host] of Object.entries(hosts)) {
    it(`sends to ${host}, and verifies its certificate`, async () => {
      const accountName = region === 'cn-hangzhou' ? directMail.accountName : await senderIn(region);
      const to = newAddress();
      const { sent, error, connections } = await sendWith(authority, newConfig(region, accountName), to);
      assert.equal(error, undefined);
      assert.deepEqual(connections, [{ name: host, authorized: true }]);

      const message = await messageTo(to, sent.RequestId);
      assert.equal(message.from, accountName);
      assert.equal(message.fromAlias, 'Bookstore');
      assert.equal(message.subject, 'SignIn 049517');
      assert.equal(message.html, '<p>验证码 049517</p>');
    });
  }

  it('sends nothing when the authority is not trusted', async () => {
    const to = newAddress();
    const config = newConfig('cn-hangzhou', directMail.accountName);
    const { sent, error, connections } = await sendWith('', config, to);
    assert.equal(sent, undefined);
    assert.equal(error.code, 'UNABLE_TO_VERIFY_LEAF_SIGNATURE');
    assert.deepEqual(connections, []);
    assert.deepEqual(await messagesTo(to), []);
  });

  it('needs no key to trust it: the file holds the certificate alone', async () => {
    const pem = await readFile(authority, 'utf8');
    assert.equal(new X509Certificate(pem).ca, true);
    assert.deepEqual(pem.match(/-----BEGIN .*-----/g), ['-----BEGIN CERTIFICATE-----']);
  });
});
