// First credentials of a fresh, self-hosted Logto, without a hand on its console.
//
// Its database is seeded with one machine-to-machine application, m-default, which
// may call the Management API of the default tenant. The application belongs to the
// admin tenant, so its token comes from the admin endpoint; at the other endpoint
// Logto says invalid_client. It is used once, to make an application of its own for
// logtoctl. Reads the secret of m-default from stdin, and prints logtoctl's
// variables for a shell to evaluate.
import { text } from 'node:stream/consumers';
import { admin, call, core } from './endpoints.mjs';

const resource = 'https://default.logto.app/api'; // whatever the endpoint is
const role = 'Logto Management API access';
const { FIRST_APP_ID: firstId = 'm-default' } = process.env;

const firstSecret = (await text(process.stdin)).trim();
if (!firstSecret) {
  throw new Error(`there is no secret of the application ${firstId} on stdin`);
}

const { access_token: token } = await call('POST', `${admin}/oidc/token`, {
  headers: { authorization: `Basic ${Buffer.from(`${firstId}:${firstSecret}`).toString('base64')}` },
  form: { grant_type: 'client_credentials', resource, scope: 'all' },
});
const manage = (method, path, json) =>
  call(method, `${core}/api${path}`, { headers: { authorization: `Bearer ${token}` }, json });

const roles = await manage('GET', '/roles?type=MachineToMachine');
const access = roles.find(({ name }) => name === role);
if (!access) {
  throw new Error(`this Logto has no role ${role}; it has ${roles.map(({ name }) => name).join(', ')}`);
}
const { id } = await manage('POST', '/applications', { name: 'logtoctl', type: 'MachineToMachine' });
await manage('POST', `/applications/${id}/roles`, { roleIds: [access.id] });
const [{ value }] = await manage('GET', `/applications/${id}/secrets`);

const variables = {
  LOGTO_ENDPOINT: core,
  LOGTO_M2M_APP_ID: id,
  LOGTO_M2M_APP_SECRET: value,
  LOGTO_RESOURCE: resource,
};
for (const [name, text] of Object.entries(variables)) {
  console.log(`export ${name}='${text.replaceAll("'", String.raw`'\''`)}'`);
}
