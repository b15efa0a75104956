import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { FeedSink } from '../../../../../../electron/engine/feeds/source.ts';
import { OperationFailure } from '../../../../../../shared/contract/errors.ts';
import type { SportingEvent } from '../../../../../../shared/domain/catalogue.ts';
import {
  bookNamed,
  fixtureOf,
  type IdentityDesk,
  KICK_OFF,
  marketOf,
  openIdentityDesk,
  quoteOn,
} from '../../../../../support/identity-desk.ts';

/** Games as three sources tell them: some certain, some doubtful, one the other way round. */
const GAMES = [
  [
    fixtureOf('odds', '0', 'Fulham', 'Chelsea'),
    fixtureOf('betfair', '0', 'Fulham', 'Chelsea'),
    fixtureOf('kalshi', '0', 'Cottagers', 'Chelsea'),
  ],
  [
    fixtureOf('odds', '1', 'Everton', 'Arsenal'),
    fixtureOf('betfair', '1', 'Toffees', 'Arsenal'),
    fixtureOf('kalshi', '1', 'Everton', 'Arsenal'),
  ],
  [
    fixtureOf('odds', '2', 'Brentford', 'Burnley'),
    fixtureOf('betfair', '2', 'Burnley', 'Brentford'),
    fixtureOf('kalshi', '2', 'Brentford', 'Burnley'),
  ],
] as const;

const side = fc.constantFrom('home', 'draw', 'away');
const game = fc.integer({ min: 0, max: 2 });
const source = fc.integer({ min: 0, max: 2 });
const action = fc.oneof(
  fc.record({ does: fc.constant('tell' as const), game, source }),
  fc.record({
    does: fc.constant('quote' as const),
    game,
    source,
    side,
    price: fc.integer({ min: 10_100, max: 90_000 }),
  }),
  fc.record({ does: fc.constant('accept' as const), game, source, other: source }),
  fc.record({ does: fc.constant('reject' as const), game, source, other: source }),
  fc.record({ does: fc.constant('undo' as const) }),
);

const mirrored = { home: 'away', draw: 'draw', away: 'home' } as const;
type Action = typeof action extends fc.Arbitrary<infer Value> ? Value : never;
type Newest = Map<
  string,
  { readonly event: SportingEvent; readonly side: keyof typeof mirrored; readonly price: number }
>;

/** What a decision refuses is no matter here. */
const attempt = async (decide: () => unknown): Promise<void> => {
  try {
    await decide();
  } catch (error) {
    if (!(error instanceof OperationFailure)) throw error;
  }
};

async function perform(
  desk: IdentityDesk,
  sinks: readonly FeedSink[],
  step: Action,
  at: number,
  newest: Newest,
) {
  if (step.does === 'undo') {
    await attempt(desk.call.undo);
    return;
  }
  const event = GAMES[step.game]?.[step.source];
  if (!event) return;
  const market = marketOf(event, 'match-odds');
  switch (step.does) {
    case 'accept':
    case 'reject': {
      const other = GAMES[step.game]?.[step.other];
      const decide = desk.call[step.does];
      if (other && other !== event) await attempt(() => decide(event.id, other.id));
      return;
    }
    case 'tell':
      sinks[step.source]?.({ kind: 'event', event, markets: [market] });
      return;
    case 'quote': {
      const { side, price } = step;
      sinks[step.source]?.({ kind: 'event', event, markets: [market] });
      sinks[step.source]?.({
        kind: 'quotes',
        quotes: [quoteOn(market, side, `${event.sourceId}-book`, price, at)],
      });
      newest.set(`${event.id} ${side}`, { event, side, price });
      return;
    }
    default:
      step satisfies never;
  }
}

test('whatever is matched, parted and taken back: each newest price stands once, on its side of its event', async () => {
  let transfers = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(action, { minLength: 10, maxLength: 60 }), async (actions) => {
      const desk = openIdentityDesk();
      const sinks = ['odds', 'betfair', 'kalshi'].map((id) => desk.source(id, [bookNamed(`${id}-book`)]));
      const newest: Newest = new Map();
      let at = KICK_OFF - 7_000_000;
      for (const step of actions) {
        at += 1000;
        await perform(desk, sinks, step, at, newest);
      }
      expect(desk.refused).toEqual([]);
      let standing = 0;
      for (const event of desk.book.events()) standing += Object.keys(desk.prices(event.id)).length;
      expect(standing).toBe(newest.size);
      for (const { event, side, price } of newest.values()) {
        const canonical = desk.identity.canonicalOf(event.id);
        const where = desk.book.event(canonical)?.away === event.home ? mirrored[side] : side;
        expect(desk.prices(canonical)[`match-odds:${where} ${event.sourceId}-book`]).toBe(price);
      }
      transfers += desk.retired.length;
      desk.identity.stop();
    }),
    { numRuns: 150 },
  );
  // Events did move.
  expect(transfers).toBeGreaterThan(10);
});
