import type { BetEnd } from '../../../shared/contract/orders.ts';
import type { EpochMs } from '../../../shared/domain/units.ts';
import { formatOdds } from '../../stores/odds-format.ts';
import { fairText } from '../../ui/fair-text.ts';
import {
  formatAge,
  formatDayAndTime,
  formatEv,
  formatMoney,
  formatProbability,
  formatProfit,
} from '../../ui/figures.ts';
import { type BetView, closingValueOf } from './bet-view.ts';
import { correctionText, RESULTS } from './correction-text.ts';

export type Fact = { readonly name: string; readonly value: string; readonly tone?: 'gain' | 'loss' };

const fairOdds = (probability: number | null): string => fairText(probability) || 'unknown';
const between = (from: EpochMs | null, to: EpochMs): string =>
  from === null ? 'unknown' : formatAge(to - from);
const toneOf = (amount: number): Pick<Fact, 'tone'> =>
  amount === 0 ? {} : { tone: amount > 0 ? 'gain' : 'loss' };

const EVENT_ENDS = {
  scheduled: 'to come',
  live: 'in play',
  ended: 'ended',
  postponed: 'postponed',
  abandoned: 'abandoned',
} as const;

/** How its event ended and its price closed, as the engine knows; nothing while that is being read. */
export function endFacts(view: BetView, end: BetEnd | null): readonly Fact[] {
  if (view.bet === null || end === null) return [];
  const { event, close } = end;
  const { reason } = view.order;
  const score = event?.score == null ? '' : ` ${event.score.home}-${event.score.away}`;
  return [
    ...(event === null ? [] : [{ name: 'Match', value: `${EVENT_ENDS[event.status]}${score}` }]),
    ...(close === null
      ? []
      : [
          {
            name: 'Closing price',
            value: close.price === null ? `none of ${reason.bookName}` : formatOdds(close.price),
          },
          { name: 'Fair at the close', value: fairOdds(close.fair) },
        ]),
  ];
}

/** What it came to, as far as that is known: profit and closing line value; `end` as in `endFacts`. */
export function outcomeFacts(view: BetView, end: BetEnd | null = null): readonly Fact[] {
  const { bet, order } = view;
  if (bet === null) return [];
  const clv = closingValueOf(view);
  const settled = bet.status === 'settled';
  const { corrected } = bet;
  const correction: readonly Fact[] = corrected
    ? [
        {
          name: corrected.times === 1 ? 'Corrected' : `Corrected ${corrected.times} times, last`,
          value: `${formatDayAndTime(corrected.at)}, ${correctionText(corrected, order.currency).replace('corrected: ', 'was ')}`,
        },
      ]
    : [];
  return [
    ...(bet.result === null || bet.result === undefined
      ? []
      : [{ name: 'Result', value: RESULTS[bet.result] }]),
    bet.profit === null
      ? { name: 'P&L', value: 'open' }
      : { name: 'P&L', value: formatProfit(bet.profit, order.currency), ...toneOf(bet.profit) },
    clv === null
      ? {
          name: 'CLV',
          value: settled || (end !== null && end.noClose !== null) ? 'no close' : 'before the close',
        }
      : { name: 'CLV', value: formatEv(clv), ...toneOf(clv) },
    ...correction,
  ];
}

/** What the fair price was of: the learned line, a model with its version, or the mean by a margin-removal method. */
function fairBy({ fairSource, method, model }: BetView['order']['reason']): string {
  if (fairSource === 'overround-line') return 'Overround line';
  if (fairSource === 'model') return model ?? 'champion model';
  return method === null ? 'unknown' : `mean of the books, ${method.replaceAll('_', ' ')}`;
}

/** What was known when the order was armed. Never changed afterwards. */
export function reasonFacts({ order }: BetView): readonly Fact[] {
  const { reason, currency } = order;
  const side = order.side === 'back' ? 'Back' : 'Lay';
  return [
    { name: 'Order', value: `${side} ${formatMoney(order.stake, currency)} at ${formatOdds(order.price)}` },
    {
      name: 'Fair price',
      value: `${fairOdds(reason.fair)}${reason.fair === null ? '' : ` (${formatProbability(reason.fair)})`}`,
    },
    { name: 'Fair range', value: `${fairOdds(reason.fairHigh)} to ${fairOdds(reason.fairLow)}` },
    { name: 'Fair price by', value: fairBy(reason) },
    { name: 'EV', value: reason.ev === null ? 'unknown' : formatEv(reason.ev) },
    { name: 'Quote', value: reason.quotePrice === null ? 'none' : formatOdds(reason.quotePrice) },
    { name: 'Quote age at source, when armed', value: between(reason.quoteSourceTime, order.createdAt) },
    { name: 'Quote age here, when armed', value: between(reason.quoteReceivedAt, order.createdAt) },
    { name: 'Kelly fraction', value: String(reason.kellyFraction) },
    { name: 'Bankroll', value: formatMoney(reason.bankroll, currency) },
    { name: 'Armed', value: formatDayAndTime(order.createdAt) },
    { name: 'Mode', value: order.mode },
    { name: 'Venue reference', value: order.venueRef ?? 'none' },
    { name: 'Order id', value: order.id },
  ];
}
