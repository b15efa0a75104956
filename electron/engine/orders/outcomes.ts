import type { Market, MarketType, Selection } from '../../../shared/domain/catalogue.ts';

type Sides = readonly Selection['side'][];

/** The ways a market can come out, each as the sides that win in it. Pushes and voids lose nothing and are left out. */
const OUTCOMES: Readonly<Record<MarketType, (market: Market) => readonly Sides[]>> = {
  'match-odds': () => [['home'], ['draw'], ['away']],
  moneyline: () => [['home'], ['away']],
  // Quarter lines pay half of these: the worst case is always one of the whole results.
  totals: () => [['over'], ['under']],
  'asian-handicap': () => [['home'], ['away']],
  'both-teams-to-score': () => [['yes'], ['no']],
  'double-chance': () => [
    ['1X', '12'],
    ['1X', 'X2'],
    ['12', 'X2'],
  ],
  'draw-no-bet': () => [['home'], ['away']],
  // Any score not listed makes every listed one lose.
  'correct-score': (market) => [...market.selections.map((selection) => [selection.side]), []],
};

export const outcomesOf = (market: Market): readonly Sides[] => OUTCOMES[market.type](market);
