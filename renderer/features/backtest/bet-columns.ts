import { type Currency, decimalOdds, majorUnits } from '../../../shared/domain/units.ts';
import type { Column } from '../../grid/index.ts';
import { formatOdds } from '../../stores/odds-format.ts';
import { formatEv, formatMoney, formatProbability, formatProfit } from '../../ui/figures.ts';
import type { BetRow } from './bets-feed.ts';
import { bookText, outcomeText } from './strategy-text.ts';

/** Less than the last digit written: noise of floating point. */
const LEAST_SHOWN = 0.000_05;

export const betSearchText = ({ bet }: BetRow): string =>
  `${bet.day} ${bet.season} ${bet.competition} ${bet.home} ${bet.away} ${outcomeText(bet.outcome)} ${bookText(bet.book)} ${bet.profit > 0 ? 'won' : 'lost'}`;

/** A backtest's bets in the order they were placed; files hold decimal odds, fractions and major units. */
export const betColumns = (currency: Currency): readonly Column<BetRow>[] => [
  { id: 'place', header: '#', kind: 'figure', width: 58, className: 'is-quiet', value: ({ place }) => place },
  { id: 'day', header: 'Day', kind: 'text', width: 98, value: ({ bet }) => bet.day },
  {
    id: 'competition',
    header: 'Comp.',
    kind: 'text',
    width: 54,
    className: 'is-quiet',
    value: ({ bet }) => bet.competition,
  },
  {
    id: 'season',
    header: 'Season',
    kind: 'text',
    width: 68,
    hidden: true,
    value: ({ bet }) => bet.season,
  },
  {
    id: 'match',
    header: 'Match',
    kind: 'text',
    width: 210,
    grow: 1,
    className: 'is-strong',
    value: ({ bet }) => `${bet.home} v ${bet.away}`,
  },
  {
    id: 'outcome',
    header: 'Bet on',
    kind: 'text',
    width: 70,
    value: ({ bet }) => bet.outcome,
    text: ({ bet }) => outcomeText(bet.outcome),
    csv: ({ bet }) => bet.outcome,
  },
  {
    id: 'book',
    header: 'At',
    kind: 'text',
    width: 96,
    value: ({ bet }) => bet.book,
    text: ({ bet }) => bookText(bet.book),
    csv: ({ bet }) => bet.book,
  },
  {
    id: 'price',
    header: 'Price',
    kind: 'figure',
    width: 66,
    value: ({ bet }) => bet.price,
    text: ({ bet }) => formatOdds(bet.price),
    csv: ({ bet }) => decimalOdds(bet.price),
  },
  {
    id: 'fair',
    header: 'Belief',
    hint: 'The probability that the rule went by',
    kind: 'figure',
    width: 62,
    value: ({ bet }) => bet.fair,
    text: ({ bet }) => formatProbability(bet.fair),
    csv: ({ bet }) => bet.fair,
  },
  {
    id: 'ev',
    header: 'EV',
    hint: 'Expected profit per unit at that probability, after commission',
    kind: 'figure',
    width: 70,
    value: ({ bet }) => bet.ev,
    text: ({ bet }) => formatEv(Math.abs(bet.ev) < LEAST_SHOWN ? 0 : bet.ev),
    csv: ({ bet }) => bet.ev,
  },
  {
    id: 'stake',
    header: 'Stake',
    kind: 'figure',
    width: 84,
    value: ({ bet }) => bet.stake,
    text: ({ bet }) => formatMoney(bet.stake, currency),
    csv: ({ bet }) => majorUnits(bet.stake, currency),
  },
  {
    id: 'profit',
    header: 'Profit',
    kind: 'figure',
    width: 88,
    value: ({ bet }) => bet.profit,
    text: ({ bet }) => formatProfit(bet.profit, currency),
    csv: ({ bet }) => majorUnits(bet.profit, currency),
    classes: { gain: ({ bet }) => bet.profit > 0, loss: ({ bet }) => bet.profit < 0 },
  },
  {
    id: 'closing',
    header: 'Close',
    hint: 'Closing probability without margin',
    kind: 'figure',
    width: 62,
    value: ({ bet }) => bet.closingFair,
    text: ({ bet }) => (bet.closingFair === null ? '' : formatProbability(bet.closingFair)),
    csv: ({ bet }) => bet.closingFair,
  },
  {
    id: 'clv',
    header: 'CLV',
    kind: 'figure',
    width: 70,
    value: ({ bet }) => bet.clv,
    text: ({ bet }) => (bet.clv === null ? '' : formatEv(bet.clv)),
    csv: ({ bet }) => bet.clv,
    classes: { gain: ({ bet }) => (bet.clv ?? 0) > 0, loss: ({ bet }) => (bet.clv ?? 0) < 0 },
  },
];
