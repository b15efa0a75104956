import { afterEach, describe, expect, it } from 'vitest';
import type { FeedEvent } from '../../../../../../electron/engine/feeds/source.ts';
import {
  fetchHistorical,
  type HistoricalItem,
  type HistoricalQuery,
  historicalCost,
  snapshotTimes,
  theOddsApiKind,
} from '../../../../../../electron/engine/feeds/the-odds-api/index.ts';
import { settingsOf, valuesOf } from '../../../../../../electron/engine/feeds/the-odds-api/settings.ts';
import { createHttp } from '../../../../../../electron/hosts/node-ports/http.ts';
import type { EpochMs } from '../../../../../../shared/domain/units.ts';
import { createManualClock } from '../../../../../support/manual-clock.ts';
import { soccerPayload, TEST_KEY } from '../../../../../support/odds-api-payloads.ts';
import { type OddsApiServer, startOddsApiServer } from '../../../../../support/odds-api-server.ts';

let server: OddsApiServer | undefined;
const sockets = createHttp();
afterEach(async () => {
  await server?.close();
  server = undefined;
});
const at = (iso: string) => Date.parse(iso) as EpochMs;
const query: HistoricalQuery = {
  sport: 'soccer_epl',
  what: 'odds',
  from: at('2026-03-01T12:02:00Z'),
  to: at('2026-03-01T12:32:00Z'),
  everyMs: 600_000,
};
const settings = (baseUrl = '') => settingsOf(valuesOf({ sports: [], regions: ['uk', 'eu'], baseUrl }));

async function fetchAll(asked: HistoricalQuery, prepare: (started: OddsApiServer) => void = () => {}) {
  server = await startOddsApiServer({ odds: { soccer_epl: soccerPayload } });
  prepare(server);
  const clock = createManualClock();
  /** Ends at once: what is waited for is a retry. */
  const after = (_: number, task: () => void) => {
    queueMicrotask(task);
    return () => {};
  };
  const ports = {
    http: sockets,
    clock: { ...clock, after },
    random: () => 0.5,
    secrets: { get: () => TEST_KEY, place: () => 'stored' as const, save: noStore, remove: noStore },
  };
  const items: HistoricalItem[] = [];
  const { signal } = new AbortController();
  for await (const item of fetchHistorical(ports, settings(server.baseUrl), asked, signal)) items.push(item);
  return items;
}
const noStore = () => ({ ok: true }) as const;

describe('historical snapshots', () => {
  it('cost ten times what odds cost now, told before they are fetched', () => {
    expect(snapshotTimes(query)).toHaveLength(4);
    expect(historicalCost(query, settings())).toBe(4 * 10 * 3 * 2);
    expect(historicalCost({ ...query, what: 'events' }, settings())).toBe(4);
    expect(snapshotTimes({ ...query, everyMs: 1 })).toHaveLength(7);
    expect(snapshotTimes({ ...query, to: (query.from - 1) as EpochMs })).toEqual([]);
  });

  it('come as raw payloads at the time they were taken, and replay', async () => {
    const items = await fetchAll(query);
    expect(items.map((item) => (item.kind === 'payload' ? item.payload.at - query.from : item.kind))).toEqual(
      [-120_000, 480_000, 1_080_000, 1_680_000],
    );
    expect(server?.requests[0]?.query['date']).toBe('2026-03-01T12:02:00Z');
    expect(server?.spent()).toBe(240);
    const events: FeedEvent[] = [];
    const decoder = theOddsApiKind.decoder({}, (event) => void events.push(event));
    for (const item of items) if (item.kind === 'payload') decoder.take(item.payload);
    expect(events.filter(({ kind }) => kind === 'quotes')).toHaveLength(4);
    expect(events.filter(({ kind }) => kind === 'quarantine')).toEqual([]);
  });

  it('that were had already are told as repeated, not twice', async () => {
    const items = await fetchAll({
      ...query,
      from: at('2026-03-01T12:00:00Z'),
      to: at('2026-03-01T12:04:00Z'),
    });
    expect(items).toHaveLength(1);
    const stuck = await fetchAll(query, (started) => {
      const envelope = { timestamp: '2026-03-01T12:00:00Z', data: soccerPayload };
      for (let index = 0; index < 4; index += 1)
        started.inject({ kind: 'body', body: JSON.stringify(envelope) }, '/historical/');
    });
    expect(stuck.map(({ kind }) => kind)).toEqual(['payload', 'repeated', 'repeated', 'repeated']);
  });

  it('are tried again after a failure, and end with its reason when it stays', async () => {
    const recovered = await fetchAll(query, (started) =>
      started.inject({ kind: 'error', status: 503 }, '/historical/'),
    );
    expect(recovered.map(({ kind }) => kind)).toEqual(Array(4).fill('payload'));
    await server?.close();
    const failed = await fetchAll(query, (started) =>
      started.inject(
        { kind: 'error', status: 401, code: 'HISTORICAL_UNAVAILABLE_ON_FREE_USAGE_PLAN' },
        '/historical/',
      ),
    );
    expect(failed).toMatchObject([
      { kind: 'failed', problem: { message: expect.stringContaining('paid plan') } },
    ]);
  });

  it('of one event and lists of events come in their own channels', async () => {
    const id = soccerPayload[0]?.id ?? '';
    const one = await fetchAll({ ...query, nativeId: id, to: query.from });
    expect(one).toMatchObject([{ payload: { channel: `event-odds soccer_epl ${id}` } }]);
    await server?.close();
    const list = await fetchAll({ ...query, what: 'events', to: query.from });
    expect(list).toMatchObject([{ payload: { channel: 'events soccer_epl' }, cost: 1 }]);
  });
});
