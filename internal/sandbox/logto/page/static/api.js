// Calls of Logto's API. What fails is an ApiError with Logto's own code; the
// two codes below are the page's.

const timeout = 30_000; // milliseconds

export const unreachable = "page.unreachable";
export const unexpected = "page.unexpected";

export class ApiError extends Error {
  constructor({ code, message = "", data = null }, status = 0) {
    super(message);
    this.code = code;
    this.data = data;
    this.status = status;
  }
}

export class Api {
  // The header tells Logto which of a browser's sign-ins is meant when several
  // applications have started one.
  constructor(appId) {
    this.headers = appId ? { "Logto-App-Id": appId } : {};
  }

  get = (path) => this.call("GET", path);
  put = (path, body) => this.call("PUT", path, body);
  post = (path, body) => this.call("POST", path, body);

  async call(method, path, body) {
    const { answer } = await this.send(method, path, body);
    return answer;
  }

  // send also returns the headers, which one caller needs.
  async send(method, path, body) {
    const headers = { ...this.headers };
    if (body !== undefined) headers["Content-Type"] = "application/json";
    let response;
    let text;
    try {
      response = await fetch(path, { method, headers, body: JSON.stringify(body), signal: AbortSignal.timeout(timeout) });
      text = await response.text();
    } catch (cause) {
      throw new ApiError({ code: unreachable, message: String(cause) });
    }
    const answer = parse(text);
    if (!response.ok) throw new ApiError(answer?.code ? answer : { code: unexpected }, response.status);
    return { answer, headers: response.headers };
  }
}

// parse returns null for an empty body and for one that is not JSON.
function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
