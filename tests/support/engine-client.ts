import WebSocket from 'ws';
import { contract, type OverroundContract } from '../../shared/contract/index.ts';
import { connect } from '../../shared/rpc/connect.ts';
import type { Client } from '../../shared/rpc/types.ts';
import { webSocketTransport } from '../../shared/rpc/web-socket-transport.ts';
import { createSilentLog } from './silent-log.ts';

/** A client of a served engine, by the address it has printed, as the page itself is one. */
export function connectEngine(address: string): Client<OverroundContract> {
  const { port, origin, hash } = new URL(address);
  const token = /token=([^&]+)/.exec(hash)?.[1] ?? hash.slice(1);
  return connect(
    contract,
    () => {
      const socket = new WebSocket(`ws://127.0.0.1:${port}/rpc`, ['overround.v1', `token.${token}`], {
        headers: { origin },
      });
      return new Promise((resolve, reject) => {
        socket.once('open', () => resolve(webSocketTransport(socket, { side: 'client' })));
        socket.once('error', reject);
      });
    },
    { log: createSilentLog() },
  );
}
