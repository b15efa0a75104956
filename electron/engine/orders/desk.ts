import type { Mode, Order } from '../../../shared/domain/order.ts';
import type { Settings } from '../../../shared/domain/settings.ts';
import type { Currency } from '../../../shared/domain/units.ts';
import type { Clock } from '../ports/clock.ts';
import type { Ids } from '../ports/ids.ts';
import type { Journal } from '../ports/journal.ts';
import type { Log } from '../ports/log.ts';
import type { MarketView } from '../ports/market-view.ts';
import type { Broker } from './broker.ts';
import type { Positions } from './positions.ts';
import type { Recorder } from './recorder.ts';

/** What the order service is made with. */
export type OrdersOptions = {
  readonly mode: Mode;
  readonly currency: Currency;
  readonly journal: Journal;
  readonly broker: Broker;
  readonly market: MarketView;
  /** Market time: stamps orders, fills and money; simulations run it at their own speed. */
  readonly clock: Clock;
  /** Human time: arming, rate limit, waits for the broker, audit. */
  readonly wall: Clock;
  readonly ids: Ids;
  readonly log: Log;
  readonly settings: () => Settings;
  readonly patience?: Partial<Patience>;
  /**
   * The venue answers in the market's time, which stands still when its user stops it (a replay): it is waited for
   * `standstillMs` of human time and never given up, for its answer comes as soon as that time moves on.
   */
  readonly venueStandsStill?: boolean;
  /** Nothing comes from the market any more: the file that is replayed has ended. */
  readonly marketOver?: () => boolean;
};

/** Milliseconds of human time. */
export type Patience = {
  /** A venue that has not answered by then has not answered. */
  readonly answerMs: number;
  /** An order the venue does not know is given up this long after that was first seen. */
  readonly graceMs: number;
  /** How often orders of unknown fate are asked for. */
  readonly reconcileEveryMs: number;
  /** How often orders waiting at the venue are asked for, in case news of them was lost. */
  readonly askOpenEveryMs: number;
  /** How long panic waits for the venue. */
  readonly panicMs: number;
  /** How long a venue is waited for whose time may stand still. */
  readonly standstillMs: number;
};

export const DEFAULT_PATIENCE: Patience = {
  answerMs: 20_000,
  graceMs: 10_000,
  reconcileEveryMs: 2_000,
  askOpenEveryMs: 30_000,
  panicMs: 3_000,
  standstillMs: 250,
};

/** What the parts of the order service share. */
export type Desk = Omit<OrdersOptions, 'patience'> & {
  readonly patience: Patience;
  readonly positions: Positions;
  readonly recorder: Recorder;
  /** Orders whose fate has to be asked for; reconciliation empties it. */
  readonly watched: Set<Order['id']>;
  /** Orders whose request to the venue is still running in this process. */
  readonly onTheWire: Set<Order['id']>;
};
