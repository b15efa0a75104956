import type { ArbitrageLeg } from '../../../shared/domain/edge.ts';
import type { EpochMs } from '../../../shared/domain/units.ts';
import type { Column } from '../../grid/index.ts';
import { shortBookName } from '../../stores/book-names.ts';
import { catalogue } from '../../stores/catalogue.ts';
import { formatAge, formatEv } from '../../ui/figures.ts';
import { kickOffText } from '../../ui/kick-off.ts';
import { eventName, marketName } from '../../ui/market-name.ts';
import { priceText } from '../../ui/price-text.ts';
import type { ArbitrageRow } from './edge-rows.ts';

/** Legs beyond these are in the market, which Enter opens. */
const LEGS = [0, 1, 2] as const;

export const legColumnId = (index: number): string => `leg/${index}`;
/** The leg of a column; the first one for columns that are not a leg's. */
export const legOfColumn = (columnId: string): number => Number(/^leg\/(\d+)$/.exec(columnId)?.[1] ?? 0);

/** `Arsenal back 2.10 Ash 48.2%`: what to do, where, and with which share of the outlay. */
export function legText(leg: ArbitrageLeg): string {
  const selection = catalogue.runner(leg.selectionId)?.selection.name ?? leg.selectionId;
  const book = shortBookName(leg.bookId);
  return `${selection} ${leg.side} ${priceText(leg.price)} ${book} ${(leg.share * 100).toFixed(1)}%`;
}

const place = ({ value }: ArbitrageRow) => catalogue.market(value.marketId);

export const arbitrageColumns = (engine: () => EpochMs): readonly Column<ArbitrageRow>[] =>
  columns(engine).map((column) => ({
    ...column,
    classes: { ...column.classes, 'is-gone': ({ gone }) => gone },
  }));

const columns = (engine: () => EpochMs): readonly Column<ArbitrageRow>[] => [
  {
    id: 'roi',
    header: 'Return',
    hint: 'Guaranteed return on the outlay, after commission',
    kind: 'figure',
    width: 70,
    pinned: true,
    className: 'is-ev',
    value: ({ value }) => value.roi,
    text: ({ value }) => formatEv(value.roi),
    csv: ({ value }) => value.roi,
  },
  {
    id: 'event',
    header: 'Event',
    kind: 'text',
    width: 170,
    value: (row) => {
      const found = place(row);
      return found === undefined ? row.value.eventId : eventName(found.event);
    },
  },
  {
    id: 'market',
    header: 'Market',
    kind: 'text',
    width: 126,
    value: (row) => {
      const found = place(row);
      return found === undefined ? '' : marketName(found.market);
    },
  },
  ...LEGS.map(
    (index): Column<ArbitrageRow> => ({
      id: legColumnId(index),
      header: `Leg ${index + 1}`,
      hint: 'Selection, side, price, book and share of the outlay; Enter prepares its ticket',
      kind: 'text',
      width: 230,
      grow: 1,
      value: ({ value }) => {
        const leg = value.legs[index];
        return leg === undefined ? '' : legText(leg);
      },
    }),
  ),
  {
    id: 'age',
    header: 'Found',
    kind: 'figure',
    width: 60,
    timed: true,
    value: ({ value }) => formatAge(Math.max(0, engine() - value.at)),
    compare: (a, b) => b.value.at - a.value.at,
  },
  {
    id: 'start',
    header: 'Start',
    kind: 'figure',
    width: 76,
    timed: true,
    value: (row) => {
      const found = place(row);
      return found === undefined ? '' : kickOffText(found.event, engine());
    },
    compare: (a, b) => (place(a)?.event.startsAt ?? 0) - (place(b)?.event.startsAt ?? 0),
  },
];
