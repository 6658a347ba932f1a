// Sends requests for Direct Mail's hosts to the sandbox, with the Host that they
// are for: it is what tells the regions apart.
import assert from 'node:assert/strict';
import dns from 'node:dns';
import http from 'node:http';
import https from 'node:https';
import { mock } from 'node:test';
import { directMail, timeout } from './sandbox.mjs';

const directMailHost = /^dm\.([a-z]+-[a-z]+-\d\.)?aliyuncs\.com$/;

// redirectDirectMail takes requests to the fixed https hosts, for the Logto
// connector cannot be configured to use another endpoint. It holds for the rest
// of the process. A request for any other host fails, so that nothing leaves
// this machine.
export const redirectDirectMail = () => {
  mock.method(https, 'request', (url, options, onResponse) => {
    assert.match(url.hostname, directMailHost);
    const target = new URL(url.pathname + url.search, directMail.endpoint);
    const headers = { ...options.headers, host: url.hostname };
    const request = http.request(target, { ...options, headers }, onResponse);
    return request.setTimeout(timeout, () => request.destroy(new Error('Direct Mail does not answer')));
  });
};

// connectToSandbox makes every host name the sandbox's address, for a client that
// can be told the port. It holds for the rest of the process.
export const connectToSandbox = () => {
  const { lookup } = dns;
  mock.method(dns, 'lookup', (hostname, ...rest) => lookup(directMail.endpoint.hostname, ...rest));
};
