import { expect, it } from 'vitest';
import { betfairKind } from '../../../../../../electron/engine/feeds/betfair/index.ts';
import type { FeedEvent } from '../../../../../../electron/engine/feeds/source.ts';
import type { EpochMs } from '../../../../../../shared/domain/units.ts';
import { valuesOf } from '../../../../../support/betfair-server-rig.ts';
import { AWAY, createWorld, DRAW, HOME, redefined } from '../../../../../support/betfair-server-world.ts';

const MARKET = 'betfair:3001:match-odds';
const DAY_MS = 86_400_000;

/** Whoever is not named loses. */
type Winners = readonly ('home' | 'away' | 'draw')[];
const RUNNERS = [
  [HOME, 'home'],
  [AWAY, 'away'],
  [DRAW, 'draw'],
] as const;
const statuses = (winners: Winners, named: readonly (typeof RUNNERS)[number][] = RUNNERS) =>
  named.map(([id, side], index) => ({
    id,
    status: winners.includes(side) ? 'WINNER' : 'LOSER',
    sortPriority: index + 1,
  }));
type Runners = ReturnType<typeof statuses>;

/** The decoder with the sample's catalogue, and both ways a settled market is told. */
function open(way: 'stream' | 'book') {
  const world = createWorld();
  let now = Date.parse('2026-03-01T14:30:00Z');
  const told: string[] = [];
  const decoder = betfairKind.decoder(valuesOf(), (event: FeedEvent) => {
    if (event.kind === 'market-status') told.push(`${event.marketId} ${event.status}`);
    if (event.kind === 'market-result')
      told.push(
        `${event.marketId} ${
          event.outcomes
            .map(({ selectionId, outcome }) => `${selectionId.split(':').at(-1)} ${outcome}`)
            .sort()
            .join(', ') || 'no result'
        }`,
      );
  });
  const take = (channel: string, value: unknown) =>
    decoder.take({
      channel,
      body: new TextEncoder().encode(JSON.stringify(value)),
      at: now as EpochMs,
    });
  const list = (catalogue: readonly unknown[]) => take('catalogue', { result: catalogue });
  list(world.catalogue);
  const close = (runners: Runners, status = 'CLOSED') => {
    now += 1_000;
    if (way === 'stream')
      take('stream', {
        op: 'mcm',
        id: 1,
        pt: now,
        mc: [{ id: '1.101', ...redefined(world, '1.101', { status, runners }) }],
      });
    else
      take('book', {
        result: [
          {
            marketId: '1.101',
            status,
            numberOfWinners: 1,
            runners: runners.map(({ id, status: own }) => ({ selectionId: id, handicap: 0, status: own })),
          },
        ],
      });
    return told.splice(0);
  };
  return {
    close,
    pass: (ms: number) => {
      now += ms;
    },
    list: () => list(world.catalogue),
  };
}

const CLOSED = `${MARKET} closed`;
const NO_RESULT = `${MARKET} no result`;
const HOME_WON = `${MARKET} away lost, draw lost, home won`;
const DRAW_WON = `${MARKET} away lost, draw won, home lost`;

it.each(['stream', 'book'] as const)(
  'a result that Betfair corrects is told again, the close once (%s)',
  (way) => {
    const { close } = open(way);
    expect(close(statuses(['home']))).toEqual([CLOSED, HOME_WON]);
    expect(close(statuses(['home']))).toEqual([]);
    expect(close(statuses(['home']).reverse())).toEqual([]);
    expect(close(statuses(['draw']))).toEqual([DRAW_WON]);
    expect(close(statuses(['home']))).toEqual([HOME_WON]);
  },
);

it.each(['stream', 'book'] as const)(
  'a result that can not be used is told as none, and one that no longer can is taken back (%s)',
  (way) => {
    const { close } = open(way);
    const [home, ...others] = RUNNERS;
    // An earlier run may have told one.
    expect(close(statuses([], [home]))).toEqual([CLOSED, NO_RESULT]);
    expect(close(statuses(['draw']))).toEqual([DRAW_WON]);
    expect(close(statuses(['home', 'draw']))).toEqual([NO_RESULT]);
    expect(close(statuses([], others))).toEqual([]);
    expect(close(statuses(['draw']))).toEqual([DRAW_WON]);
    expect(close(statuses(['home']))).toEqual([HOME_WON]);
  },
);

it.each(['stream', 'book'] as const)(
  'a market that is not settled any more takes its result back until it is settled again (%s)',
  (way) => {
    const { close } = open(way);
    const active = statuses([]).map((runner) => ({ ...runner, status: 'ACTIVE' }));
    expect(close(statuses(['home']))).toEqual([CLOSED, HOME_WON]);
    for (const status of ['SUSPENDED', 'OPEN', 'CLOSED']) {
      expect(close(active, status)).toEqual([NO_RESULT]);
      expect(close(active, status)).toEqual([]);
      expect(close(statuses(['home']), 'SUSPENDED')).toEqual([]);
      expect(close(statuses(['home']))).toEqual([HOME_WON]);
    }
    expect(close(active, 'SUSPENDED')).toEqual([NO_RESULT]);
    expect(close(statuses(['draw']))).toEqual([DRAW_WON]);
  },
);

it.each(['stream', 'book'] as const)(
  'a market first seen undecided has no result, which is told once: an earlier run may have told one (%s)',
  (way) => {
    const { close } = open(way);
    const active = statuses([]).map((runner) => ({ ...runner, status: 'ACTIVE' }));
    expect(close(active, 'SUSPENDED')).toEqual([NO_RESULT]);
    expect(close(active, 'OPEN')).toEqual([]);
    expect(close(active, 'CLOSED')).toEqual([]);
    expect(close(statuses(['home']))).toEqual([CLOSED, HOME_WON]);
  },
);

it('a result is forgotten with its event', () => {
  const { close, pass, list } = open('stream');
  expect(close(statuses(['home']))).toEqual([CLOSED, HOME_WON]);
  // Forgotten at the end of a reading, listed anew by the next.
  pass(8 * DAY_MS);
  list();
  pass(-8 * DAY_MS);
  list();
  expect(close(statuses(['home']))).toEqual([CLOSED, HOME_WON]);
});

it('of a market of many lines only a void is told, and taken back: others may have settled one of its lines', () => {
  const world = createWorld();
  const told: string[] = [];
  const decoder = betfairKind.decoder(valuesOf(), (event: FeedEvent) => {
    if (event.kind === 'market-result')
      told.push(`${event.marketId.split(':').at(-1)} ${event.outcomes.map(({ outcome }) => outcome).join()}`);
  });
  const take = (channel: string, value: unknown) =>
    decoder.take({
      channel,
      body: new TextEncoder().encode(JSON.stringify(value)),
      at: Date.parse('2026-03-01T14:30:00Z') as EpochMs,
    });
  take('catalogue', { result: world.catalogue });
  const lines = [
    [HOME, -0.5],
    [AWAY, 0.5],
    [HOME, -0.75],
    [AWAY, 0.75],
  ] as const;
  const as = (status: string, own: string) => {
    const runners = lines.map(([id, hc], index) => ({ id, hc, status: own, sortPriority: index + 1 }));
    take('stream', {
      op: 'mcm',
      id: 1,
      pt: 1,
      mc: [{ id: '1.103', ...redefined(world, '1.103', { status, runners }) }],
    });
    return told.splice(0);
  };
  expect(as('OPEN', 'ACTIVE')).toEqual([]);
  expect(as('CLOSED', 'LOSER')).toEqual([]);
  expect(as('CLOSED', 'REMOVED')).toEqual(['-0.5 void,void', '-0.75 void,void']);
  expect(as('SUSPENDED', 'ACTIVE')).toEqual(['-0.5 ', '-0.75 ']);
});
