import type {
  AuditLine,
  BookResult,
  Journal,
  LedgerTransaction,
  Settlement,
} from '../../electron/engine/ports/journal.ts';
import type { Bet, BetTerms, ClosingValue } from '../../shared/domain/bet.ts';
import type { LedgerAccount, LedgerEntry } from '../../shared/domain/ledger.ts';
import type { Fill, Order } from '../../shared/domain/order.ts';
import type { ResultRevision } from '../../shared/domain/result.ts';
import { type MinorUnits, ODDS_SCALE, type OrderId } from '../../shared/domain/units.ts';

const FINISHED = new Set(['matched', 'rejected', 'cancelled', 'lapsed']);

type Contents = {
  orders: Map<OrderId, Order>;
  fills: Map<string, Fill>;
  closings: Map<OrderId, readonly ClosingValue[]>;
  settlements: Map<OrderId, readonly Settlement[]>;
  terms: Map<OrderId, BetTerms>;
  results: Map<string, readonly ResultRevision[]>;
  bookResults: Map<string, BookResult>;
  transactions: Map<string, LedgerTransaction>;
  entries: LedgerEntry[];
  audits: AuditLine[];
  settings: Map<string, unknown>;
};

const copyOf = (contents: Contents): Contents => ({
  orders: new Map(contents.orders),
  fills: new Map(contents.fills),
  closings: new Map(contents.closings),
  settlements: new Map(contents.settlements),
  terms: new Map(contents.terms),
  results: new Map(contents.results),
  bookResults: new Map(contents.bookResults),
  transactions: new Map(contents.transactions),
  entries: [...contents.entries],
  audits: [...contents.audits],
  settings: new Map(contents.settings),
});

export type MemoryJournal = Journal & {
  /** Every revision of every order, as saved. */
  readonly revisions: readonly Order[];
  /** Makes every write fail, as a full disk would, until called with `undefined`. */
  failWith(error: Error | undefined): void;
  /** Called before every single write; what it throws fails that write, and with it its transaction. */
  beforeWrite(check: (() => void) | undefined): void;
  /** What is written by now says as little of commission as the first version's records: no rates, no terms. */
  forgetRates(): void;
};

/** The journal's port kept in memory: the same refusals, the same idempotence, transactions that roll back. */
export function createMemoryJournal(): MemoryJournal {
  let contents: Contents = {
    orders: new Map(),
    fills: new Map(),
    closings: new Map(),
    settlements: new Map(),
    terms: new Map(),
    results: new Map(),
    bookResults: new Map(),
    transactions: new Map(),
    entries: [],
    audits: [],
    settings: new Map(),
  };
  const revisions: Order[] = [];
  let inTransaction = false;
  let failure: Error | undefined;
  let check: (() => void) | undefined;
  const write = <T>(work: () => T): T => {
    if (failure) throw failure;
    check?.();
    return work();
  };
  const fillsOf = (orderId: OrderId) =>
    [...contents.fills.values()].filter((fill) => fill.orderId === orderId);
  const all = (accept: (order: Order) => boolean) => [...contents.orders.values()].filter(accept);

  const bet = (orderId: OrderId): Bet | undefined => {
    const order = contents.orders.get(orderId);
    const settlements = contents.settlements.get(orderId) ?? [];
    const [before, last] = [settlements.at(-2), settlements.at(-1)];
    if (!order || (order.matched === 0 && !last)) return undefined;
    const settlement = last?.result === null ? undefined : last;
    const since = settlements.findLastIndex(({ result }) => result === null) + 1;
    const laid = fillsOf(orderId).reduce((sum, fill) => sum + fill.stake * (fill.price - ODDS_SCALE), 0);
    return {
      orderId,
      order,
      liability: (order.side === 'back' ? order.matched : Math.ceil(laid / ODDS_SCALE)) as MinorUnits,
      status: settlement ? 'settled' : 'open',
      result: settlement?.result ?? null,
      profit: settlement?.profit ?? null,
      commission: settlement?.commission ?? null,
      settledAt: settlement ? (settlements[since]?.at ?? null) : null,
      ...(before && last
        ? {
            corrected: {
              times: settlements.length - 1,
              at: last.at,
              resultBefore: before.result,
              profitBefore: before.result === null ? null : before.profit,
            },
          }
        : {}),
      closing: contents.closings.get(orderId) ?? [],
    };
  };

  return {
    revisions,
    failWith: (error) => {
      failure = error;
    },
    beforeWrite: (given) => {
      check = given;
    },
    forgetRates() {
      contents.terms.clear();
      for (const [id, settlements] of contents.settlements)
        contents.settlements.set(
          id,
          settlements.map((settlement) => ({ ...settlement, rate: null })),
        );
    },
    transaction(work) {
      if (inTransaction) throw new Error('A journal transaction may not be started inside another.');
      if (failure) throw failure;
      const before = copyOf(contents);
      inTransaction = true;
      try {
        return work();
      } catch (error) {
        contents = before;
        throw error;
      } finally {
        inTransaction = false;
      }
    },
    saveOrder: (order) =>
      write(() => {
        const expected = (contents.orders.get(order.id)?.revision ?? 0) + 1;
        if (order.revision !== expected) throw new Error(`Revision ${order.revision}, expected ${expected}.`);
        contents.orders.set(order.id, order);
        revisions.push(order);
      }),
    order: (id) => contents.orders.get(id),
    unfinishedOrders: (mode) => all((order) => order.mode === mode && !FINISHED.has(order.state)),
    orders: ({ mode, limit, before }) =>
      all((order) => order.mode === mode && order.createdAt < (before ?? Number.MAX_SAFE_INTEGER))
        .reverse()
        .slice(0, limit),
    ordersOfEvent: (mode, eventId) => all((order) => order.mode === mode && order.eventId === eventId),
    hasOrders: (mode, eventId) => all((order) => order.mode === mode && order.eventId === eventId).length > 0,
    damagedOrders: () => [],
    saveFill: (fill) =>
      write(() => {
        if (contents.fills.has(fill.id)) return false;
        contents.fills.set(fill.id, fill);
        return true;
      }),
    fills: fillsOf,
    saveClosing: (orderId, closing) => write(() => void contents.closings.set(orderId, closing)),
    saveSettlement: (settlement) =>
      write(() => {
        const known = contents.settlements.get(settlement.orderId) ?? [];
        if (settlement.revision !== known.length + 1)
          throw new Error(`Settlement ${settlement.revision}, expected ${known.length + 1}.`);
        contents.settlements.set(settlement.orderId, [...known, settlement]);
      }),
    settlements: (orderId) => contents.settlements.get(orderId) ?? [],
    saveTerms: (orderId, terms) =>
      write(() => {
        if (!contents.terms.has(orderId)) contents.terms.set(orderId, terms);
      }),
    terms: (orderId) => contents.terms.get(orderId),
    saveResult: (mode, revision) =>
      write(() => {
        const key = `${mode}/${revision.eventId}`;
        const known = contents.results.get(key) ?? [];
        if (revision.revision !== known.length + 1)
          throw new Error(`Result ${revision.revision}, expected ${known.length + 1}.`);
        contents.results.set(key, [...known, revision]);
      }),
    results: (mode, eventId) => contents.results.get(`${mode}/${eventId}`) ?? [],
    saveBookResult: (mode, told) =>
      write(() => void contents.bookResults.set(`${mode}/${told.marketId}/${told.bookId}`, told)),
    bookResults: (mode, eventId) =>
      [...contents.bookResults]
        .filter(([key, told]) => key.startsWith(`${mode}/`) && told.eventId === eventId)
        .map(([, told]) => told),
    eventsWithBets: (mode, since) => {
      const bets = all((order) => order.mode === mode).flatMap((order) => bet(order.id) ?? []);
      const told = bets.filter(({ settledAt }) => settledAt === null || settledAt >= since);
      return [...Map.groupBy(told, ({ order }) => order.eventId)].map(([eventId, of]) => ({
        eventId,
        open: of.filter(({ status }) => status === 'open').length,
        settled: of.filter(({ status }) => status === 'settled').length,
        profit: of.reduce((sum, { profit }) => sum + (profit ?? 0), 0) as MinorUnits,
      }));
    },
    eventsWithResults: (mode, since) =>
      [...contents.results]
        .filter(([key, revisions]) => key.startsWith(`${mode}/`) && revisions.some(({ at }) => at >= since))
        .flatMap(([, revisions]) => revisions[0]?.eventId ?? []),
    bets: ({ mode, status, limit }) =>
      all((order) => order.mode === mode)
        .flatMap((order) => bet(order.id) ?? [])
        .filter((item) => item.status === status)
        .slice(0, limit),
    betsOfEvent: (mode, eventId) =>
      all((order) => order.mode === mode && order.eventId === eventId).flatMap(
        (order) => bet(order.id) ?? [],
      ),
    bet,
    post: (transaction) =>
      write(() => {
        const sum = transaction.legs.reduce((total, leg) => total + leg.amount, 0);
        if (sum !== 0 || transaction.legs.length < 2)
          throw new Error(`${transaction.id}: legs sum to ${sum}.`);
        if (contents.transactions.has(transaction.id)) return false;
        contents.transactions.set(transaction.id, transaction);
        const { id, kind, mode, currency, orderId, at } = transaction;
        for (const leg of transaction.legs) {
          const sequence = contents.entries.length + 1;
          contents.entries.push({ sequence, transactionId: id, kind, mode, currency, orderId, at, ...leg });
        }
        return true;
      }),
    ledger: ({ mode, limit, after }) => {
      const entries = contents.entries.filter((entry) => entry.mode === mode);
      return after === undefined
        ? entries.reverse().slice(0, limit)
        : entries.filter((entry) => entry.sequence > after).slice(0, limit);
    },
    balances: (mode, currency) => {
      const amount = (account: LedgerAccount) =>
        contents.entries
          .filter((entry) => entry.mode === mode && entry.currency === currency && entry.account === account)
          .reduce((sum, entry) => sum + entry.amount, 0);
      return {
        currency,
        cash: amount('cash') as MinorUnits,
        atRisk: amount('at-risk') as MinorUnits,
        profit: (0 - amount('result') - amount('commission')) as MinorUnits,
      };
    },
    audit: (line) =>
      write(() => void contents.audits.push({ ...line, sequence: contents.audits.length + 1 })),
    auditAfter: (sequence, limit) =>
      contents.audits.filter((line) => line.sequence > sequence).slice(0, limit),
    setting: (key) => contents.settings.get(key),
    saveSetting: (key, value) => write(() => void contents.settings.set(key, value)),
  };
}
