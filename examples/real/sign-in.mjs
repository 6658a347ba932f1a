// The last step of the guide, without a browser: somebody who has no account gets a
// code by mail and is signed up with it, and then signs in again. Plays both the Go
// app, whose .env is on stdin, and the browser with Logto's sign-in page in it; the
// requests are those of a real one.
import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { text } from 'node:stream/consumers';
import { parseEnv } from 'node:util';
import { call } from './endpoints.mjs';

const app = parseEnv(await text(process.stdin));
const inbox = process.env.LOGTOCTL_INBOX_URL ?? 'http://localhost:3004';
const email = `${randomBytes(6).toString('hex')}@example.com`;
const identifier = { type: 'email', value: email };

const random = () => randomBytes(32).toString('base64url');

// A browser is its cookies, and goes where it is sent.
const newBrowser = () => {
  const cookies = new Map();
  const visit = async (url, { method = 'GET', json } = {}) => {
    const response = await fetch(url, {
      method,
      redirect: 'manual',
      headers: {
        cookie: [...cookies].map((pair) => pair.join('=')).join('; '),
        ...(json && { 'content-type': 'application/json' }),
      },
      body: json && JSON.stringify(json),
      signal: AbortSignal.timeout(30_000),
    });
    for (const cookie of response.headers.getSetCookie()) {
      const [, name, value] = cookie.match(/^([^=]+)=([^;]*)/);
      cookies.set(name, value);
    }
    return response;
  };

  // follow stops at a page, or before it would leave Logto.
  const follow = async (start) => {
    let url = new URL(start, app.LOGTO_ENDPOINT);
    for (let hops = 0; hops < 10 && url.origin === new URL(app.LOGTO_ENDPOINT).origin; hops += 1) {
      const response = await visit(url);
      const location = response.headers.get('location');
      if (!location) {
        assert.equal(response.status, 200, `${url} answered ${response.status}`);
        return url;
      }
      url = new URL(location, url);
    }
    return url;
  };

  // experience is what the sign-in page asks of Logto. A 201 has a word as its body.
  const experience = async (method, path, json) => {
    const response = await visit(`${app.LOGTO_ENDPOINT}/api/experience${path}`, { method, json });
    const isJSON = response.headers.get('content-type')?.startsWith('application/json');
    return { status: response.status, ...(isJSON ? await response.json() : { message: await response.text() }) };
  };
  return { follow, experience };
};

const expect = (answer, status, doing) =>
  assert.equal(answer.status, status, `${doing} answered ${answer.status} ${answer.code ?? ''} ${answer.message ?? ''}`);

// signIn goes from the app to the app and returns who has come back.
const signIn = async ({ isNew }) => {
  const { follow, experience } = newBrowser();
  const [state, verifier] = [random(), random()];
  const page = await follow(
    `/oidc/auth?${new URLSearchParams({
      client_id: app.LOGTO_APP_ID,
      redirect_uri: app.LOGTO_REDIRECT_URI,
      response_type: 'code',
      scope: 'openid offline_access profile email',
      prompt: 'consent',
      state,
      code_challenge: createHash('sha256').update(verifier).digest('base64url'),
      code_challenge_method: 'S256',
    })}`,
  );
  assert.equal(page.pathname, '/sign-in');

  expect(await experience('PUT', '', { interactionEvent: 'SignIn' }), 204, 'beginning to sign in');
  const code = '/verification/verification-code';
  const sent = await experience('POST', code, { identifier, interactionEvent: 'SignIn' });
  expect(sent, 200, 'asking for a code');
  const [mail] = await call('GET', `${inbox}/api/messages?${new URLSearchParams({ to: email, wait: '30s' })}`);
  assert.match(mail.code, /^\d{6}$/);
  const { verificationId } = sent;
  const verified = await experience('POST', `${code}/verify`, { identifier, verificationId, code: mail.code });
  expect(verified, 200, 'verifying the code');

  const identified = await experience('POST', '/identification', { verificationId });
  if (isNew) {
    expect(identified, 404, 'signing in without an account');
    expect(await experience('PUT', '/interaction-event', { interactionEvent: 'Register' }), 204, 'going over to sign-up');
    expect(await experience('POST', '/identification', { verificationId }), 201, 'creating the account');
  } else {
    expect(identified, 204, 'signing in');
  }
  const submitted = await experience('POST', '/submit');
  expect(submitted, 200, 'finishing');

  const callback = await follow(submitted.redirectTo);
  assert.ok(callback.href.startsWith(`${app.LOGTO_REDIRECT_URI}?`), `the end is at ${callback}`);
  assert.equal(callback.searchParams.get('state'), state);
  const credentials = Buffer.from(`${app.LOGTO_APP_ID}:${app.LOGTO_APP_SECRET}`).toString('base64');
  const tokens = await call('POST', `${app.LOGTO_ENDPOINT}/oidc/token`, {
    headers: { authorization: `Basic ${credentials}` },
    form: {
      grant_type: 'authorization_code',
      code: callback.searchParams.get('code'),
      redirect_uri: app.LOGTO_REDIRECT_URI,
      code_verifier: verifier,
    },
  });
  assert.ok(tokens.id_token && tokens.refresh_token);
  const headers = { authorization: `Bearer ${tokens.access_token}` };
  const who = await call('GET', `${app.LOGTO_ENDPOINT}/oidc/me`, { headers });
  assert.deepEqual([who.email, who.email_verified], [email, true]);
  return { ...who, subject: mail.subject };
};

const first = await signIn({ isNew: true });
console.log(`signed up as ${first.email} (${first.sub}), with the mail "${first.subject}"`);
const second = await signIn({ isNew: false });
assert.equal(second.sub, first.sub);
console.log(`signed in again as ${second.email} (${second.sub})`);
