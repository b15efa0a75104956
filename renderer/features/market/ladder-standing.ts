import type { BookStandingItem } from '../../../shared/contract/price-truth.ts';
import type { Market } from '../../../shared/domain/catalogue.ts';
import type { AgeStep } from '../../grid/index.ts';
import { DOUBTS, type PriceDoubt } from '../../stores/price-doubt.ts';
import { formatAge } from '../../ui/figures.ts';

/** How far a ladder can be relied on now, in a class and in words. */
export type LadderStanding = {
  readonly state: 'open' | 'stale' | 'empty' | PriceDoubt;
  /** Empty while it is open. */
  readonly text: string;
};

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** Why a book's prices on a market are held: the word, and the reason its source gave. */
export function doubtText(doubt: PriceDoubt, standing: BookStandingItem | undefined): string {
  const word = DOUBTS[doubt];
  const reason = doubt === 'suspect' ? '' : (standing?.reason.trim() ?? '');
  if (reason === '') return `${capital(word)}.`;
  const text = reason.toLowerCase().startsWith(word) ? capital(reason) : `${capital(word)}: ${reason}`;
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

/** The gravest first: a suspended market says more than old prices, and old prices more than none. */
export function ladderStanding(now: {
  readonly market: Market['status'];
  readonly doubt: PriceDoubt | null;
  readonly standing: BookStandingItem | undefined;
  readonly step: AgeStep;
  /** Since the prices were received or confirmed. */
  readonly ageMs: number | null;
  readonly offers: number;
}): LadderStanding {
  if (now.market !== 'open' && now.doubt !== 'suspended')
    return { state: 'suspended', text: `The market is ${now.market}.` };
  if (now.doubt !== null) return { state: now.doubt, text: doubtText(now.doubt, now.standing) };
  if (now.offers === 0) return { state: 'empty', text: 'Nothing is offered at the moment.' };
  if (now.step === 'stale')
    return { state: 'stale', text: `Stale: last heard ${formatAge(now.ageMs ?? 0)} ago. It takes no order.` };
  return { state: 'open', text: '' };
}
