import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { betfairKind } from '../../../../../electron/engine/feeds/betfair/index.ts';
import { createLedger } from '../../../../../electron/engine/feeds/betfair/ledger.ts';
import { createKalshiDecoder } from '../../../../../electron/engine/feeds/kalshi/decoder.ts';
import { createPolymarketDecoder } from '../../../../../electron/engine/feeds/polymarket/decoder.ts';
import type { RawPayload } from '../../../../../electron/engine/feeds/raw-payload.ts';
import { createAgenda } from '../../../../../electron/engine/feeds/the-odds-api/agenda.ts';
import { createOddsApiDecoder } from '../../../../../electron/engine/feeds/the-odds-api/decoder.ts';
import { settingsOf } from '../../../../../electron/engine/feeds/the-odds-api/settings.ts';
import type { EpochMs, EventId } from '../../../../../shared/domain/units.ts';
import { valuesOf } from '../../../../support/betfair-server-rig.ts';
import { createWorld, sampleCatalogue } from '../../../../support/betfair-server-world.ts';
import { KALSHI_EVENTS, KALSHI_MILESTONE } from '../../../../support/kalshi-server.ts';
import { type LiveEntries, watchEntries } from '../../../../support/live-entries.ts';
import { soccerPayload, soccerScores } from '../../../../support/odds-api-payloads.ts';
import { POLYMARKET_EPL, POLYMARKET_NFL } from '../../../../support/polymarket-server.ts';

const DAY_MS = 86_400_000;
const DAYS = 1_000;
/** All that is kept a while has been kept that long by then. */
const SETTLED = 60;

let entries: LiveEntries;
beforeEach(() => {
  entries = watchEntries();
});
afterEach(() => entries.stop());

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const dateOf = (at: number) => new Date(at).toISOString().slice(0, 10);
const tickerDate = (at: number) => {
  const [year = '', month = '', day = ''] = dateOf(at).split('-');
  return `${year.slice(2)}${MONTHS[Number(month) - 1]}${day}`;
};
const bytes = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));
/** A value with some texts in it replaced everywhere. */
const rewritten = <T>(value: T, ...changes: readonly (readonly [from: string, to: string])[]): T =>
  JSON.parse(changes.reduce((text, [from, to]) => text.replaceAll(from, to), JSON.stringify(value))) as T;

type Days = {
  readonly take: (payload: RawPayload) => void;
  readonly payloads: (day: number) => readonly RawPayload[];
};

/** How much is kept after some days of games, and after a thousand. */
async function sizes({ take, payloads }: Days): Promise<readonly [early: number, late: number]> {
  let early = 0;
  for (let day = 0; day < DAYS; day += 1) {
    for (const payload of payloads(day)) take(payload);
    if (day === SETTLED) early = await entries.count();
  }
  return [early, await entries.count()];
}
/** Decoders may keep what days bring that are not over yet, and nothing of all that have gone. */
async function expectBounded(days: Days) {
  const [early, late] = await sizes(days);
  expect(early).toBeGreaterThan(0);
  expect(late).toBeLessThanOrEqual(early * 1.1 + 5);
}

const nothing = () => {};

it('tells of a new fault at Betfair, however many there were', () => {
  const told: string[] = [];
  const ledger = createLedger((event) => void (event.kind === 'quarantine' && told.push(event.reason)));
  for (let fault = 0; fault < 5_000; fault += 1) ledger.quarantine(`fault ${fault}`, '', 0 as EpochMs);
  ledger.quarantine('fault 4999', '', 0 as EpochMs);
  expect(told).toHaveLength(5_000);
});

describe('a thousand games that come and go leave nothing behind', () => {
  it('at Kalshi', async () => {
    const decoder = createKalshiDecoder({ depth: 10, orderContracts: 100 }, nothing);
    const from = Date.parse('2025-09-07T12:00:00Z');
    await expectBounded({
      take: decoder.take,
      payloads(day) {
        const at = (from + day * DAY_MS) as EpochMs;
        const mine = (value: unknown) =>
          rewritten(
            value,
            ['25SEP07', tickerDate(at)],
            ['2025-09-08', dateOf(at + DAY_MS)],
            ['"m1"', `"m${day}"`],
          );
        const events = mine(KALSHI_EVENTS) as typeof KALSHI_EVENTS;
        const ofSeries = (series: string) => ({
          events: events
            .filter(({ event_ticker: ticker }) => ticker.startsWith(`${series}-`))
            .map((event) => ({
              ...event,
              markets: event.markets.map((market) => ({ status: 'active', ...market })),
            })),
          milestones: [mine(KALSHI_MILESTONE)],
          cursor: '',
        });
        const series = ['KXNFLGAME', 'KXNFLSPREAD', 'KXNFLTOTAL'];
        const tickers = events.flatMap(({ markets }) => markets.map(({ ticker }) => ticker));
        return [
          ...series.map((name) => ({
            channel: `series ${name}`,
            body: bytes({ series: { ticker: name, fee_type: 'quadratic', fee_multiplier: 0 } }),
            at,
          })),
          ...series.map((name) => ({ channel: `events ${name} 1`, body: bytes(ofSeries(name)), at })),
          // Another subscription each day, as after a resynchronisation.
          ...tickers.map((ticker, index) => ({
            channel: 'stream 1',
            body: bytes({
              type: 'orderbook_snapshot',
              sid: day + 1,
              seq: index + 1,
              msg: {
                market_ticker: ticker,
                yes_dollars_fp: [['0.4000', '200.00']],
                no_dollars_fp: [['0.5500', '100.00']],
              },
            }),
            at,
          })),
        ];
      },
    });
    expect(decoder.contracts()).toHaveLength(4);
    expect(decoder.counts().quarantined).toBe(0);
  });

  it('at Polymarket', async () => {
    const decoder = createPolymarketDecoder({ depth: 10 }, nothing);
    const from = Date.parse('2026-08-20T12:00:00Z');
    const leagues = [
      ['NFL', POLYMARKET_NFL, '2026-09-28'],
      ['EPL', POLYMARKET_EPL, '2026-08-24'],
    ] as const;
    await expectBounded({
      take: decoder.take,
      payloads(day) {
        const at = (from + day * DAY_MS) as EpochMs;
        const read = leagues.map(([league, events, date]) => {
          const mine = rewritten(events, [date, dateOf(at)]);
          return {
            league,
            events: mine.map(({ markets, gameId, id, ...event }) => ({
              ...event,
              id: `${id}${day}`,
              gameId: `${gameId}-${day}`,
              markets: markets.map(({ tokens, ...rest }) => ({
                ...rest,
                tokens: tokens.map((token) => `${token}00${day}`),
              })),
            })),
          };
        });
        const tokens = read.flatMap(({ events }) =>
          events.flatMap(({ markets }) =>
            markets
              .filter((market) => !JSON.stringify(market).includes('first_half_totals'))
              .flatMap((market) => market.tokens),
          ),
        );
        return [
          {
            channel: 'sports',
            body: bytes([
              { sport: 'nfl', ordering: 'away', series: '1' },
              { sport: 'epl', ordering: 'home', series: '2' },
            ]),
            at,
          },
          ...read.map(({ league, events }) => ({
            channel: `events ${league} 1`,
            body: bytes(
              events.map(({ markets, ...event }) => ({
                ...event,
                markets: markets.map(({ tokens: pair, ...rest }) => ({
                  ...rest,
                  clobTokenIds: JSON.stringify(pair),
                })),
              })),
            ),
            at,
          })),
          ...tokens.map((token) => ({
            channel: 'stream 1',
            body: bytes({
              event_type: 'book',
              market: '0x',
              asset_id: token,
              timestamp: String(at),
              bids: [{ price: '0.4', size: '200' }],
              asks: [{ price: '0.42', size: '150' }],
            }),
            at,
          })),
        ];
      },
    });
    expect(decoder.contracts().length).toBeGreaterThan(3);
    expect(decoder.contracts().length).toBeLessThan(20);
  });

  it('at Betfair', async () => {
    const decoder = betfairKind.decoder(valuesOf(), nothing);
    const from = Date.parse('2026-03-01T10:00:00Z');
    await expectBounded({
      take: decoder.take,
      payloads(day) {
        const at = (from + day * DAY_MS) as EpochMs;
        const markets = rewritten(
          sampleCatalogue(),
          ['2026-03-01', dateOf(at)],
          ['"1.', `"1.${day}0`],
          ['"300', `"300${day}0`],
        );
        const world = createWorld(markets);
        const strange = markets.slice(0, 1).map((market) => ({
          ...market,
          marketId: `${market.marketId}9`,
          description: { ...market.description, marketType: 'CORRECT_SCORE' },
        }));
        const change = (fields: object) => ({
          channel: 'stream',
          body: bytes({ op: 'mcm', id: day, pt: at, ...fields }),
          at,
        });
        const ids = markets.map(({ marketId }) => marketId);
        return [
          { channel: 'catalogue', body: bytes({ result: [...markets, ...strange] }), at },
          {
            channel: 'connection',
            body: bytes({ state: 'subscribed', id: day, resumed: false, conflateMs: 0, markets: ids }),
            at,
          },
          change({ ct: 'SUB_IMAGE', mc: ids.map((id) => world.image(id)) }),
          change({ mc: ids.map((id) => ({ id, con: true, rc: [] })) }),
          {
            channel: 'stream',
            body: bytes({ op: 'ocm', id: day, pt: at, ct: 'SUB_IMAGE', oc: [{ id: ids[0], orc: [] }] }),
            at,
          },
          change({
            mc: ids.map((id) => ({
              id,
              marketDefinition: {
                ...(world.image(id) as { marketDefinition: object }).marketDefinition,
                status: 'CLOSED',
                runners: markets
                  .find(({ marketId }) => marketId === id)
                  ?.runners.map(({ selectionId, handicap, sortPriority }) => ({
                    id: selectionId,
                    ...(handicap === 0 ? {} : { hc: handicap }),
                    sortPriority,
                    status: 'LOSER',
                  })),
              },
            })),
          }),
        ];
      },
    });
  });

  const oddsDay = (day: number) => {
    const at = (Date.parse('2026-03-01T12:00:00Z') + day * DAY_MS) as EpochMs;
    const nativeId = String(day).padStart(32, '0');
    const mine = <T>(value: T) =>
      rewritten(value, ['2026-03-01', dateOf(at)], ['0a1b2c3d4e5f60718293a4b5c6d7e8f9', nativeId]);
    return { at, nativeId, odds: mine(soccerPayload), scores: mine(soccerScores) };
  };
  const settings = settingsOf({ sports: ['soccer_epl'], scores: true });

  it('at The Odds API', async () => {
    const decoder = createOddsApiDecoder(settings, nothing);
    await expectBounded({
      take: decoder.take,
      payloads(day) {
        const { at, nativeId, odds, scores } = oddsDay(day);
        return [
          { channel: 'odds soccer_epl', body: bytes(odds), at },
          { channel: `event-odds soccer_epl ${nativeId}`, body: bytes(odds[0]), at },
          { channel: `event-odds soccer_epl ${nativeId}f`, body: bytes({ ...odds[0], bookmakers: [] }), at },
          { channel: 'scores soccer_epl', body: bytes(scores), at },
        ];
      },
    });
  });

  it('in the agenda of The Odds API', async () => {
    const gone: string[] = [];
    const agenda = createAgenda({
      settings,
      prospects: () => [],
      withBets: () => [],
      onGone: (id) => void gone.push(id),
    });
    agenda.takeSports(new Map([['soccer_epl', true]]));
    await expectBounded({
      take({ at, channel }) {
        const id = `the-odds-api:${channel}` as EventId;
        agenda.takeEvents('soccer_epl', [{ id, startsAt: at }]);
        const wish = `event-odds soccer_epl ${channel}`;
        const number = Number(channel) % 3;
        if (number === 0) agenda.answered(wish, at);
        if (number === 1) {
          agenda.failed(wish);
          agenda.postpone(wish, (at + 1_000) as EpochMs);
        }
        if (number === 2) {
          agenda.failed(wish);
          agenda.park(wish);
        }
        agenda.scores.take(
          'soccer_epl',
          number === 0 ? [{ eventId: id, startsAt: at, status: 'ended', score: null }] : [],
          [id],
          at,
        );
        agenda.requests(at, false);
      },
      payloads: (day) => {
        const { at, nativeId } = oddsDay(day);
        return [{ channel: nativeId, body: new Uint8Array(), at }];
      },
    });
    expect(gone).toHaveLength(DAYS - 4);
    expect(new Set(gone).size).toBe(gone.length);
  });
});
