import { removeMarginInto } from '../../../../shared/domain/margin.ts';
import { toAxes } from '../../../../shared/domain/overround-line/axes.ts';
import {
  AVERAGE,
  CONTRIBUTORS,
  contributorOf,
} from '../../../../shared/domain/overround-line/contributors.ts';
import {
  addOpinion,
  clearOpinions,
  closeOpinions,
  hasOpinion,
  type Opinions,
} from '../../../../shared/domain/overround-line/opinions.ts';
import { ODDS_SCALE } from '../../../../shared/domain/units.ts';
import type { HistoricalOdds } from '../../ports/market-store.ts';

export type OddsStage = HistoricalOdds['stage'];

const SIDES: Readonly<Record<string, number>> = { home: 0, draw: 1, away: 2 };
/** Inverse prices of a real 1X2 market sum to between these; best prices over books may be below 1. */
const LEAST_SUM = 0.9;
const MOST_SUM = 1.3;

/** Reads the 1X2 opinions of past matches; holds its working memory, so one reader serves one task. */
export function createOpinionReader(): {
  /** Fills and closes `opinions` from the prices of one stage; returns how many contributors there are. */
  readonly read: (odds: readonly HistoricalOdds[], stage: OddsStage, opinions: Opinions) => number;
} {
  const inverse = new Map<string, Float64Array>();
  const probabilities = new Float64Array(3);
  const axes = new Float64Array(2);
  const pricesOf = (book: string): Float64Array => {
    let prices = inverse.get(book);
    if (prices === undefined) {
      prices = new Float64Array(3);
      inverse.set(book, prices);
    }
    return prices;
  };
  return {
    read(odds, stage, opinions) {
      for (const prices of inverse.values()) prices.fill(0);
      for (const { book, market, side, stage: of, price } of odds) {
        const outcome = SIDES[side];
        if (market === 'match-odds' && of === stage && outcome !== undefined)
          pricesOf(book)[outcome] = ODDS_SCALE / price;
      }
      clearOpinions(opinions);
      for (const [book, prices] of inverse) {
        const [home, draw, away] = prices as unknown as readonly [number, number, number];
        const sum = home + draw + away;
        if (home === 0 || draw === 0 || away === 0 || sum < LEAST_SUM || sum > MOST_SUM) continue;
        removeMarginInto('power', prices, 3, 1, probabilities);
        toAxes(probabilities, 3, axes, 0);
        addOpinion(opinions, contributorOf(book), axes, 0);
      }
      return closeOpinions(opinions);
    },
  };
}

const BEFORE_FIRST = [AVERAGE, ...CONTRIBUTORS.map((_, c) => c)];
const SHARPEST_FIRST = (['pinnacle', 'exchange', 'average'] as const).map((name) =>
  CONTRIBUTORS.indexOf(name),
);

const firstOf = (axes: Float64Array, order: readonly number[], from: number): readonly [number, number] => {
  const contributor = order.find((c) => hasOpinion(axes, c, from));
  if (contributor === undefined) return [Number.NaN, Number.NaN];
  return [axes[from + 2 * contributor] as number, axes[from + 2 * contributor + 1] as number];
};

/** What the market thought before the closing: the average, or any opinion there is. `NaN` without one. */
export const usualOpinion = (axes: Float64Array, from = 0): readonly [strength: number, draw: number] =>
  firstOf(axes, BEFORE_FIRST, from);

/** The sharpest closing opinion: Pinnacle's, an exchange's, or the average. `NaN` without one. */
export const sharpestOpinion = (axes: Float64Array, from = 0): readonly [strength: number, draw: number] =>
  firstOf(axes, SHARPEST_FIRST, from);
