import { describe, expect, it } from 'vitest';
import { betfairLines } from '../support/betfair-files.ts';
import { openBetfairRig } from '../support/betfair-server-rig.ts';
import { type Change, createWorld, type WireMarket } from '../support/betfair-server-world.ts';
import { createPlainBetfairCache } from '../support/plain-betfair-cache.ts';
import { needsSharedData, noSharedData, sharedData } from '../support/shared-data.ts';

type Definition = {
  readonly eventId: string;
  readonly eventTypeId: string;
  readonly marketType: string;
  readonly bettingType: string;
  readonly runners: readonly { readonly id: number; readonly hc?: number; readonly sortPriority: number }[];
};
type Recorded = { readonly mc: readonly (Change & { readonly id: string })[] };

/** What the catalogue would have said: the recording names nobody. */
function marketOf(id: string, definition: Definition, start: string): WireMarket {
  const named = (selection: number) => (selection === 58_805 ? 'The Draw' : `Selection ${selection}`);
  const teams = [...new Set(definition.runners.map((runner) => runner.id))].filter((team) => team !== 58_805);
  return {
    marketId: id,
    marketName: definition.marketType,
    marketStartTime: start,
    description: {
      marketType: definition.marketType,
      bettingType: definition.bettingType,
      marketBaseRate: 5,
      turnInPlayEnabled: true,
    },
    runners: definition.runners.map(({ id: selectionId, hc = 0, sortPriority }) => ({
      selectionId,
      runnerName: named(selectionId),
      handicap: hc,
      sortPriority,
    })),
    eventType: { id: definition.eventTypeId, name: 'Soccer' },
    competition: { id: '1', name: 'Recorded' },
    event: {
      id: definition.eventId,
      name: teams.slice(0, 2).map(named).join(' v '),
      countryCode: 'GB',
      timezone: 'GMT',
      openDate: start,
    },
  };
}

type Quotes = ReturnType<Awaited<ReturnType<typeof openBetfairRig>>['book']>['quotes'];
type Plain = ReturnType<typeof createPlainBetfairCache>;

/** Compares what both teams can be backed at, and answers how many prices that were. */
function compareMatchOdds(market: WireMarket, quotes: Quotes, plain: Plain): number {
  const [home, away] = market.runners.filter(({ selectionId }) => selectionId !== 58_805);
  let compared = 0;
  for (const [side, runner] of [
    ['home', home],
    ['away', away],
  ] as const) {
    const told = plain.runner(market.marketId, runner?.selectionId ?? 0, 0)?.ladders.get('atb');
    const ladder = [...(told?.values() ?? [])].sort(([a = 0], [b = 0]) => b - a);
    expect(quotes[`betfair:${market.event.id}:match-odds:${side}/back`] ?? [], market.marketId).toEqual(
      ladder.map(([price = 0, size = 0]) => [Math.round(price * 1e4), Math.round(size * 100)]),
    );
    compared += ladder.length;
  }
  return compared;
}

describe.skipIf(noSharedData)(
  `a recorded stream played to the Betfair source by TLS (${needsSharedData})`,
  () => {
    it('ends with the ladders of an independent cache, though the connection was lost on the way', async () => {
      const path = `${sharedData}/data/betfair/stream/1.242971311.bz2`;
      const recorded = betfairLines(path).map((line) => JSON.parse(line) as Recorded);
      const start = '2026-03-01T12:30:00.000Z';
      const world = createWorld([]);
      const plain = createPlainBetfairCache();
      for (const { id, marketDefinition } of recorded[0]?.mc ?? [])
        if (marketDefinition !== undefined) world.add(marketOf(id, marketDefinition as Definition, start));
      const rig = await openBetfairRig({ world, settings: { streamLimit: 200 } });
      try {
        await rig.start();
        for (const [index, message] of recorded.entries()) {
          // Times of the recording are past: the matches of the test start in the future.
          for (const { id, ...change } of message.mc)
            rig.server.stream.publish(
              id,
              change.marketDefinition === undefined
                ? change
                : {
                    ...change,
                    marketDefinition: { ...change.marketDefinition, marketTime: start, openDate: start },
                  },
            );
          plain.take(JSON.stringify(message));
          if (index % 400 === 399) rig.server.stream.dropAll();
          if (index % 50 === 49) await rig.run(40);
        }
        await rig.until('live', rig.isLive);
        const sent = rig.server.stream.sent();
        await rig.until('quiet', () => rig.isLive() && rig.server.stream.sent() > sent + 2);
        const { quotes, standings } = rig.book();
        expect(standings).toEqual({});
        const winners = world.catalogue.filter(({ description }) => description.marketType === 'MATCH_ODDS');
        const compared = winners.reduce((sum, market) => sum + compareMatchOdds(market, quotes, plain), 0);
        expect(compared).toBeGreaterThan(500);
        expect(rig.server.stream.connections()).toBeGreaterThan(2);
      } finally {
        await rig.close();
      }
    });
  },
);
