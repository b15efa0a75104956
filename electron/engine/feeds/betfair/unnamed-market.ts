import type { CatalogueMarket } from './protocol.ts';
import type { MarketDefinition, RunnerDefinition } from './wire/index.ts';

/** Selection ids that mean the draw everywhere: in football, in cricket. */
const DRAWS: ReadonlySet<number> = new Set([58_805, 60_443]);

const nameOf = ({ id, name }: RunnerDefinition): string =>
  name ?? (DRAWS.has(id) ? 'The Draw' : `Selection ${id}`);

/** The two sides in Betfair's order, draw left out. */
function sidesOf(runners: readonly RunnerDefinition[]): readonly [string, string] | undefined {
  const names = new Map<number, string>();
  for (const runner of runners) if (!DRAWS.has(runner.id)) names.set(runner.id, nameOf(runner));
  const [first, second, ...rest] = names.values();
  return first === undefined || second === undefined || rest.length > 0 ? undefined : [first, second];
}

/**
 * A catalogue entry made of a market's definition, for recordings without a catalogue. Historical files carry names;
 * where there are none, selections are called by their ids. `undefined` where that can't tell what the market is.
 */
export function marketFromDefinition(
  nativeId: string,
  definition: MarketDefinition,
): CatalogueMarket | undefined {
  const { eventId, eventTypeId, marketType, bettingType, marketTime, openDate, marketBaseRate } = definition;
  if (eventId === undefined || eventTypeId === undefined || marketType === undefined) return undefined;
  const order = (runner: RunnerDefinition) => runner.sortPriority ?? 0;
  const runners = [...definition.runners].sort((one, other) => order(one) - order(other));
  const sides = sidesOf(runners);
  const eventName = definition.eventName ?? (sides && `${sides[0]} v ${sides[1]}`);
  const start = marketTime ?? openDate;
  if (eventName === undefined) return undefined;
  return {
    marketId: nativeId,
    ...(start === undefined ? {} : { marketStartTime: start }),
    description: {
      marketType,
      bettingType: bettingType ?? 'ODDS',
      ...(marketBaseRate === undefined ? {} : { marketBaseRate }),
    },
    eventType: { id: eventTypeId },
    event: { id: eventId, name: eventName },
    runners: runners.map((runner) => ({
      selectionId: runner.id,
      runnerName: nameOf(runner),
      handicap: runner.handicap,
      sortPriority: order(runner),
    })),
  };
}
