// Sends requests for Direct Mail's fixed https hosts to the sandbox. The Logto
// connector cannot be configured to use another endpoint.
import assert from 'node:assert/strict';
import http from 'node:http';
import https from 'node:https';
import { mock } from 'node:test';
import { directMail, timeout } from './sandbox.mjs';

const directMailHost = /^dm\.([a-z]+-[a-z]+-\d\.)?aliyuncs\.com$/;

// redirectDirectMail holds for the rest of the process. The request stays as it
// was, with the Host that it was for: it is what tells the regions apart. A
// request for any other host fails, so that nothing leaves this machine.
export const redirectDirectMail = () => {
  mock.method(https, 'request', (url, options, onResponse) => {
    assert.match(url.hostname, directMailHost);
    const target = new URL(url.pathname + url.search, directMail.endpoint);
    const headers = { ...options.headers, host: url.hostname };
    const request = http.request(target, { ...options, headers }, onResponse);
    return request.setTimeout(timeout, () => request.destroy(new Error('Direct Mail does not answer')));
  });
};
