import type { PriceTruth } from '../../../shared/contract/price-truth.ts';
import type { SourceHealth } from '../../../shared/contract/sources.ts';
import { percentile } from '../../../shared/domain/percentile.ts';
import { type ClockSkew, estimateSkew } from '../../../shared/domain/price-truth/clock-skew.ts';
import { type ChangeRate, createChangeRate } from '../../../shared/domain/price-truth/standing-chance.ts';
import type { Quote } from '../../../shared/domain/quote.ts';
import type { EpochMs, SourceId } from '../../../shared/domain/units.ts';
import type { MarketBook, QuoteOutcome } from '../book/index.ts';
import type { Clock } from '../ports/clock.ts';
import type { BookPrices } from '../ports/market-state.ts';
import type { Pricer, Suspect } from '../pricing/index.ts';

/** How old and how sure every source's prices are. */
export interface PriceTruthWatch {
  /**
   * A quote came, what it was to the book, and when the quote it replaced was heard. Called for each: quick, and
   * allocates nothing for a known source.
   */
  heard(quote: Quote, outcome: QuoteOutcome, replacedAt?: EpochMs): void;
  /** Changes of a price per millisecond, of late. */
  changesPerMs(source: SourceId): number;
  /** Forgets how often prices change: from here on only what comes counts, against what comes, as in a replay of it. */
  begin(): void;
  /** Takes stock of the book; call it every second or so of market time. */
  survey(): readonly PriceTruth[];
}

/** Delays kept per source for its percentiles; beyond, every further one replaces an older in turn. */
const KEPT_DELAYS = 2_048;
/** Prices looked at per source for the percentiles of age: more tell nothing new. */
const KEPT_AGES = 4_096;
/** The fastest way is looked for anew now and then, for clocks drift and are set. */
const SKEW_WINDOW_MS = 10 * 60_000;

type Heard = {
  readonly delays: Float64Array;
  /** Of all time; the next four are of the skew's window and of the one before. */
  count: number;
  leastDelay: number;
  leastBefore: number;
  windowCount: number;
  countBefore: number;
  windowFrom: number;
  changes: number;
  rate: ChangeRate;
};

type Tally = {
  readonly overdueAfter: number;
  readonly staleAfter: number;
  quotes: number;
  overdue: number;
  stale: number;
  suspended: number;
  unreliable: number;
  suspects: number;
  readonly ages: Float64Array;
};

const createHeard = (now: number): Heard => ({
  delays: new Float64Array(KEPT_DELAYS),
  count: 0,
  leastDelay: Number.POSITIVE_INFINITY,
  leastBefore: Number.POSITIVE_INFINITY,
  windowCount: 0,
  countBefore: 0,
  windowFrom: now,
  changes: 0,
  rate: createChangeRate(),
});

const createTally = (cadenceMs: number | null, maximumAgeMs: number): Tally => ({
  overdueAfter: cadenceMs === null ? Number.POSITIVE_INFINITY : 2 * cadenceMs,
  staleAfter: maximumAgeMs,
  quotes: 0,
  overdue: 0,
  stale: 0,
  suspended: 0,
  unreliable: 0,
  suspects: 0,
  ages: new Float64Array(KEPT_AGES),
});

/** One book's prices in one market come from one source. */
function sourceOf({ backs, lays }: BookPrices): SourceId | undefined {
  return (backs.find((quote) => quote !== undefined) ?? lays.find((quote) => quote !== undefined))?.sourceId;
}

function countQuote(tally: Tally, quote: Quote | undefined, now: number): void {
  if (!quote || quote.levels.length === 0) return;
  const age = now - quote.receivedAt;
  tally.ages[tally.quotes % KEPT_AGES] = age;
  tally.quotes += 1;
  if (age > tally.overdueAfter) tally.overdue += 1;
  if (age > tally.staleAfter) tally.stale += 1;
}

function countBook(tally: Tally, prices: BookPrices, suspects: readonly Suspect[], now: number): void {
  for (const quote of prices.backs) countQuote(tally, quote, now);
  for (const quote of prices.lays) countQuote(tally, quote, now);
  if (prices.standing.state === 'suspended') tally.suspended += 1;
  if (prices.standing.state === 'unreliable') tally.unreliable += 1;
  for (const { bookId } of suspects) if (bookId === prices.book.id) tally.suspects += 1;
}

function percentiles(values: Float64Array, count: number, shift = 0): PriceTruth['ageMs'] {
  if (count === 0) return null;
  const sorted = values.slice(0, count).sort();
  const at = (percent: number) => Math.max(0, percentile(sorted, percent) + shift);
  return { p50: at(50), p90: at(90), p99: at(99) };
}

export function createPriceTruth(deps: {
  readonly book: Pick<MarketBook, 'markets'>;
  readonly pricer: Pick<Pricer, 'priced'>;
  /** Market time. */
  readonly clock: Clock;
  readonly healths: () => readonly SourceHealth[];
  readonly maximumAgeMs: (source: SourceId) => number;
}): PriceTruthWatch {
  const { book, pricer, clock, healths: healthsOf, maximumAgeMs } = deps;
  const heard = new Map<SourceId, Heard>();
  let surveyedAt = clock.now() as number;
  let beganAt = 0;

  const heardOf = (source: SourceId): Heard => {
    const known = heard.get(source);
    if (known !== undefined) return known;
    const created = createHeard(clock.now());
    heard.set(source, created);
    return created;
  };

  const skewOf = (of: Heard): ClockSkew | null =>
    estimateSkew(Math.min(of.leastDelay, of.leastBefore), of.windowCount + of.countBefore);

  const turnWindow = (of: Heard, now: number) => {
    if (now - of.windowFrom < SKEW_WINDOW_MS) return;
    of.leastBefore = of.leastDelay;
    of.leastDelay = Number.POSITIVE_INFINITY;
    of.countBefore = of.windowCount;
    of.windowCount = 0;
    of.windowFrom = now;
  };

  /** One pass over the book: every quote falls to the source it came from. */
  const takeStock = (now: number, cadences: ReadonlyMap<SourceId, number | null>) => {
    const tallies = new Map<SourceId, Tally>();
    const tallyOf = (source: SourceId): Tally => {
      const known = tallies.get(source) ?? createTally(cadences.get(source) ?? null, maximumAgeMs(source));
      tallies.set(source, known);
      return known;
    };
    for (const state of book.markets()) {
      const suspects = pricer.priced(state.market.id)?.suspects ?? [];
      for (const prices of state.prices) {
        const source = sourceOf(prices);
        if (source !== undefined) countBook(tallyOf(source), prices, suspects, now);
      }
    }
    return tallies;
  };

  return {
    heard(quote, outcome, replacedAt) {
      if (outcome === 'unknown' || outcome === 'late') return;
      const of = heardOf(quote.sourceId);
      if (outcome === 'moved' && replacedAt !== undefined && replacedAt >= beganAt) of.changes += 1;
      if (outcome === 'confirmed') return;
      const delay = quote.receivedAt - quote.sourceTime;
      of.delays[of.count % KEPT_DELAYS] = delay;
      of.count += 1;
      of.windowCount += 1;
      if (delay < of.leastDelay) of.leastDelay = delay;
    },
    begin() {
      for (const of of heard.values()) {
        of.rate = createChangeRate();
        of.changes = 0;
      }
      beganAt = clock.now();
      surveyedAt = beganAt;
    },
    changesPerMs: (source) => heardOf(source).rate.perMs(),
    survey() {
      const now = clock.now();
      const elapsed = Math.max(0, now - surveyedAt);
      surveyedAt = now;
      const healths = healthsOf();
      const tallies = takeStock(now, new Map(healths.map(({ id, cadenceMs }) => [id, cadenceMs])));
      return healths.map(({ id, cadenceMs }): PriceTruth => {
        const of = heardOf(id);
        const tally = tallies.get(id);
        of.rate.observe(tally?.quotes ?? 0, of.changes, elapsed);
        of.changes = 0;
        const skew = skewOf(of);
        turnWindow(of, now);
        return {
          sourceId: id,
          quotes: tally?.quotes ?? 0,
          ageMs: tally ? percentiles(tally.ages, Math.min(tally.quotes, KEPT_AGES)) : null,
          latencyMs: percentiles(of.delays, Math.min(of.count, KEPT_DELAYS), skew?.estimate ?? 0),
          clockSkewMs: skew,
          cadenceMs,
          overdue: tally?.overdue ?? 0,
          stale: tally?.stale ?? 0,
          suspended: tally?.suspended ?? 0,
          unreliable: tally?.unreliable ?? 0,
          suspects: tally?.suspects ?? 0,
          changesPerHour: of.rate.known() ? of.rate.perMs() * 3_600_000 : null,
          maximumAgeMs: maximumAgeMs(id),
        };
      });
    },
  };
}
