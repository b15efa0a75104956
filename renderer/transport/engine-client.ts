import { contract } from '../../shared/contract/index.ts';
import { connect } from '../../shared/rpc/connect.ts';
import type { Transport } from '../../shared/rpc/types.ts';
import { webSocketTransport } from '../../shared/rpc/web-socket-transport.ts';
import { portTransports } from './electron-port.ts';
import type { Engine } from './engine.ts';
import { inElectron } from './in-electron.ts';
import { takeToken } from './launch-token.ts';

const PROTOCOL = 'overround.v1';

/** The Node host's socket. The token travels as a subprotocol: a browser can't set headers on a WebSocket. */
function socketTransport(host: string, token: string): Transport {
  const socket = new WebSocket(`ws://${host}/rpc`, [PROTOCOL, `token.${token}`]);
  return webSocketTransport(socket, { side: 'client' });
}

/** A window has no log of its own; what goes wrong on the wire stands in the developer tools. */
const log = {
  // biome-ignore lint/suspicious/noConsole: see above
  warn: (message: string, fields?: object) => console.warn(message, fields ?? ''),
  // biome-ignore lint/suspicious/noConsole: see above
  error: (message: string, fields?: object) => console.error(message, fields ?? ''),
};

/**
 * Connects this window to its engine: by port in Electron, by WebSocket in a browser. `undefined` when the page was
 * opened in a browser without its token.
 */
export function connectToEngine(): Engine | undefined {
  if (inElectron) return connect(contract, portTransports(window), { log });
  const token = takeToken(location, sessionStorage, (url) => history.replaceState(null, '', url));
  if (token === undefined) return undefined;
  return connect(contract, () => socketTransport(location.host, token), { log });
}
