// Runs the real binary.
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { binary } from './binary.mjs';
import { timeout } from './sandbox.mjs';

// The folder is logtoctl's working directory and its home, so that neither a
// config file nor a token of the developer gets in. It goes with the process,
// because node:test runs no after hook when a before hook has failed.
const folder = mkdtempSync(join(tmpdir(), 'logtoctl-crosscheck-'));
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));

const maxBuffer = 16 << 20;

const env = {
  ...process.env,
  HOME: folder,
  XDG_CONFIG_HOME: join(folder, 'config'),
  XDG_CACHE_HOME: join(folder, 'cache'),
  XDG_STATE_HOME: join(folder, 'state'),
  LOGTOCTL_CONFIG: '',
  LOGTOCTL_PROFILE: '',
  LOGTOCTL_OUTPUT: 'json',
};

// saveFile puts a document where logtoctl finds it by its name.
export const saveFile = (name, document) => writeFile(join(folder, name), JSON.stringify(document));

// stdoutOf runs a command and returns what it prints.
export const stdoutOf = async (...args) => {
  try {
    const { stdout } = await promisify(execFile)(binary, args, { cwd: folder, env, timeout, maxBuffer });
    return stdout;
  } catch (error) {
    // The error itself may quote stdout, where --reveal-secret writes a secret.
    throw new Error(`logtoctl ${args.join(' ')} failed: ${error.stderr || error.code}`);
  }
};

// logtoctl runs a command and returns the document that it prints.
export const logtoctl = async (...args) => {
  const stdout = await stdoutOf(...args);
  try {
    return JSON.parse(stdout);
  } catch {
    throw new Error(`logtoctl ${args.join(' ')} printed no JSON`);
  }
};
