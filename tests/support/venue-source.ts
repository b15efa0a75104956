import type { Pace } from '../../electron/engine/feeds/prediction-market/streaming-source.ts';
import type { RawPayload } from '../../electron/engine/feeds/raw-payload.ts';
import type { SourcePorts } from '../../electron/engine/feeds/source-kind.ts';
import type { Secrets } from '../../electron/engine/ports/secrets.ts';
import { createNodeClock } from '../../electron/hosts/node-ports/clock.ts';
import { createHttp } from '../../electron/hosts/node-ports/http.ts';
import { createNodeSockets } from '../../electron/hosts/node-ports/sockets.ts';
import { createSilentLog } from './silent-log.ts';

/** Secrets that live as long as a test. */
export function createMemorySecrets(given: Readonly<Record<string, string>> = {}): Secrets {
  const kept = new Map(Object.entries(given));
  return {
    get: (name) => kept.get(name),
    place: (name) => (kept.has(name) ? 'stored' : 'missing'),
    save(name, value) {
      kept.set(name, value);
      return { ok: true };
    },
    remove(name) {
      kept.delete(name);
      return { ok: true };
    },
  };
}

/** A transport quick enough for tests against a server on this machine. */
export const QUICK_PACE: Pace = {
  catalogueMs: 60_000,
  pollMs: 60,
  confirmMs: 80,
  resyncMs: 5,
  spacingMs: 0,
  timeoutMs: 2_000,
  backoff: { firstMs: 5, longestMs: 40 },
};
export const QUICK_LIMITS = { heartbeatMs: 30, silenceMs: 250 } as const;

/** Real ports of this machine for one source; `recorded` is what its tap was shown. */
export function createVenuePorts(secrets: Readonly<Record<string, string>> = {}): {
  readonly ports: SourcePorts;
  readonly recorded: readonly RawPayload[];
  readonly close: () => Promise<void>;
} {
  const http = createHttp();
  const recorded: RawPayload[] = [];
  const log = createSilentLog();
  return {
    recorded,
    close: () => http.close(),
    ports: {
      clock: createNodeClock(),
      http,
      sockets: createNodeSockets(),
      log,
      secrets: createMemorySecrets(secrets),
      random: () => 0.5,
      tap: ({ channel, body, at }) => void recorded.push({ channel, body: body.slice(), at }),
      withBets: () => [],
      prospects: () => [],
      memory: { get: () => undefined, save: () => {} },
    },
  };
}
