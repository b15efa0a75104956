import type { MarketType, Side } from '../../../../shared/domain/catalogue.ts';
import type { BackLay } from '../../../../shared/domain/quote.ts';
import type { WireEvent, WireOutcome } from './protocol.ts';
import type { QuarantineReason } from './quarantine.ts';

/** Which selection of which market of its event an outcome is. */
export type Placed = {
  readonly type: MarketType;
  /** From the home side's view; `null` where the type has none. */
  readonly line: number | null;
  readonly side: Side;
};
export type Placement = Placed | { readonly reason: QuarantineReason };

/** What a market of a bookmaker is read with. */
export type MarketContext = {
  readonly event: WireEvent;
  /** This bookmaker prices a draw on this event, or the sport always has one. */
  readonly threeWay: boolean;
};

type MarketShape = {
  readonly backLay: BackLay;
  /** The two sides whose lines have to agree; `undefined` where there are no lines. */
  readonly pair?: readonly [Side, Side];
  readonly place: (outcome: WireOutcome, context: MarketContext) => Placement;
};

export const DRAW = 'Draw';
/** Longer than any real line: cricket totals reach a few hundred. */
const MAXIMUM_LINE = 2_000;

function winnerSide(outcome: WireOutcome, { event }: MarketContext): 'home' | 'draw' | 'away' | undefined {
  if (outcome.name === event.home_team) return 'home';
  if (outcome.name === event.away_team) return 'away';
  return outcome.name === DRAW ? 'draw' : undefined;
}

const placeWinner: MarketShape['place'] = (outcome, context) => {
  const side = winnerSide(outcome, context);
  if (side === undefined) return { reason: 'unknown-outcome' };
  return { type: context.threeWay ? 'match-odds' : 'moneyline', line: null, side };
};

/** Lines settle in quarters: anything else is a slip of the feed. `+ 0` makes a negative zero plain. */
const quarterLine = (point: number): number | undefined =>
  Number.isInteger(point * 4) && Math.abs(point) <= MAXIMUM_LINE ? point + 0 : undefined;

const placeSpread: MarketShape['place'] = (outcome, context) => {
  const side = winnerSide(outcome, context);
  if (side !== 'home' && side !== 'away') return { reason: 'unknown-outcome' };
  if (outcome.point === undefined || outcome.point === null) return { reason: 'missing-point' };
  const line = quarterLine(side === 'home' ? outcome.point : -outcome.point);
  return line === undefined ? { reason: 'invalid-line' } : { type: 'asian-handicap', line, side };
};

const TOTAL_SIDES: Readonly<Record<string, Side>> = { Over: 'over', Under: 'under' };

const placeTotal: MarketShape['place'] = (outcome) => {
  const side = Object.hasOwn(TOTAL_SIDES, outcome.name) ? TOTAL_SIDES[outcome.name] : undefined;
  if (side === undefined) return { reason: 'unknown-outcome' };
  if (outcome.point === undefined || outcome.point === null) return { reason: 'missing-point' };
  const line = quarterLine(outcome.point);
  return line === undefined || line < 0 ? { reason: 'invalid-line' } : { type: 'totals', line, side };
};

/** The markets of /odds that are read, by market key. A market not here is quarantined as unsupported. */
export const MARKET_SHAPES: ReadonlyMap<string, MarketShape> = new Map<string, MarketShape>([
  ['h2h', { backLay: 'back', place: placeWinner }],
  ['h2h_lay', { backLay: 'lay', place: placeWinner }],
  ['spreads', { backLay: 'back', pair: ['home', 'away'], place: placeSpread }],
  ['totals', { backLay: 'back', pair: ['over', 'under'], place: placeTotal }],
]);

/**
 * Sports whose h2h is always home/draw/away. A book there without a draw has taken it down for the moment: reading
 * its prices as a two-way market would settle a draw as a push.
 */
export const alwaysThreeWay = (sportKey: string): boolean => sportKey.startsWith('soccer_');

/** The sides of each market type, in the order its selections are shown. */
export const SIDES: Readonly<Partial<Record<MarketType, readonly Side[]>>> = {
  'match-odds': ['home', 'draw', 'away'],
  moneyline: ['home', 'away'],
  'asian-handicap': ['home', 'away'],
  totals: ['over', 'under'],
};

const NONE: ReadonlySet<Placed> = new Set();

/**
 * The outcomes of one bookmaker's market whose lines contradict each other: both sides have lines that the other
 * side has no counterpart for. A side that is missing altogether contradicts nothing.
 */
export function mismatchedLines(
  pair: readonly [Side, Side] | undefined,
  placed: readonly Placed[],
): ReadonlySet<Placed> {
  if (pair === undefined) return NONE;
  const [one, other] = placed;
  // Nearly every market is one line with both its sides.
  if (placed.length === 2 && one?.line === other?.line && one?.side !== other?.side) return NONE;
  const linesOf = (side: Side) =>
    new Set(placed.filter((item) => item.side === side).map(({ line }) => line));
  const [first, second] = [linesOf(pair[0]), linesOf(pair[1])];
  const alone = placed.filter(({ side, line }) => !(side === pair[0] ? second : first).has(line));
  const bothSides = new Set(alone.map(({ side }) => side)).size === 2;
  return bothSides ? new Set(alone) : NONE;
}
