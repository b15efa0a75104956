import type { Fixture } from '../../shared/contract/index.ts';
import type { Market, MarketType, Selection, Side, SportingEvent } from '../../shared/domain/catalogue.ts';
import type { EpochMs, EventId, MarketId, SelectionId, SourceId } from '../../shared/domain/units.ts';

const START = 1_700_000_000_000;

/**
 * A match called `<id> Home` v `<id> Away` with match odds (`<id>:mo`, selections `:home`, `:draw`, `:away`) and
 * over/under 2.5 (`<id>:ou`, selections `:over`, `:under`). Starts an hour after the manual clock's beginning.
 */
export function footballFixture(
  id: string,
  event: Partial<SportingEvent> = {},
  markets: Partial<Market> = {},
): Fixture {
  const eventId = id as EventId;
  const market = (key: string, type: MarketType, line: number | null, sides: readonly Side[]): Market => {
    const marketId = `${id}:${key}` as MarketId;
    const selections: Selection[] = sides.map((side) => ({
      id: `${marketId}:${side}` as SelectionId,
      marketId,
      name: side,
      side,
    }));
    return { id: marketId, eventId, type, period: 'match', line, status: 'open', selections, ...markets };
  };
  return {
    event: {
      id: eventId,
      sourceId: 'simulator' as SourceId,
      sport: 'soccer_epl',
      competition: 'EPL',
      home: `${id} Home`,
      away: `${id} Away`,
      startsAt: (START + 3_600_000) as EpochMs,
      status: 'scheduled',
      score: null,
      ...event,
    },
    markets: [
      market('mo', 'match-odds', null, ['home', 'draw', 'away']),
      market('ou', 'totals', 2.5, ['over', 'under']),
    ],
    retired: false,
  };
}
