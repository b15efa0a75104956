import type { BookStanding } from '../../../../shared/domain/catalogue.ts';
import type { EpochMs, MarketId } from '../../../../shared/domain/units.ts';

/** What is known of one Betfair market's prices besides the prices. */
export type Condition = {
  status: 'INACTIVE' | 'OPEN' | 'SUSPENDED' | 'CLOSED';
  /** Betfair's own word for why it is suspended; empty without one. */
  suspendReason: string;
  /** Where the prices come from now; `none`: they don't come, for the reason of `lost`. */
  origin: 'none' | 'stream' | 'poll';
  lost: string;
  /** A change could not be read: wrong until the next image. */
  damaged: boolean;
  /** The publish time of the last change that combined several; 0 for none. */
  conflatedAt: number;
  /** Told late on purpose: by a delayed application key. */
  delayed: boolean;
};

export const newCondition = (): Condition => ({
  status: 'OPEN',
  suspendReason: '',
  origin: 'none',
  lost: 'no prices yet',
  damaged: false,
  conflatedAt: 0,
  delayed: false,
});

const SUSPENDED: Readonly<Record<Condition['status'], string>> = {
  OPEN: '',
  SUSPENDED: 'suspended by Betfair',
  INACTIVE: 'not open at Betfair yet',
  CLOSED: 'closed at Betfair',
};
const unreliable = (reason: string): BookStanding => ({ state: 'unreliable', reason });

/** Whether one market's prices can be relied on; `late`: Betfair says that its own systems are (503). Pure. */
export function standingOf(condition: Condition, late: boolean): BookStanding {
  const { status, suspendReason, origin, lost, damaged, conflatedAt, delayed } = condition;
  if (status === 'CLOSED') return { state: 'suspended', reason: SUSPENDED.CLOSED };
  if (origin === 'none') return unreliable(lost);
  if (status !== 'OPEN')
    return {
      state: 'suspended',
      reason: suspendReason === '' ? SUSPENDED[status] : `${SUSPENDED[status]}: ${suspendReason}`,
    };
  if (damaged) return unreliable('a change of its prices could not be read');
  if (delayed) return unreliable('delayed application key: up to 180 s late');
  if (origin === 'poll') return { state: 'open', reason: '' };
  if (late) return unreliable('Betfair says its prices are late (503)');
  if (conflatedAt > 0) return unreliable('changes were combined: read or published too slowly');
  return { state: 'open', reason: '' };
}

/** Tells a market's standing when it is another than before. */
export type StandingTeller = {
  tell(marketIds: Iterable<MarketId>, standing: BookStanding, at: EpochMs): void;
  forget(marketIds: Iterable<MarketId>): void;
};

export function createStandingTeller(
  say: (marketId: MarketId, standing: BookStanding, at: EpochMs) => void,
): StandingTeller {
  const told = new Map<MarketId, BookStanding>();
  return {
    tell(marketIds, standing, at) {
      for (const id of marketIds) {
        const before = told.get(id) ?? { state: 'open', reason: '' };
        if (before.state === standing.state && before.reason === standing.reason) continue;
        told.set(id, standing);
        say(id, standing, at);
      }
    },
    forget(marketIds) {
      for (const id of marketIds) told.delete(id);
    },
  };
}
