// Exits with 0 once both sides of Logto answer.
import { admin, call, core } from './endpoints.mjs';

await Promise.all([core, admin].map((endpoint) => call('GET', `${endpoint}/api/status`)));
