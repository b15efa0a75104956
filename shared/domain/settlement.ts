import type { BetResult } from './bet.ts';
import type { MarketType, Selection } from './catalogue.ts';
import type { BackLay } from './quote.ts';

/** Goals or points of the market's own period: the caller gives the half-time score for a first-half market. */
export type FinalScore = { readonly home: number; readonly away: number };

/** What became of a selection, as seen by who backed it; the shares are halves of the stake, the rest is lost. */
export type SettlementOutcome = {
  readonly result: BetResult;
  readonly winShare: 0 | 1 | 2;
  readonly pushShare: 0 | 1 | 2;
};

export const OUTCOMES: Readonly<Record<BetResult, SettlementOutcome>> = {
  won: { result: 'won', winShare: 2, pushShare: 0 },
  'half-won': { result: 'half-won', winShare: 1, pushShare: 1 },
  push: { result: 'push', winShare: 0, pushShare: 2 },
  void: { result: 'void', winShare: 0, pushShare: 2 },
  'half-lost': { result: 'half-lost', winShare: 0, pushShare: 1 },
  lost: { result: 'lost', winShare: 0, pushShare: 0 },
};

const LAYER: Readonly<Record<BetResult, BetResult>> = {
  won: 'lost',
  'half-won': 'half-lost',
  push: 'push',
  void: 'void',
  'half-lost': 'half-won',
  lost: 'won',
};

/** The result of a bet on that `side` of the selection. */
export const resultOf = (outcome: SettlementOutcome, side: BackLay): BetResult =>
  side === 'back' ? outcome.result : LAYER[outcome.result];

export type Settled =
  | { readonly ok: true; readonly outcome: SettlementOutcome }
  | {
      readonly ok: false;
      readonly code: 'side-not-in-market' | 'invalid-line' | 'invalid-score';
      readonly message: string;
    };

type SelectionSide = Selection['side'];
/** `undefined` where the market has no such side. */
type Rule = {
  readonly hasLine: boolean;
  /** How many selections win together, pushes apart. */
  readonly winners: 1 | 2;
  readonly settle: (side: SelectionSide, score: FinalScore, line: number) => SettlementOutcome | undefined;
};

const won = (isWon: boolean): SettlementOutcome => (isWon ? OUTCOMES.won : OUTCOMES.lost);

/**
 * By how many points the selection is ahead after its handicap. Half the stake stands on each of the half lines next
 * to a quarter line, so a quarter ahead is a half won and half pushed bet.
 */
function ahead(points: number): SettlementOutcome {
  if (points >= 0.5) return OUTCOMES.won;
  if (points === 0.25) return OUTCOMES['half-won'];
  if (points === 0) return OUTCOMES.push;
  return points === -0.25 ? OUTCOMES['half-lost'] : OUTCOMES.lost;
}

const drawPushes: Rule['settle'] = (side, { home, away }) => {
  if (side === 'home') return ahead(home - away);
  return side === 'away' ? ahead(away - home) : undefined;
};

/** How each market type is settled. Adding a type is adding a line. */
export const SETTLEMENT_RULES: Readonly<Record<MarketType, Rule>> = {
  'match-odds': {
    hasLine: false,
    winners: 1,
    settle: (side, { home, away }) => {
      if (side === 'home') return won(home > away);
      if (side === 'draw') return won(home === away);
      return side === 'away' ? won(away > home) : undefined;
    },
  },
  moneyline: { hasLine: false, winners: 1, settle: drawPushes },
  'draw-no-bet': { hasLine: false, winners: 1, settle: drawPushes },
  totals: {
    hasLine: true,
    winners: 1,
    settle: (side, { home, away }, line) => {
      if (side === 'over') return ahead(home + away - line);
      return side === 'under' ? ahead(line - home - away) : undefined;
    },
  },
  'asian-handicap': {
    hasLine: true,
    winners: 1,
    settle: (side, { home, away }, line) => {
      if (side === 'home') return ahead(home - away + line);
      return side === 'away' ? ahead(away - home - line) : undefined;
    },
  },
  'both-teams-to-score': {
    hasLine: false,
    winners: 1,
    settle: (side, { home, away }) => {
      const both = home > 0 && away > 0;
      if (side === 'yes') return won(both);
      return side === 'no' ? won(!both) : undefined;
    },
  },
  'double-chance': {
    hasLine: false,
    winners: 2,
    settle: (side, { home, away }) => {
      if (side === '1X') return won(home >= away);
      if (side === '12') return won(home !== away);
      return side === 'X2' ? won(away >= home) : undefined;
    },
  },
  'correct-score': {
    hasLine: false,
    winners: 1,
    settle: (side, { home, away }) => (/^\d+-\d+$/.test(side) ? won(side === `${home}-${away}`) : undefined),
  },
};

/** Every market type, in the order of the table. */
export const MARKET_TYPES = Object.keys(SETTLEMENT_RULES) as readonly MarketType[];

/** How many selections of a market win together: what fair probabilities sum to. */
export const winnersIn = (type: MarketType): number => SETTLEMENT_RULES[type].winners;

const isCount = (value: number): boolean => Number.isSafeInteger(value) && value >= 0;
const refused = (code: Extract<Settled, { ok: false }>['code'], message: string): Settled => ({
  ok: false,
  code,
  message,
});

/**
 * The outcome of `side` in a market of `type` at the final `score`. `line` as in `Market`: from the home side's view
 * for handicaps, a multiple of 0.25, `null` where the type has none.
 */
export function settle(
  type: MarketType,
  side: SelectionSide,
  line: number | null,
  score: FinalScore,
): Settled {
  if (!isCount(score.home) || !isCount(score.away))
    return refused(
      'invalid-score',
      `${score.home}-${score.away} is not a score. Give whole points of 0 or more.`,
    );
  const rule = SETTLEMENT_RULES[type];
  if (rule.hasLine && !(line !== null && Number.isSafeInteger(line * 4)))
    return refused('invalid-line', `A ${type} market needs a line in quarters; ${line} is not one.`);
  const outcome = rule.settle(side, score, line ?? 0);
  return outcome === undefined
    ? refused('side-not-in-market', `A ${type} market has no selection "${side}".`)
    : { ok: true, outcome };
}
