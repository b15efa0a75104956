import { readFileSync } from 'node:fs';
import type { Addresses } from '../../electron/engine/feeds/betfair/index.ts';
import type { Clock } from '../../electron/engine/ports/clock.ts';
import { type ApiServer, startApiServer } from './betfair-server-api.ts';
import { type StreamServer, startStreamServer } from './betfair-server-stream.ts';
import { createWorld, type World } from './betfair-server-world.ts';

export const APP_KEY = 'appKeyNobodyMaySee';
export const USERNAME = 'trader@example.com';
export const PASSWORD = 'pass word+&=%ü';

const fixture = (name: string) =>
  readFileSync(new URL(`../fixtures/betfair/${name}`, import.meta.url), 'utf8');
export const AUTHORITY = fixture('authority.pem');
export const CLIENT = { certificate: fixture('client.pem'), key: fixture('client-key.pem') };
const SERVER = { cert: fixture('server.pem'), key: fixture('server-key.pem') };

/** Betfair on 127.0.0.1: identity, API-NG and Exchange Stream over one small exchange, all by TLS unless `plain`. */
export type BetfairServer = {
  readonly world: World;
  readonly api: ApiServer;
  readonly stream: StreamServer;
  readonly addresses: Addresses;
  close(): Promise<void>;
};

export async function startBetfairServer(options: {
  readonly clock: Clock;
  readonly world?: World;
  readonly plain?: boolean;
  readonly heartbeatMs?: number;
}): Promise<BetfairServer> {
  const { clock, world = createWorld(), plain = false } = options;
  const api = await startApiServer({
    world,
    appKey: APP_KEY,
    username: USERNAME,
    password: PASSWORD,
    ...(plain ? {} : { tls: { ...SERVER, ca: AUTHORITY } }),
  });
  const stream = await startStreamServer({
    world,
    clock,
    isSession: api.isSession,
    onSessionOver: api.endSessions,
    appKey: APP_KEY,
    heartbeatMs: options.heartbeatMs ?? 500,
    ...(plain ? {} : { tls: SERVER }),
  });
  const origin = `${plain ? 'http' : 'https'}://127.0.0.1:${api.port}`;
  return {
    world,
    api,
    stream,
    addresses: {
      identity: origin,
      certificateIdentity: origin,
      api: origin,
      stream: { host: '127.0.0.1', port: stream.port, ...(plain ? { plain } : {}) },
      ...(plain ? {} : { authority: AUTHORITY }),
    },
    async close() {
      await stream.close();
      await api.close();
    },
  };
}
