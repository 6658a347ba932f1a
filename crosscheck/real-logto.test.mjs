// examples/real: what `make real` does on a real Logto by requests of its own, done
// on the sandbox's, so that it is run wherever there is no Docker. The steps that
// are logtoctl's are in testdata/script/real_logto.txtar.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { parseEnv, promisify } from 'node:util';
import { createManagementApi } from '@logto/api/management';
import { logtoctl, saveFile } from './logtoctl.mjs';
import { directMail, logto, timeout } from './sandbox.mjs';

// run starts a script with the sandbox in the place of both sides of Logto.
const run = async (script, input, change) => {
  const path = fileURLToPath(new URL(`../examples/real/${script}`, import.meta.url));
  const env = { ...process.env, ENDPOINT: logto.baseUrl, ADMIN_ENDPOINT: logto.baseUrl, ...change };
  const running = promisify(execFile)(process.execPath, [path], { env, timeout });
  running.child.stdin.end(input);
  const { stdout } = await running;
  return stdout;
};

describe('examples/real', { timeout }, () => {
  it('knows when Logto is ready', async () => {
    await run('ready.mjs');
    await assert.rejects(run('ready.mjs', '', { ADMIN_ENDPOINT: `${logto.baseUrl}/nowhere` }), /answered 404/);
  });

  it('makes first credentials, which the Management API takes', async () => {
    const printed = await run('bootstrap.mjs', `${logto.clientSecret}\n`, { FIRST_APP_ID: logto.clientId });
    const made = parseEnv(printed.replaceAll(/^export /gm, ''));
    assert.equal(made.LOGTO_ENDPOINT, logto.baseUrl);
    assert.equal(made.LOGTO_RESOURCE, logto.apiIndicator);
    assert.notEqual(made.LOGTO_M2M_APP_ID, logto.clientId);

    const { apiClient } = createManagementApi('default', {
      ...logto,
      clientId: made.LOGTO_M2M_APP_ID,
      clientSecret: made.LOGTO_M2M_APP_SECRET,
    });
    const params = { path: { id: made.LOGTO_M2M_APP_ID } };
    const { data } = await apiClient.GET('/api/applications/{id}', { params });
    assert.deepEqual([data.name, data.type], ['logtoctl', 'MachineToMachine']);
  });

  it('says what is wrong with the first credentials', async () => {
    await assert.rejects(run('bootstrap.mjs', ''), /no secret of the application m-default/);
    await assert.rejects(run('bootstrap.mjs', 'wrong', { FIRST_APP_ID: logto.clientId }), (error) => {
      assert.match(error.stderr, /oidc\/token answered 401: .*invalid_client/);
      assert.doesNotMatch(error.stderr, /wrong/);
      return true;
    });
  });

  it('signs a person up, and in again', async () => {
    const redirectUri = 'http://localhost:3000/callback';
    const { id } = await logtoctl('app', 'create', 'Real', '--redirect-uri', redirectUri);
    const [{ value }] = await logtoctl('app', 'secret', 'list', id, '--reveal-secret');
    await saveFile('real.json', { accountName: directMail.accountName, fromAlias: 'Bookstore' });
    await logtoctl('connector', 'aliyun-dm', 'apply', '-f', 'real.json');
    await logtoctl('sign-in-experience', 'enable-email');

    const app = {
      LOGTO_ENDPOINT: logto.baseUrl,
      LOGTO_APP_ID: id,
      LOGTO_APP_SECRET: value,
      LOGTO_REDIRECT_URI: redirectUri,
    };
    const printed = await run(
      'sign-in.mjs',
      Object.entries(app)
        .map((pair) => pair.join('='))
        .join('\n'),
    );
    const lines = /^signed up as (\S+) (\(\w+\)), with the mail "\d{6} .*"\nsigned in again as \1 \2\n$/;
    assert.match(printed, lines);
  });
});
