import type { Market, MarketType, Side } from '../../../../shared/domain/catalogue.ts';
import type { BackLay } from '../../../../shared/domain/quote.ts';
import type { WireEvent, WireOutcome } from './protocol.ts';
import type { QuarantineReason } from './quarantine.ts';

/** Which selection of which market of its event an outcome is. */
export type Placed = {
  readonly type: MarketType;
  readonly period: Market['period'];
  /** From the home side's view; `null` where the type has none. */
  readonly line: number | null;
  readonly side: Side;
};

/** What a market of a bookmaker is read with. */
export type MarketContext = {
  readonly event: WireEvent;
  /** A draw is priced in this market, or the sport always has one. */
  readonly threeWay: boolean;
};

type MarketShape = {
  readonly backLay: BackLay;
  readonly period: Market['period'];
  /** The two sides whose lines have to agree; `undefined` where there are no lines, or a book lists them as it likes. */
  readonly pair?: readonly [Side, Side];
  readonly place: (outcome: WireOutcome, context: MarketContext) => Omit<Placed, 'period'> | Refusal;
};
type Refusal = { readonly reason: QuarantineReason };

export const DRAW = 'Draw';
/** Longer than any real line: cricket totals reach a few hundred. */
const MAXIMUM_LINE = 2_000;
const UNKNOWN: Refusal = { reason: 'unknown-outcome' };

function winnerSide(outcome: WireOutcome, { event }: MarketContext): 'home' | 'draw' | 'away' | undefined {
  if (outcome.name === event.home_team) return 'home';
  if (outcome.name === event.away_team) return 'away';
  return outcome.name === DRAW ? 'draw' : undefined;
}

const placeWinner: MarketShape['place'] = (outcome, context) => {
  const side = winnerSide(outcome, context);
  if (side === undefined) return UNKNOWN;
  return { type: context.threeWay ? 'match-odds' : 'moneyline', line: null, side };
};

/** Lines settle in quarters: anything else is a slip of the feed. `+ 0` makes a negative zero plain. */
const quarterLine = (point: number): number | undefined =>
  Number.isInteger(point * 4) && Math.abs(point) <= MAXIMUM_LINE ? point + 0 : undefined;

const placeSpread: MarketShape['place'] = (outcome, context) => {
  const side = winnerSide(outcome, context);
  if (side !== 'home' && side !== 'away') return UNKNOWN;
  if (outcome.point === undefined || outcome.point === null) return { reason: 'missing-point' };
  const line = quarterLine(side === 'home' ? outcome.point : -outcome.point);
  return line === undefined ? { reason: 'invalid-line' } : { type: 'asian-handicap', line, side };
};

const named = (sides: Readonly<Record<string, Side>>, name: string): Side | undefined =>
  Object.hasOwn(sides, name) ? sides[name] : undefined;

const placeTotal: MarketShape['place'] = (outcome) => {
  const side = named({ Over: 'over', Under: 'under' }, outcome.name);
  if (side === undefined) return UNKNOWN;
  if (outcome.point === undefined || outcome.point === null) return { reason: 'missing-point' };
  const line = quarterLine(outcome.point);
  return line === undefined || line < 0 ? { reason: 'invalid-line' } : { type: 'totals', line, side };
};

const placeBothScore: MarketShape['place'] = (outcome) => {
  const side = named({ Yes: 'yes', No: 'no' }, outcome.name);
  return side === undefined ? UNKNOWN : { type: 'both-teams-to-score', line: null, side };
};

const placeDrawNoBet: MarketShape['place'] = (outcome, context) => {
  const side = winnerSide(outcome, context);
  return side === 'home' || side === 'away' ? { type: 'draw-no-bet', line: null, side } : UNKNOWN;
};

/** Between the two results a double chance names; books write them in either order. */
const JOINTS: readonly string[] = [' or ', '/', ' / ', ' & ', ' and '];

/** The double chance that `name` stands for: `Home or Draw`, `Draw/Away`, `1X`. */
export function doubleChanceSide(
  name: string,
  { home_team: home, away_team: away }: WireEvent,
): Side | undefined {
  const pairs: readonly (readonly [Side, string, string])[] = [
    ['1X', home, DRAW],
    ['12', home, away],
    ['X2', DRAW, away],
  ];
  return pairs.find(
    ([side, one, other]) =>
      name === side ||
      JOINTS.some((joint) => name === `${one}${joint}${other}` || name === `${other}${joint}${one}`),
  )?.[0];
}

const placeDoubleChance: MarketShape['place'] = (outcome, { event }) => {
  const side = doubleChanceSide(outcome.name, event);
  return side === undefined ? UNKNOWN : { type: 'double-chance', line: null, side };
};

type Entry = MarketShape & { readonly key: string; readonly asked: 'featured' | 'additional' };
const featured = (key: string, shape: Omit<MarketShape, 'period'>): Entry => ({
  ...shape,
  period: 'match',
  key,
  asked: 'featured',
});
const additional = (
  key: string,
  place: MarketShape['place'],
  period: Market['period'] = 'match',
  pair?: readonly [Side, Side],
): Entry => ({
  key,
  backLay: 'back',
  period,
  place,
  asked: 'additional',
  ...(pair === undefined ? {} : { pair }),
});

/**
 * The markets that are read. `h2h_3_way` is not among them: in ice hockey it is of regular time, which the final score
 * does not settle. A half has no overtime.
 */
const MARKETS: readonly Entry[] = [
  featured('h2h', { backLay: 'back', place: placeWinner }),
  featured('h2h_lay', { backLay: 'lay', place: placeWinner }),
  featured('spreads', { backLay: 'back', pair: ['home', 'away'], place: placeSpread }),
  featured('totals', { backLay: 'back', pair: ['over', 'under'], place: placeTotal }),
  additional('btts', placeBothScore),
  additional('draw_no_bet', placeDrawNoBet),
  additional('double_chance', placeDoubleChance),
  additional('alternate_spreads', placeSpread),
  additional('alternate_totals', placeTotal),
  additional('h2h_h1', placeWinner, 'first-half'),
  additional('h2h_3_way_h1', placeWinner, 'first-half'),
  additional('spreads_h1', placeSpread, 'first-half', ['home', 'away']),
  additional('totals_h1', placeTotal, 'first-half', ['over', 'under']),
  additional('alternate_spreads_h1', placeSpread, 'first-half'),
  additional('alternate_totals_h1', placeTotal, 'first-half'),
];

/** By market key. A market not here is quarantined as unsupported. */
export const MARKET_SHAPES: ReadonlyMap<string, MarketShape> = new Map(
  MARKETS.map((entry) => [entry.key, entry]),
);
const keysAsked = (asked: Entry['asked']) =>
  MARKETS.filter((entry) => entry.asked === asked).map(({ key }) => key);
/** Of /odds. */
export const FEATURED_MARKETS: readonly string[] = keysAsked('featured');
/** Of /events/{id}/odds. */
export const ADDITIONAL_MARKETS: readonly string[] = keysAsked('additional');

/** Markets that make sense where a draw is a result. */
const DRAW_SPORTS_ONLY: readonly string[] = ['btts', 'draw_no_bet', 'double_chance'];

/** Those of `keys` that are offered in the sport at all: asking for others is refused as a whole. */
export const offeredIn = (sportKey: string, keys: readonly string[]): readonly string[] =>
  alwaysThreeWay(sportKey)
    ? keys.filter((key) => key !== 'h2h_3_way_h1')
    : keys.filter((key) => !DRAW_SPORTS_ONLY.includes(key));

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
  'both-teams-to-score': ['yes', 'no'],
  'double-chance': ['1X', '12', 'X2'],
  'draw-no-bet': ['home', 'away'],
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
