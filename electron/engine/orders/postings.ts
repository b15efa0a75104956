import type { LedgerKind } from '../../../shared/domain/ledger.ts';
import type { Mode, Order } from '../../../shared/domain/order.ts';
import type { Currency, EpochMs, MinorUnits, OrderId } from '../../../shared/domain/units.ts';
import type { LedgerLeg, LedgerTransaction } from '../ports/journal.ts';
import { reservedBy } from './liability.ts';

/**
 * Every movement of money, as double entries whose id says order and step: replaying a step posts nothing.
 *
 * | step | cash | at-risk | counterpart |
 * |---|---|---|---|
 * | deposit | + amount | | funding - |
 * | reserve (intent) | - liability at the limit | + | |
 * | release (finished) | + what the fills do not need | - | |
 * | late (fill after the end) | - its liability | + | |
 * | settlement | + held + profit before commission | - held | result - profit |
 * | commission | - commission | | commission + |
 * | correction (settled otherwise) | what settlement and commission come to now, less what they came to before | | |
 *
 * Profit to date is therefore -(result + commission), and at-risk is the sum of what open orders and bets hold.
 */
type Posted = Pick<LedgerTransaction, 'mode' | 'currency' | 'at'>;

const transaction = (
  id: string,
  kind: LedgerKind,
  posted: Posted,
  orderId: OrderId | null,
  legs: readonly LedgerLeg[],
): LedgerTransaction | undefined => {
  const moving = legs.filter((leg) => leg.amount !== 0);
  const { mode, currency, at } = posted;
  return moving.length === 0 ? undefined : { id, kind, mode, currency, orderId, at, legs: moving };
};

const leg = (account: LedgerLeg['account'], amount: number): LedgerLeg => ({
  account,
  amount: amount as MinorUnits,
});

export const depositPosting = (
  id: string,
  mode: Mode,
  currency: Currency,
  amount: MinorUnits,
  at: EpochMs,
): LedgerTransaction | undefined =>
  transaction(`deposit:${id}`, 'deposit', { mode, currency, at }, null, [
    leg('cash', amount),
    leg('funding', -amount),
  ]);

const hold = (step: string, order: Order, amount: number, at: EpochMs): LedgerTransaction | undefined =>
  transaction(`${order.id}:${step}`, amount >= 0 ? 'reserve' : 'release', { ...order, at }, order.id, [
    leg('cash', -amount),
    leg('at-risk', amount),
  ]);

export const reservePosting = (order: Order, at: EpochMs) => hold('reserve', order, reservedBy(order), at);

/** `held` is the liability of the fills when the order finished. */
export const releasePosting = (order: Order, held: MinorUnits, at: EpochMs) =>
  hold('release', order, held - reservedBy(order), at);

/** A fill told after the order had finished takes its liability again. */
export const latePosting = (order: Order, fillId: string, liability: number, at: EpochMs) =>
  hold(`late:${fillId}`, order, liability, at);

export const settlementPosting = (order: Order, held: MinorUnits, profit: number, at: EpochMs) =>
  transaction(`${order.id}:settlement`, 'settlement', { ...order, at }, order.id, [
    leg('at-risk', -held),
    leg('cash', held + profit),
    leg('result', -profit),
  ]);

export const commissionPosting = (order: Order, commission: MinorUnits, at: EpochMs) =>
  transaction(`${order.id}:commission`, 'commission', { ...order, at }, order.id, [
    leg('cash', -commission),
    leg('commission', commission),
  ]);

/** What a settlement came to; money before commission. */
export type SettledMoney = { readonly gross: MinorUnits; readonly commission: MinorUnits };

/** What a settlement put into each account; nothing while the bet is open. */
const settledLegs = (held: MinorUnits, settled: SettledMoney | null) => ({
  'at-risk': settled ? -held : 0,
  cash: settled ? held + settled.gross - settled.commission : 0,
  result: settled ? -settled.gross : 0,
  commission: settled ? settled.commission : 0,
});

/** What a correction moves on the cash balance. */
export const cashOf = (
  held: MinorUnits,
  before: SettledMoney | null,
  after: SettledMoney | null,
): MinorUnits => (settledLegs(held, after).cash - settledLegs(held, before).cash) as MinorUnits;

/** `revision` of the settlement; `null` is open. The postings before stay as they are. */
export function correctionPosting(
  order: Order,
  revision: number,
  held: MinorUnits,
  before: SettledMoney | null,
  after: SettledMoney | null,
  at: EpochMs,
) {
  const [then, now] = [settledLegs(held, before), settledLegs(held, after)];
  const accounts = ['at-risk', 'cash', 'result', 'commission'] as const;
  return transaction(
    `${order.id}:correction:${revision}`,
    'correction',
    { ...order, at },
    order.id,
    accounts.map((account) => leg(account, now[account] - then[account])),
  );
}
