import type { Result, Telling } from '../../shared/domain/result.ts';
import type { EventId } from '../../shared/domain/units.ts';
import type { TestDesk } from './order-desk.ts';
import { money, odds } from './order-desk.ts';

export const EVENT = 'e' as EventId;

export const result = (
  score: string | Result['status'],
  halfTime: string | null = null,
): Pick<Result, 'status' | 'score' | 'halfTime'> => {
  const goals = (text: string) => {
    const [home, away] = text.split('-').map(Number);
    return { home: home ?? 0, away: away ?? 0 };
  };
  return {
    status: score.includes('-') ? 'ended' : (score as Result['status']),
    score: score.includes('-') ? goals(score) : null,
    halfTime: halfTime === null ? null : goals(halfTime),
  };
};

export const told = (
  of: Pick<Result, 'status' | 'score' | 'halfTime'>,
  changes: Partial<Telling> = {},
): Telling => ({ eventId: EVENT, origin: 'user', teller: 'user', note: '', ...of, ...changes });

/** Match odds `m`, a first-half line `h` and a quarter line `q`, priced at the exchange and at a bookmaker. */
export function showMarkets({ market }: Pick<TestDesk, 'market'>): void {
  market.addMarket('h', 'totals', ['over', 'under'], 0.5, 'first-half');
  market.addMarket('q', 'totals', ['over', 'under'], 2.25);
  for (const id of ['m/home', 'm/draw', 'm/away', 'h/over', 'h/under', 'q/over', 'q/under']) {
    market.show(id, 'bf', 'back', [3, 170_31], [2.98, 900_07]);
    market.show(id, 'bf', 'lay', [3.05, 130_13], [3.1, 900_01]);
    market.show(id, 'bm', 'back', [2.9, 900_00]);
  }
}

export type Wager = {
  readonly selection: string;
  readonly book: 'bf' | 'bm';
  readonly side: 'back' | 'lay';
  readonly stake: number;
};

export const placed = (desk: TestDesk, { selection, book, side, stake }: Wager) =>
  desk.bet({
    marketId: selection.slice(0, 1),
    selectionId: selection,
    bookId: book,
    side: book === 'bm' ? 'back' : side,
    price: odds(book === 'bm' ? 2.9 : side === 'back' ? 2.98 : 3.1),
    stake: money(stake),
  });

/** Both sides, both books, every market. */
export const SAMPLE_WAGERS: readonly Wager[] = [
  { selection: 'm/home', book: 'bf', side: 'back', stake: 10_01 },
  { selection: 'm/draw', book: 'bf', side: 'lay', stake: 7_77 },
  { selection: 'm/away', book: 'bm', side: 'back', stake: 5_00 },
  { selection: 'h/over', book: 'bf', side: 'back', stake: 3_33 },
  { selection: 'q/under', book: 'bm', side: 'back', stake: 9_99 },
];
