// Where the real binary is: LOGTOCTL_BIN, else the logtoctl of the PATH, to which
// `logtoctl sandbox exec` adds its own.
import { resolve } from 'node:path';

export const binary = process.env.LOGTOCTL_BIN ? resolve(process.env.LOGTOCTL_BIN) : 'logtoctl';
