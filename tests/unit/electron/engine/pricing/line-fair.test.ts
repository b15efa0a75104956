import { describe, expect, it } from 'vitest';
import { createMarketBook } from '../../../../../electron/engine/book/index.ts';
import type { MarketState } from '../../../../../electron/engine/ports/market-state.ts';
import { createPricer, type PricingLine } from '../../../../../electron/engine/pricing/index.ts';
import { DEFAULT_SETTINGS } from '../../../../../electron/engine/services/settings.ts';
import type { Book, Market, SportingEvent } from '../../../../../shared/domain/catalogue.ts';
import { removeMargin } from '../../../../../shared/domain/margin.ts';
import { createLineModel, overroundLine } from '../../../../../shared/domain/overround-line/line.ts';
import { DRAW_SIGNALS, STRENGTH_SIGNALS } from '../../../../../shared/domain/overround-line/team-signals.ts';
import type { Settings } from '../../../../../shared/domain/settings.ts';
import type { EpochMs, MinorUnits } from '../../../../../shared/domain/units.ts';
import { bookmaker, event, exchange, market, NOW, quote } from '../../../../support/market-fixture.ts';
import { newestLineVersion } from '../../../../support/shipped-line.ts';

const { parameters } = await newestLineVersion();
const shipped: PricingLine = { model: createLineModel(parameters) };
const epl = event({ sport: 'soccer_epl', startsAt: (NOW + 6 * 3_600_000) as EpochMs });
const [pinnacle, bet365, venue] = [bookmaker('pinnacle'), bookmaker('bet365'), exchange('practice-exchange')];

type Desk = {
  readonly of?: SportingEvent;
  readonly on?: Market;
  readonly settings?: Partial<Settings>;
  readonly line?: PricingLine | null;
};

function desk({ of = epl, on = market(of), settings = {}, line = shipped }: Desk = {}) {
  let current: Settings = { ...DEFAULT_SETTINGS, minimumEv: 0, ...settings };
  const book = createMarketBook();
  book.saveBooks([pinnacle, bet365, venue]);
  book.saveEvent(of, [on]);
  const pricer = createPricer({
    settings: () => current,
    bankroll: () => 1_000_000 as MinorUnits,
    line: () => line ?? undefined,
  });
  return {
    put: (from: Book, ...odds: number[]) => {
      for (const [i, price] of odds.entries()) book.apply(quote(on, i, from, price), new Set());
    },
    lay: (from: Book, ...odds: number[]) => {
      for (const [i, price] of odds.entries())
        book.apply(quote(on, i, from, price, { side: 'lay' }), new Set());
    },
    choose: (fairLine: Settings['fairLine']) => {
      current = { ...current, fairLine };
    },
    price: () => pricer.price(book.market(on.id) as MarketState, NOW),
  };
}

const power = (...odds: number[]) => removeMargin('power', odds).probabilities;

describe('pricing by the Overround line', () => {
  it('is the line of the books at hand, in its league and at its time', () => {
    const { put, price } = desk();
    put(pinnacle, 2.5, 3.4, 3);
    put(bet365, 2.4, 3.3, 2.9);
    const expected = overroundLine(
      parameters,
      [
        { book: 'pinnacle', probabilities: power(2.5, 3.4, 3) },
        { book: 'bet365', probabilities: power(2.4, 3.3, 2.9) },
      ],
      { football: true, league: 'E0', hours: 6, signals: null },
    );
    for (const [i, fair] of price().fair.entries()) {
      expect(fair).toMatchObject({ source: 'overround-line', method: 'power', books: 2 });
      expect(fair.probability).toBeCloseTo(expected?.probabilities[i] as number, 10);
      expect(fair.low).toBeCloseTo(expected?.low[i] as number, 10);
      expect(fair.high).toBeCloseTo(expected?.high[i] as number, 10);
    }
  });

  it('knows football in a league without a key of its own', () => {
    const { put, price } = desk({ of: { ...epl, sport: 'soccer' } });
    put(pinnacle, 2.5, 3.4, 3);
    put(bet365, 2.4, 3.3, 2.9);
    const opinions = [
      { book: 'pinnacle', probabilities: power(2.5, 3.4, 3) },
      { book: 'bet365', probabilities: power(2.4, 3.3, 2.9) },
    ];
    const about = { league: null, hours: 6, signals: null };
    const expected = overroundLine(parameters, opinions, { ...about, football: true });
    const other = overroundLine(parameters, opinions, { ...about, football: false });
    expect(expected?.probabilities[0]).not.toBeCloseTo(other?.probabilities[0] as number, 5);
    expect(price().fair[0]?.probability).toBeCloseTo(expected?.probabilities[0] as number, 10);
  });

  it('is what edges are measured against, range included', () => {
    const { put, price } = desk();
    put(pinnacle, 2.5, 3.4, 3);
    put(bet365, 2.9, 3.3, 2.6);
    const { fair, edges } = price();
    const edge = edges.find(
      ({ bookId, selectionId }) => bookId === 'bet365' && selectionId === fair[0]?.selectionId,
    );
    expect(edge?.fair).toBe(fair[0]?.probability);
    expect(edge?.ev).toBeCloseTo(2.9 * (fair[0]?.probability as number) - 1, 10);
    expect(edge?.evLow).toBeCloseTo(2.9 * (fair[0]?.low as number) - 1, 10);
    expect(edge?.evHigh).toBeCloseTo(2.9 * (fair[0]?.high as number) - 1, 10);
  });

  it('gives way to the mean by choice, and comes back', () => {
    const { put, price, choose } = desk({ settings: { consensusWeights: {} } });
    put(pinnacle, 2.5, 3.4, 3);
    put(bet365, 2.4, 3.3, 2.9);
    const line = price().fair[0]?.probability as number;
    choose('mean');
    const mean = ((power(2.5, 3.4, 3)[0] as number) + (power(2.4, 3.3, 2.9)[0] as number)) / 2;
    expect(price().fair[0]).toMatchObject({ source: 'mean', probability: expect.closeTo(mean, 10) });
    choose('overround-line');
    expect(price().fair[0]).toMatchObject({ source: 'overround-line', probability: line });
  });

  it('is the mean where no line was given or none covers the market', () => {
    const without = desk({ line: null });
    without.put(pinnacle, 2.5, 3.4, 3);
    expect(without.price().fair[0]?.source).toBe('mean');
    const scores = market(epl, 'correct-score', ['0-0', '1-0', '0-1']);
    const score = desk({ on: scores });
    score.put(pinnacle, 2.9, 2.9, 2.9);
    expect(score.price().fair[0]?.source).toBe('mean');
    const chance = desk({ on: market(epl, 'double-chance', ['1X', '12', 'X2']) });
    chance.put(pinnacle, 1.4, 1.3, 1.6);
    expect(chance.price().fair[0]?.source).toBe('mean');
  });

  it('leaves out books of weight 0', () => {
    const { put, price } = desk({ settings: { consensusWeights: { bet365: 0 } } });
    put(pinnacle, 2.5, 3.4, 3);
    const alone = price().fair.map(({ probability }) => probability);
    put(bet365, 1.5, 4.5, 7);
    expect(price().fair.map(({ probability }) => probability)).toEqual(alone);
  });

  it('pools books by sharpness alone in other markets and sports', () => {
    const practice = event({ sport: 'practice_football', startsAt: epl.startsAt });
    const { put, lay, price } = desk({ of: practice });
    put(bet365, 2.4, 3.3, 2.9);
    put(venue, 2.68, 3.5, 3.05);
    lay(venue, 2.7, 3.55, 3.1);
    const { fair } = price();
    expect(fair.map(({ source }) => source)).toEqual(Array(3).fill('overround-line'));
    // The exchange has no name among the contributors, and counts as one of the exchanges all the same.
    const ofVenue = 1 / 2.69;
    const ofBet365 = power(2.4, 3.3, 2.9)[0] as number;
    expect(Math.abs((fair[0]?.probability as number) - ofVenue)).toBeLessThan(
      Math.abs((fair[0]?.probability as number) - ofBet365),
    );
  });

  it('asks what is known of the teams, for the strength that is offered', () => {
    const signals = {
      strength: new Float64Array(STRENGTH_SIGNALS.length),
      draw: new Float64Array(DRAW_SIGNALS.length),
    };
    signals.strength.fill(0.05, 0, 4);
    const asked: [string, number][] = [];
    const knowing: PricingLine = {
      ...shipped,
      signals: (of, offered) => {
        asked.push([of.home, offered]);
        return signals;
      },
    };
    const [plain, wiser] = [desk(), desk({ line: knowing })];
    for (const { put } of [plain, wiser]) put(pinnacle, 2.5, 3.4, 3);
    const [before, after] = [plain.price().fair[0]?.probability, wiser.price().fair[0]?.probability];
    expect(after).toBeGreaterThan(before as number);
    const [home, , away] = power(2.5, 3.4, 3) as readonly [number, number, number];
    expect(asked).toEqual([['Reds', expect.closeTo(Math.log(home / away), 10)]]);
  });
});
