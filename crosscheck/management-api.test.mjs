// The official Management API client, @logto/api, works against the sandbox.
//
// It proves that the sandbox's Logto is one for a client that was not written
// with it in mind: another way to authenticate at the token endpoint (the secret
// in the form), other paths through the same resources, and the errors where
// this client expects them.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, it } from 'node:test';
import { createManagementApi } from '@logto/api/management';
import { logto, timeout } from './sandbox.mjs';

const managementApi = (change) => createManagementApi('default', { ...logto, ...change });

describe('@logto/api', { timeout }, () => {
  const { apiClient, clientCredentials } = managementApi();

  const createApplication = async (t, fields) => {
    const { data, response } = await apiClient.POST('/api/applications', {
      body: {
        name: `Bookstore ${randomUUID()}`,
        type: 'Traditional',
        oidcClientMetadata: { redirectUris: ['http://localhost:3000/callback'], postLogoutRedirectUris: [] },
        ...fields,
      },
    });
    assert.equal(response.status, 200);
    t.after(() => apiClient.DELETE('/api/applications/{id}', { params: { path: { id: data.id } } }));
    return { application: data, one: { params: { path: { id: data.id } } } };
  };

  it('gets a token for all of the Management API, and keeps it', async () => {
    const token = await clientCredentials.getAccessToken();
    assert.equal(token.scope, 'all');
    const lifetime = token.expiresAt - Date.now() / 1000;
    assert.ok(lifetime > 3500 && lifetime <= 3600, `a lifetime of ${lifetime} s`);
    assert.ok((await clientCredentials.getAccessToken()) === token);
  });

  it('is refused a token for a wrong secret', async () => {
    const wrong = managementApi({ clientSecret: 'wrong' });
    await assert.rejects(wrong.clientCredentials.getAccessToken(), {
      name: 'ClientCredentialsError',
      message: 'Failed to fetch access token: 401 Unauthorized',
    });
  });

  it('is refused a token for a wrong resource', async () => {
    const wrong = managementApi({ apiIndicator: 'https://other.logto.app/api' });
    await assert.rejects(wrong.clientCredentials.getAccessToken(), {
      name: 'ClientCredentialsError',
      message: 'Failed to fetch access token: 400 Bad Request',
    });
  });

  it('creates an application and reads it back', async (t) => {
    const { application, one } = await createApplication(t, { customData: { shelf: 7 } });
    assert.equal(application.type, 'Traditional');
    assert.deepEqual(application.oidcClientMetadata, {
      redirectUris: ['http://localhost:3000/callback'],
      postLogoutRedirectUris: [],
    });
    const { data } = await apiClient.GET('/api/applications/{id}', one);
    assert.deepEqual(data.customData, { shelf: 7 });
    assert.equal(data.name, application.name);
  });

  it('lists applications by search and by page', async (t) => {
    const { application } = await createApplication(t);
    const query = { search: `%${application.name}%`, types: ['Traditional'], page: 1, page_size: 1 };
    const first = await apiClient.GET('/api/applications', { params: { query } });
    assert.deepEqual(
      first.data.map(({ id }) => id),
      [application.id],
    );
    assert.equal(first.response.headers.get('total-number'), '1');

    const second = await apiClient.GET('/api/applications', { params: { query: { ...query, page: 2 } } });
    assert.deepEqual(second.data, []);
  });

  it('patches the fields it names and leaves the others', async (t) => {
    const { application, one } = await createApplication(t, { customData: { shelf: 7 } });
    const body = { description: 'sells books', customData: { room: 'b' } };
    const patched = await apiClient.PATCH('/api/applications/{id}', { ...one, body });
    assert.equal(patched.response.status, 200);

    const { data } = await apiClient.GET('/api/applications/{id}', one);
    assert.equal(data.description, 'sells books');
    assert.deepEqual(data.customData, { room: 'b' }, 'a field is replaced whole');
    assert.equal(data.name, application.name);
    assert.deepEqual(data.oidcClientMetadata, application.oidcClientMetadata);
  });

  it('reads, adds and deletes secrets', async (t) => {
    const { one } = await createApplication(t);
    const path = '/api/applications/{id}/secrets';
    const names = async () => (await apiClient.GET(path, one)).data.map(({ name }) => name).sort();
    assert.deepEqual(await names(), ['Default secret']);

    const added = await apiClient.POST(path, { ...one, body: { name: 'next' } });
    assert.equal(added.response.status, 201);
    const { data } = await apiClient.GET(path, one);
    assert.ok(
      data.every(({ value }) => typeof value === 'string' && value.length >= 32),
      'secrets can be read again',
    );
    assert.ok(data[0].value !== data[1].value, 'each secret is one of its own');

    const named = { params: { path: { ...one.params.path, name: 'Default secret' } } };
    assert.equal((await apiClient.DELETE(`${path}/{name}`, named)).response.status, 204);
    assert.deepEqual(await names(), ['next']);
  });

  it('deletes an application', async (t) => {
    const { one } = await createApplication(t);
    assert.equal((await apiClient.DELETE('/api/applications/{id}', one)).response.status, 204);
    assert.equal((await apiClient.GET('/api/applications/{id}', one)).response.status, 404);
  });

  it('reads the sign-in experience of a new tenant', async () => {
    const { data } = await apiClient.GET('/api/sign-in-exp');
    assert.deepEqual(data.signUp.identifiers, ['username']);
    assert.deepEqual(
      data.signIn.methods.map(({ identifier, password }) => [identifier, password]),
      [['username', true]],
    );
    assert.deepEqual(data.forgotPasswordMethods, []);
  });

  it('finds out what does not exist', async () => {
    const nobody = { params: { path: { id: 'nobody' } } };
    const { data, error, response } = await apiClient.GET('/api/applications/{id}', nobody);
    assert.equal(response.status, 404);
    assert.equal(data, undefined);
    assert.equal(error.code, 'entity.not_exists_with_id');
    assert.match(error.message, /nobody/);
    assert.ok(response.headers.get('logto-core-request-id'));
  });

  it('finds out what is wrong with a body', async () => {
    const { error, response } = await apiClient.POST('/api/applications', {
      body: { name: 'Bookstore', type: 'Book' },
    });
    assert.equal(response.status, 400);
    assert.equal(error.code, 'guard.invalid_input');
    assert.deepEqual(
      error.data.issues.map(({ path }) => path),
      [['type']],
    );
  });
});
