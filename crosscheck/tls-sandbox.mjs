// Starts `logtoctl sandbox start --tls`, with a certificate authority of its own,
// and points this process at it. Whoever imports this module does so before the
// others, which read the environment once. The sandbox ends with the process.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { binary } from './binary.mjs';

const state = mkdtempSync(join(tmpdir(), 'logtoctl-crosscheck-tls-'));
const ports = ['logto', 'dm', 'inbox', 'tls'].flatMap((name) => [`--${name}-port`, '0']);
const sandbox = spawn(binary, ['sandbox', 'start', '--tls', ...ports, '--output', 'json'], {
  env: { ...process.env, XDG_STATE_HOME: state },
  stdio: ['ignore', 'pipe', 'pipe'],
});
process.once('exit', () => {
  sandbox.kill();
  rmSync(state, { recursive: true, force: true });
});

// It prints one document and then stays silent on stdout.
const talk = text(sandbox.stderr);
const [variables] = await Promise.race([
  once(sandbox.stdout, 'data'),
  once(sandbox, 'exit').then(async () => assert.fail(`the sandbox did not start: ${await talk}`)),
]);
Object.assign(process.env, JSON.parse(variables));
sandbox.unref();
sandbox.stdout.unref();
sandbox.stderr.unref();

export const { NODE_EXTRA_CA_CERTS: authority, LOGTOCTL_DM_TLS_ENDPOINT: endpoint } = process.env;
