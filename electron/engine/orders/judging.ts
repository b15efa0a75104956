import type { Order } from '../../../shared/domain/order.ts';
import type { Result } from '../../../shared/domain/result.ts';
import type { SettlementOutcome } from '../../../shared/domain/settlement.ts';
import { OUTCOMES, settle } from '../../../shared/domain/settlement.ts';
import type { BookResult } from '../ports/journal.ts';
import type { DecidingTerms } from './bet-terms.ts';

export type Judged =
  | { readonly ok: true; readonly outcome: SettlementOutcome }
  /**
   * `terms`: what the bet is on is not known, which says nothing against how it was settled. `book`: its book has taken
   * back how it settled the market, which it will settle again: no other's word is as good but the user's.
   */
  | { readonly ok: false; readonly lacks: 'result' | 'terms' | 'book'; readonly why: string };

/** One book's own market. */
export const bookMarket = ({ marketId, bookId }: Pick<BookResult, 'marketId' | 'bookId'>): string =>
  `${marketId}/${bookId}`;

const TAKEN_BACK: Judged = {
  ok: false,
  lacks: 'book',
  why: 'its book took back how it settled the market: it waits until the book settles it again, or you enter the result',
};

/** What its book says of a bet; `undefined` where it has not said anything. */
export function judgeByBook(told: readonly BookResult[], order: Order): Judged | undefined {
  const outcomes = told.find((result) => bookMarket(result) === bookMarket(order))?.outcomes;
  if (outcomes?.length === 0) return TAKEN_BACK;
  const outcome = outcomes?.find(({ selectionId }) => selectionId === order.selectionId)?.outcome;
  return outcome && { ok: true, outcome: OUTCOMES[outcome] };
}

const unknown = (why: string, lacks: 'result' | 'terms' = 'result'): Judged => ({ ok: false, lacks, why });
const VOID: Judged = { ok: true, outcome: OUTCOMES.void };

/**
 * What a result makes of a bet. A postponed event returns every stake; an abandoned one too, but for first-half bets
 * whose half was played. Whatever is not known is not guessed.
 */
export function judge(terms: DecidingTerms | undefined, result: Result | undefined): Judged {
  if (!result || result.status === 'withdrawn') return unknown('no result is known');
  if (result.status === 'postponed') return VOID;
  if (result.status === 'abandoned' && (terms?.period !== 'first-half' || !result.halfTime)) return VOID;
  if (!terms) return unknown('its market is not listed any more and its record does not say enough');
  const score = terms.period === 'first-half' ? result.halfTime : result.score;
  if (!score)
    return unknown(`the ${terms.period === 'first-half' ? 'half-time' : 'final'} score is not known`);
  const settled = settle(terms.type, terms.side, terms.line, score);
  return settled.ok ? settled : unknown(settled.message, 'terms');
}
