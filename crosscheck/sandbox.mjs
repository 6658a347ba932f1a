// What `logtoctl sandbox exec` tells its command: where the sandbox is, and the
// credentials that it made. The tests change whatever they are pointed at. They
// ask for the inbox first, because only a sandbox has one: a real Logto or a
// real Direct Mail in the environment is never touched.
import assert from 'node:assert/strict';

const fromSandbox = (name) => {
  const value = process.env[name];
  assert.ok(value, `${name} is not set; run: make crosscheck`);
  return value;
};

const inboxUrl = fromSandbox('LOGTOCTL_INBOX_URL');

export const directMail = {
  endpoint: new URL(fromSandbox('LOGTOCTL_DM_ENDPOINT')),
  accessKeyId: fromSandbox('ALIBABA_CLOUD_ACCESS_KEY_ID'),
  accessKeySecret: fromSandbox('ALIBABA_CLOUD_ACCESS_KEY_SECRET'),
  accountName: 'noreply@mail.example.com',
};

// The options of createManagementApi in @logto/api.
export const logto = {
  baseUrl: fromSandbox('LOGTO_ENDPOINT'),
  apiIndicator: fromSandbox('LOGTO_RESOURCE'),
  clientId: fromSandbox('LOGTO_M2M_APP_ID'),
  clientSecret: fromSandbox('LOGTO_M2M_APP_SECRET'),
};

// How long a suite, and whatever it waits for, may take, in milliseconds. One
// that works takes a second.
export const timeout = 60_000;

// messagesTo returns what has arrived for a recipient, newest first. A mail is
// in the inbox before its sender gets the answer, so there is nothing to wait for.
export const messagesTo = async (to) => {
  const url = new URL('/api/messages', inboxUrl);
  url.searchParams.set('to', to);
  const response = await fetch(url, { signal: AbortSignal.timeout(timeout) });
  assert.equal(response.status, 200);
  return response.json();
};

// control sets the world of the sandbox as a test needs it, such as its DNS. A
// string is sent as it is, anything else as JSON.
export const control = async (method, path, body) => {
  const response = await fetch(new URL(path, inboxUrl), {
    method,
    body: typeof body === 'string' ? body : body && JSON.stringify(body),
    signal: AbortSignal.timeout(timeout),
  });
  assert.ok(response.ok, `${method} ${path}: ${response.status} ${await response.text()}`);
};

// messageTo returns the mail that a certain call of SingleSendMail has sent.
export const messageTo = async (to, requestId) => {
  const message = (await messagesTo(to)).find((candidate) => candidate.requestId === requestId);
  assert.ok(message, `no mail to ${to} of the request ${requestId} has arrived`);
  return message;
};
