import { type ModelTarget, TARGETS } from '../../../shared/domain/model.ts';
import type { Fixture } from '../ports/forecaster.ts';
import type { HistoricalOdds } from '../ports/market-store.ts';

export type Stage = HistoricalOdds['stage'];

/** One book's prices of one market at one stage, over the fixtures of a day. */
export type SourcePrices = {
  readonly book: string;
  readonly stage: Stage;
  /** `OddsE4`, fixture by fixture in the order of the outcomes; 0 where there is none. */
  readonly prices: Float64Array;
  /** Whether every outcome of the fixture is priced. */
  isComplete(fixture: number): boolean;
};

export type DayPrices = {
  readonly outcomes: number;
  readonly sources: readonly SourcePrices[];
  source(book: string, stage: Stage): SourcePrices | undefined;
};

/** The market of recorded odds that a target's outcomes are the sides of; `undefined` where none is recorded. */
export function recordedMarket(
  target: ModelTarget,
): { readonly market: HistoricalOdds['market']; readonly line: number | null } | undefined {
  switch (target) {
    case 'match-odds':
      return { market: 'match-odds', line: null };
    case 'over-under-2.5':
      return { market: 'totals', line: 2.5 };
    case 'winner':
      return { market: 'moneyline', line: null };
    case 'both-teams-to-score':
    case 'number':
      return undefined;
  }
}

/** The prices of a day's fixtures, laid out by book and stage. Of a price given twice, the first counts. */
export function readDayPrices(target: ModelTarget, fixtures: readonly Pick<Fixture, 'odds'>[]): DayPrices {
  const recorded = recordedMarket(target);
  const sides = TARGETS[target].outcomes;
  const outcomes = sides.length;
  const found: Record<Stage, Map<string, SourcePrices>> = { 'pre-closing': new Map(), closing: new Map() };
  const sources: SourcePrices[] = [];
  for (let row = 0; row < fixtures.length; row += 1) {
    for (const odds of fixtures[row]?.odds ?? []) {
      if (recorded === undefined || odds.market !== recorded.market || odds.line !== recorded.line) continue;
      const side = sides.indexOf(odds.side);
      if (side === -1) continue;
      let source = found[odds.stage].get(odds.book);
      if (source === undefined) {
        source = emptySource(odds.book, odds.stage, fixtures.length, outcomes);
        found[odds.stage].set(odds.book, source);
        sources.push(source);
      }
      const position = row * outcomes + side;
      if (source.prices[position] === 0) source.prices[position] = odds.price;
    }
  }
  return { outcomes, sources, source: (book, stage) => found[stage].get(book) };
}

function emptySource(book: string, stage: Stage, fixtures: number, outcomes: number): SourcePrices {
  const prices = new Float64Array(fixtures * outcomes);
  return {
    book,
    stage,
    prices,
    isComplete(fixture) {
      for (let i = fixture * outcomes; i < (fixture + 1) * outcomes; i += 1)
        if (!((prices[i] as number) > 0)) return false;
      return true;
    },
  };
}

/** `readDayPrices`, remembering the last day: many forecasters are asked about the same one in turn. */
export function createDayPriceReader(
  target: ModelTarget,
): (fixtures: readonly Pick<Fixture, 'odds'>[]) => DayPrices {
  let last: { readonly fixtures: unknown; readonly prices: DayPrices } | undefined;
  return (fixtures) => {
    if (last?.fixtures !== fixtures) last = { fixtures, prices: readDayPrices(target, fixtures) };
    return last.prices;
  };
}
