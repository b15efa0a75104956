import { describe, expect, it } from 'vitest';
import type { QuoteOutcome } from '../../../../../electron/engine/book/index.ts';
import { createPriceTruth } from '../../../../../electron/engine/services/price-truth.ts';
import type { SourceHealth } from '../../../../../shared/contract/sources.ts';
import type { Quote } from '../../../../../shared/domain/quote.ts';
import type { EpochMs, SourceId } from '../../../../../shared/domain/units.ts';
import { createManualClock } from '../../../../support/manual-clock.ts';

const NOON = 1_772_366_400_000;
const SOURCE = 'feed' as SourceId;

/** A source with one price in view, told every second. */
function watchSource() {
  const clock = createManualClock(NOON);
  const price = (receivedAt: number, delayMs = 80) =>
    ({
      sourceId: SOURCE,
      levels: [{ price: 20_000, size: null }],
      receivedAt,
      sourceTime: receivedAt - delayMs,
    }) as unknown as Quote;
  let shown = price(NOON);
  const truth = createPriceTruth({
    book: {
      markets: () =>
        [
          {
            market: { id: 'm' },
            prices: [
              { book: { id: 'b' }, backs: [shown], lays: [], standing: { state: 'open', reason: '' } },
            ],
          },
        ] as never,
    },
    pricer: { priced: () => undefined },
    clock,
    healths: () => [{ id: SOURCE, cadenceMs: 1000 } as unknown as SourceHealth],
    maximumAgeMs: () => 60_000,
  });
  return {
    clock,
    truth,
    hear(outcome: QuoteOutcome, replacedAt?: number, delayMs?: number) {
      shown = price(clock.now(), delayMs);
      truth.heard(shown, outcome, replacedAt as EpochMs | undefined);
    },
    survey() {
      const [told] = truth.survey();
      if (told === undefined) throw new Error('the source is not told');
      return told;
    },
  };
}

describe('price truth', () => {
  it('counts what moves as changes, and not what appears, is confirmed, or differs in size', () => {
    const source = watchSource();
    for (const outcome of ['opened', 'confirmed', 'changed', 'late', 'unknown'] as const)
      source.hear(outcome, NOON);
    const before = source.truth.changesPerMs(SOURCE);
    source.clock.advance(1000);
    source.survey();
    expect(source.truth.changesPerMs(SOURCE)).toBeLessThan(before);
    source.hear('moved', NOON);
    source.clock.advance(1000);
    source.survey();
    expect(source.truth.changesPerMs(SOURCE)).toBeGreaterThan(1.9 * before);
  });

  it('begins anew without what was there before', () => {
    const source = watchSource();
    for (let second = 0; second < 30; second += 1) {
      source.hear('moved', source.clock.now() - 1000);
      source.clock.advance(1000);
      source.survey();
    }
    source.truth.begin();
    const [prior, began] = [source.truth.changesPerMs(SOURCE), source.clock.now()];
    expect(prior).toBeCloseTo(1 / 1_200_000, 12);
    source.clock.advance(500);
    source.hear('moved', began - 1000);
    source.survey();
    expect(source.truth.changesPerMs(SOURCE)).toBeLessThan(prior);
    source.clock.advance(500);
    source.hear('moved', began + 500);
    source.survey();
    expect(source.truth.changesPerMs(SOURCE)).toBeGreaterThan(1.9 * prior);
  });

  it('tells ages, delays and what is overdue', () => {
    const source = watchSource();
    source.hear('opened');
    expect(source.survey()).toMatchObject({ quotes: 1, overdue: 0, ageMs: { p50: 0, p99: 0 } });
    source.clock.advance(2001);
    expect(source.survey()).toMatchObject({ overdue: 1, stale: 0, ageMs: { p50: 2001 }, cadenceMs: 1000 });
    source.clock.advance(60_000 - 2001);
    expect(source.survey()).toMatchObject({ stale: 0, maximumAgeMs: 60_000 });
    source.clock.advance(1);
    expect(source.survey()).toMatchObject({ quotes: 1, stale: 1 });
  });

  it('tells percentiles by nearest rank: of a hundred delays one in a hundred is longer', () => {
    const source = watchSource();
    // Whole milliseconds of a clock that is right: nothing is taken off as skew.
    for (let delayMs = 0; delayMs < 100; delayMs += 1) source.hear('changed', undefined, delayMs);
    expect(source.survey().latencyMs).toEqual({ p50: 49, p90: 89, p99: 98 });
  });

  it('takes no late message alone for a clock that is behind, however much was heard before', () => {
    const source = watchSource();
    const pass = (minutes: number) => {
      for (let minute = 0; minute < minutes; minute += 1) {
        source.clock.advance(60_000);
        source.survey();
      }
    };
    for (let message = 0; message < 100; message += 1) source.hear('changed', undefined, 40);
    const busy = source.survey();
    expect(busy.clockSkewMs).toEqual({ estimate: -20, uncertainty: 20 });
    expect(busy.latencyMs).toEqual({ p50: 20, p90: 20, p99: 20 });
    pass(25);
    source.hear('changed', undefined, 9_000);
    const late = source.survey();
    expect(late.clockSkewMs).toBeNull();
    expect(late.latencyMs).toEqual({ p50: 40, p90: 40, p99: 40 });
    // The window before counts with the one under way, as its fastest way does.
    for (let message = 0; message < 10; message += 1) source.hear('changed', undefined, 60);
    pass(12);
    for (let message = 0; message < 10; message += 1) source.hear('changed', undefined, 60);
    expect(source.survey().clockSkewMs).toEqual({ estimate: -30, uncertainty: 30 });
  });
});
