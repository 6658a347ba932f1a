// Where the two sides of a self-hosted Logto are, as it is told in compose.yaml.
export const core = process.env.ENDPOINT ?? 'http://localhost:3001';
export const admin = process.env.ADMIN_ENDPOINT ?? 'http://localhost:3002';

// call makes a request and returns the document that the answer holds, if it holds
// one. An answer that is no success is an error with its text.
export const call = async (method, url, { headers, json, form } = {}) => {
  const response = await fetch(url, {
    method,
    headers: { ...headers, ...(json && { 'content-type': 'application/json' }) },
    body: json ? JSON.stringify(json) : form && new URLSearchParams(form),
    signal: AbortSignal.timeout(30_000),
  });
  if (!response.ok) {
    throw new Error(`${method} ${url} answered ${response.status}: ${await response.text()}`);
  }
  return response.headers.get('content-type')?.startsWith('application/json') ? response.json() : undefined;
};
