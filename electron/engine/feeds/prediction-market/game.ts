import type {
  Market,
  MarketStatus,
  MarketType,
  Side,
  SportingEvent,
} from '../../../../shared/domain/catalogue.ts';
import type { ContractFee } from '../../../../shared/domain/prediction-fees.ts';
import type { EpochMs, EventId, MarketId, SelectionId, SourceId } from '../../../../shared/domain/units.ts';

/** A game between two sides that contracts are traded on. */
export type Game = Pick<SportingEvent, 'id' | 'sport' | 'competition' | 'home' | 'away' | 'startsAt'>;

/** Which selection a contract is: of a market on its game. */
export type ContractRole = {
  readonly type: 'moneyline' | 'match-odds' | 'totals' | 'asian-handicap';
  /** From the home side's view; `null` where the type has none. */
  readonly line: number | null;
  /** The selection that wins when the contract pays. */
  readonly yes: Side;
  /** The selection that wins when it does not, where it has no contract of its own. */
  readonly no: Side | null;
};

export type Contract = {
  /** As the exchange names it: a ticker, a token. */
  readonly id: string;
  readonly role: ContractRole;
  readonly fee: ContractFee;
  readonly status: MarketStatus;
};

const SIDES: Readonly<Record<ContractRole['type'], readonly Side[]>> = {
  moneyline: ['home', 'away'],
  'match-odds': ['home', 'draw', 'away'],
  totals: ['over', 'under'],
  'asian-handicap': ['home', 'away'],
};

export const marketIdOf = (event: EventId, type: MarketType, line: number | null): MarketId =>
  `${event}:${type}${line === null ? '' : `:${line}`}` as MarketId;

export const selectionIdOf = (market: MarketId, side: Side): SelectionId =>
  `${market}:${side}` as SelectionId;

/** The market of `role` on `game`, with all its selections. */
export function marketOf(game: Game, { type, line }: ContractRole, status: MarketStatus): Market {
  const id = marketIdOf(game.id, type, line);
  const names: Readonly<Partial<Record<Side, string>>> = {
    home: game.home,
    away: game.away,
    draw: 'Draw',
    over: 'Over',
    under: 'Under',
  };
  return {
    id,
    eventId: game.id,
    type,
    period: 'match',
    line,
    status,
    selections: SIDES[type].map((side) => ({
      id: selectionIdOf(id, side),
      marketId: id,
      name: names[side] ?? side,
      side,
    })),
  };
}

export const sportingEvent = (game: Game, sourceId: SourceId, at: EpochMs): SportingEvent => ({
  ...game,
  sourceId,
  status: game.startsAt <= at ? 'live' : 'scheduled',
  score: null,
});

/**
 * A line a contract can be read with: half points only, because at a whole one a contract pays nothing or half where a bet
 * is handed back. `+ 0` makes a negative zero plain.
 */
export const halfLine = (line: number): number | undefined =>
  Number.isInteger(line * 2) && !Number.isInteger(line) && Math.abs(line) < 2_000 ? line + 0 : undefined;
