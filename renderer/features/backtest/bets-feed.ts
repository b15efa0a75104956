import type { BacktestBet } from '../../../shared/contract/runs.ts';
import { createRowSignal, type RowSource } from '../../grid/index.ts';
import { failureMessage } from '../../stores/toasts.ts';

/** A bet with its place among all of its backtest's, from 1. */
export type BetRow = { readonly id: string; readonly place: number; readonly bet: BacktestBet };

export type FeedState = {
  readonly loaded: number;
  readonly total: number;
  readonly reading: boolean;
  /** Why the rest could not be read; `null` while all is well. */
  readonly problem: string | null;
};

export type BetsFeed = {
  readonly source: RowSource<BetRow>;
  readonly state: () => FeedState;
  readonly subscribe: (changed: () => void) => () => void;
  /** Reads what is missing; nothing while it reads already or has all. */
  readonly read: () => void;
};

/** As many as the engine answers with at once. */
const PAGE = 5000;

/** Asks the engine for bets `offset` to `offset + limit` of the backtest. */
type AskBets = (offset: number, limit: number) => Promise<readonly BacktestBet[]>;

/**
 * A finished backtest's bets, read page by page into rows that never change. The grid is told at the first page, each time
 * the rows have doubled, and at the end: so that many pages cost little more than one.
 */
export function createBetsFeed(total: number, ask: AskBets, page = PAGE): BetsFeed {
  const rows: BetRow[] = [];
  const signal = createRowSignal();
  const listeners = new Set<() => void>();
  let state: FeedState = { loaded: 0, total, reading: false, problem: null };
  let told = 0;
  const set = (change: Partial<FeedState>) => {
    state = { ...state, ...change };
    for (const listener of listeners) listener();
  };
  const tell = () => {
    if (told === rows.length) return;
    told = rows.length;
    signal.reshaped();
  };

  async function readAll(): Promise<void> {
    while (rows.length < total) {
      const bets = await ask(rows.length, Math.min(page, total - rows.length));
      if (bets.length === 0) throw new Error(`${total - rows.length} of ${total} bets are missing.`);
      for (const bet of bets) {
        const place = rows.length + 1;
        rows.push({ id: String(place), place, bet });
      }
      if (rows.length >= 2 * told) tell();
      set({ loaded: rows.length });
    }
  }

  return {
    source: { rows: () => rows, subscribe: signal.subscribe },
    state: () => state,
    subscribe(changed) {
      listeners.add(changed);
      return () => listeners.delete(changed);
    },
    read() {
      if (state.reading || rows.length >= total) return;
      set({ reading: true, problem: null });
      readAll()
        .then(() => set({ reading: false }))
        .catch((error: unknown) => set({ reading: false, problem: failureMessage(error) }))
        .finally(tell);
    },
  };
}
