import type { OrderState } from '../../../shared/domain/order.ts';
import { type Column, endKept } from '../../grid/index.ts';
import { shortBookName } from '../../stores/book-names.ts';
import { books, fairPrices } from '../../stores/market-data.ts';
import { averageText, fairText } from '../../ui/fair-text.ts';
import { formatDayAndTime, formatEv, formatMoney, formatProfit } from '../../ui/figures.ts';
import { priceText } from '../../ui/price-text.ts';
import type { BetRow } from './bet-rows.ts';
import { type BetsTab, type BetView, closingValueOf, currentEv } from './bet-view.ts';
import { correctionText, RESULTS } from './correction-text.ts';

const STATES: Readonly<Record<OrderState, string>> = {
  draft: 'Draft',
  armed: 'Armed',
  intent: 'Sending',
  sent: 'Sent',
  accepted: 'Unmatched',
  'part-matched': 'Part matched',
  matched: 'Matched',
  rejected: 'Rejected',
  cancelled: 'Cancelled',
  lapsed: 'Lapsed',
  unresolved: 'UNRESOLVED',
};

export const betSearchText = ({ value: { order } }: BetRow): string =>
  `${order.reason.eventName} ${order.reason.marketName} ${order.reason.selectionName} ${order.reason.bookName} ${STATES[order.state]}`;

/** `corrected`: some settled bet was settled otherwise before. */
export function betColumns(tab: BetsTab, corrected: boolean): readonly Column<BetRow>[] {
  switch (tab) {
    case 'open':
      return [stateColumn, ...placeColumns, ...moneyColumns, ...valueColumns, ...nowColumns, clvColumn];
    case 'settled':
      // What they came to stands first: it stays in sight in a narrow pane and beside the reason.
      return [
        resultColumn,
        profitColumn,
        clvColumn,
        ...placeColumns,
        ...moneyColumns,
        ...(corrected ? [correctedColumn] : []),
        ...valueColumns,
        commissionColumn,
      ];
    case 'unmatched':
      return [stateColumn, outcomeColumn, ...placeColumns, ...moneyColumns, ...valueColumns];
  }
}

/** Short where the book is known; as recorded where it is not any more. */
const bookOf = ({ value: { order } }: BetRow): string =>
  books.get(order.bookId) === undefined ? order.reason.bookName : shortBookName(order.bookId);
const view = ({ value }: BetRow): BetView => value;
const fairNow = (row: BetRow) => fairPrices.get(row.value.order.selectionId);
const commissionOf = (row: BetRow): number => books.get(row.value.order.bookId)?.commission ?? 0;
const signed = (amount: (row: BetRow) => number | null) => ({
  gain: (row: BetRow) => (amount(row) ?? 0) > 0,
  loss: (row: BetRow) => (amount(row) ?? 0) < 0,
});

const stateColumn: Column<BetRow> = {
  id: 'state',
  header: 'State',
  kind: 'text',
  width: 100,
  pinned: true,
  value: ({ value: { order } }) => STATES[order.state],
  classes: {
    'is-unresolved': ({ value: { order } }) => order.state === 'unresolved',
    'is-waiting': ({ value: { order } }) =>
      ['intent', 'sent', 'accepted', 'part-matched'].includes(order.state),
    'is-refused': ({ value: { order } }) => order.state === 'rejected',
  },
};

const outcomeColumn: Column<BetRow> = {
  id: 'outcome',
  header: 'Why',
  hint: "The venue's or the engine's reason",
  kind: 'text',
  width: 220,
  grow: 1,
  value: ({ value: { order } }) => order.outcome?.message ?? '',
};

const resultColumn: Column<BetRow> = {
  id: 'result',
  header: 'Result',
  kind: 'text',
  width: 74,
  pinned: true,
  value: ({ value: { bet } }) => (bet?.result == null ? '' : RESULTS[bet.result]),
  classes: {
    gain: ({ value: { bet } }) => bet?.result === 'won' || bet?.result === 'half-won',
    loss: ({ value: { bet } }) => bet?.result === 'lost' || bet?.result === 'half-lost',
  },
};

const placeColumns: readonly Column<BetRow>[] = [
  {
    id: 'placed',
    header: 'Placed',
    kind: 'text',
    width: 124,
    value: ({ value: { order } }) => order.createdAt,
    text: ({ value: { order } }) => formatDayAndTime(order.createdAt),
    csv: ({ value: { order } }) => new Date(order.createdAt).toISOString(),
    className: 'is-quiet',
  },
  {
    id: 'event',
    header: 'Event',
    kind: 'text',
    width: 170,
    grow: 1,
    most: 300,
    value: (row) => view(row).order.reason.eventName,
  },
  {
    id: 'market',
    header: 'Market',
    kind: 'text',
    width: 122,
    grow: 2,
    most: 200,
    value: (row) => view(row).order.reason.marketName,
    sides: (row) => endKept(view(row).order.reason.marketName),
  },
  {
    id: 'selection',
    header: 'Selection',
    kind: 'text',
    width: 116,
    grow: 2,
    most: 220,
    className: 'is-strong',
    value: (row) => view(row).order.reason.selectionName,
    sides: (row) => endKept(view(row).order.reason.selectionName),
  },
  { id: 'book', header: 'Book', kind: 'text', width: 90, value: bookOf },
  {
    id: 'side',
    header: 'Side',
    kind: 'text',
    width: 46,
    value: (row) => (view(row).order.side === 'back' ? 'Back' : 'Lay'),
    classes: {
      'is-back-text': (row) => view(row).order.side === 'back',
      'is-lay-text': (row) => view(row).order.side === 'lay',
    },
  },
];

const moneyColumns: readonly Column<BetRow>[] = [
  {
    id: 'stake',
    header: 'Stake',
    kind: 'figure',
    width: 76,
    value: (row) => view(row).order.stake,
    text: ({ value: { order } }) => formatMoney(order.stake, order.currency),
  },
  {
    id: 'matched',
    header: 'Matched',
    kind: 'figure',
    width: 76,
    value: (row) => view(row).order.matched,
    text: ({ value: { order } }) => formatMoney(order.matched, order.currency),
    classes: { 'is-short': ({ value: { order } }) => order.matched < order.stake },
  },
  {
    id: 'asked',
    header: 'Asked',
    hint: 'The price of the order',
    kind: 'figure',
    width: 62,
    className: 'is-quiet',
    value: (row) => view(row).order.price,
    text: ({ value: { order } }) => priceText(order.price),
    csv: ({ value: { order } }) => order.price / 10_000,
  },
  {
    id: 'price',
    header: 'Average',
    hint: 'Stake-weighted price over the fills',
    kind: 'figure',
    width: 66,
    className: 'is-strong',
    value: (row) => view(row).order.averagePrice,
    text: ({ value: { order } }) => (order.averagePrice === null ? '' : averageText(order.averagePrice)),
    csv: ({ value: { order } }) => (order.averagePrice === null ? null : order.averagePrice / 10_000),
  },
];

const valueColumns: readonly Column<BetRow>[] = [
  {
    id: 'fair-then',
    header: 'Fair then',
    hint: 'Fair price when the order was armed',
    kind: 'figure',
    width: 66,
    className: 'is-fair',
    value: (row) => view(row).order.reason.fair,
    text: ({ value: { order } }) => fairText(order.reason.fair),
    csv: ({ value: { order } }) => (order.reason.fair === null ? null : 1 / order.reason.fair),
  },
  {
    id: 'ev-then',
    header: 'EV then',
    hint: 'EV of the position against the fair line when the order was armed, after commission',
    kind: 'figure',
    width: 66,
    value: evThen,
    text: (row) => {
      const ev = evThen(row);
      return ev === null ? '' : formatEv(ev);
    },
    csv: evThen,
    classes: signed(evThen),
  },
];

/** At the price it came to, as `evNow`: what moved between both is the line. */
function evThen(row: BetRow): number | null {
  return currentEv(view(row), view(row).order.reason.fair ?? undefined, commissionOf(row));
}
const evNow = (row: BetRow): number | null =>
  currentEv(view(row), fairNow(row)?.probability, commissionOf(row));

const nowColumns: readonly Column<BetRow>[] = [
  {
    id: 'fair-now',
    header: 'Fair now',
    kind: 'figure',
    width: 66,
    className: 'is-fair',
    value: (row) => fairNow(row)?.probability ?? null,
    text: (row) => fairText(fairNow(row)?.probability),
  },
  {
    id: 'ev-now',
    header: 'EV now',
    hint: 'EV of the position against the fair line now, after commission',
    kind: 'figure',
    width: 66,
    value: evNow,
    text: (row) => {
      const ev = evNow(row);
      return ev === null ? '' : formatEv(ev);
    },
    csv: evNow,
    classes: signed(evNow),
  },
];

const profitColumn: Column<BetRow> = {
  id: 'profit',
  header: 'P&L',
  hint: 'Profit or loss after commission',
  kind: 'figure',
  width: 82,
  className: 'is-strong',
  value: ({ value: { bet } }) => bet?.profit ?? null,
  text: ({ value: { bet, order } }) => (bet?.profit == null ? '' : formatProfit(bet.profit, order.currency)),
  classes: signed(({ value: { bet } }) => bet?.profit ?? null),
};

const commissionColumn: Column<BetRow> = {
  id: 'commission',
  header: 'Commission',
  kind: 'figure',
  width: 82,
  className: 'is-quiet',
  value: ({ value: { bet } }) => bet?.commission ?? null,
  text: ({ value: { bet, order } }) =>
    bet?.commission == null ? '' : formatMoney(bet.commission, order.currency),
};

const correctedColumn: Column<BetRow> = {
  id: 'corrected',
  header: 'Was',
  hint: 'What a corrected bet had been settled as before; W tells when',
  kind: 'text',
  width: 168,
  className: 'is-corrected',
  value: ({ value: { bet } }) => bet?.corrected?.at ?? null,
  text: ({ value: { bet, order } }) => (bet?.corrected ? correctionText(bet.corrected, order.currency) : ''),
};

const clvColumn: Column<BetRow> = {
  id: 'clv',
  header: 'CLV',
  hint: 'What the price was worth against the close, net of commission; “no close” when none was seen: Why (W) says the reason',
  kind: 'figure',
  width: 70,
  value: (row) => closingValueOf(view(row)),
  text: (row) => {
    const value = closingValueOf(view(row));
    if (value !== null) return formatEv(value);
    return row.value.bet?.status === 'settled' ? 'no close' : '';
  },
  csv: (row) => closingValueOf(view(row)),
  classes: {
    ...signed((row) => closingValueOf(view(row))),
    'is-quiet': (row) => closingValueOf(view(row)) === null,
  },
};
