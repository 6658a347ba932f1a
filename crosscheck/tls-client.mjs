// One mail by the real connector, over https, in a process of its own: Node reads
// NODE_EXTRA_CA_CERTS when it starts and never again. Reads {endpoint, config,
// data} from stdin and writes {sent, connections} or {error, connections}.
import https from 'node:https';
import { json } from 'node:stream/consumers';
import tls from 'node:tls';
import { send } from './connector.mjs';

const { endpoint, config, data } = await json(process.stdin);
const { hostname: host, port } = new URL(endpoint);

// Every connection goes to the sandbox, as with the names in /etc/hosts and the
// sandbox on port 443. That the certificate is checked, and for which name, is left
// as it is.
const connections = [];
https.globalAgent.createConnection = (options, ...rest) => {
  const socket = tls.connect({ ...options, host, port }, ...rest);
  socket.once('secureConnect', () => {
    connections.push({ name: socket.servername, authorized: socket.authorized });
  });
  return socket;
};

const answer = (outcome) => process.stdout.write(JSON.stringify({ ...outcome, connections }));
try {
  answer({ sent: await send(config, data) });
} catch ({ code, message }) {
  answer({ error: { code, message } });
}
