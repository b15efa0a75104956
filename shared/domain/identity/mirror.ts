import type { Market, Score, Selection } from '../catalogue.ts';

export type MarketShape = Pick<Market, 'type' | 'period' | 'line'>;

/** A market's line seen from the other side: a handicap's sign turns, a total stays. */
export const mirroredLine = ({ type, line }: Pick<Market, 'type' | 'line'>): number | null =>
  type === 'asian-handicap' && line !== null && line !== 0 ? -line : line;

/** What makes markets of two sources one market of an event; `swapped`: its home is the other's away. */
export function sameMarketKey(market: MarketShape, swapped: boolean): string {
  const line = swapped ? mirroredLine(market) : market.line;
  // -0 and 0 are one line.
  return `${market.type}|${market.period}|${line === null ? '' : line + 0}`;
}

const MIRRORED: Readonly<Record<string, Selection['side']>> = {
  home: 'away',
  away: 'home',
  '1X': 'X2',
  X2: '1X',
};

/** The side a selection is where home and away change places: `2-1` becomes `1-2`. */
export function mirroredSide(side: Selection['side']): Selection['side'] {
  const other = MIRRORED[side];
  if (other !== undefined) return other;
  const score = /^(\d+)-(\d+)$/.exec(side);
  return score ? (`${Number(score[2])}-${Number(score[1])}` as Selection['side']) : side;
}

export const mirroredScore = (score: Score): Score => ({
  ...score,
  home: score.away,
  away: score.home,
  ...(score.halfTime ? { halfTime: { home: score.halfTime.away, away: score.halfTime.home } } : {}),
});
