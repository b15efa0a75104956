import type { Arbitrage, ArbitrageLeg } from '../../../shared/domain/edge.ts';
import { isLikelyGone } from '../../../shared/domain/price-truth/arbitrage-rank.ts';
import type { EpochMs } from '../../../shared/domain/units.ts';
import { type Column, endKept } from '../../grid/index.ts';
import { shortBookName } from '../../stores/book-names.ts';
import { catalogue } from '../../stores/catalogue.ts';
import { formatAge, formatEv } from '../../ui/figures.ts';
import { kickOffText } from '../../ui/kick-off.ts';
import { eventName, marketName, selectionName } from '../../ui/market-name.ts';
import { priceText } from '../../ui/price-text.ts';
import type { ArbitrageRow } from './edge-rows.ts';
import { legColumnId } from './leg-column.ts';
import { arbitrageAge, legDoubt } from './leg-doubt.ts';

/** Legs beyond these are in the market, which Enter opens. */
const LEGS = [0, 1, 2] as const;

/** What is to be staked on a leg, in words; empty while it is not known. */
type StakeText = (arbitrage: Arbitrage, index: number) => string;

/** `Back 2.10 Arsenal`. */
function legText(leg: ArbitrageLeg): string {
  const runner = catalogue.runner(leg.selectionId);
  const selection = runner === undefined ? leg.selectionId : selectionName(runner.market, runner.selection);
  return `${leg.side === 'back' ? 'Back' : 'Lay'} ${priceText(leg.price)} ${selection}`;
}

/** `£48.20 Ash 48.2%`: the stake, where, and its share of the outlay; then what stands against taking it now. */
function legTerms({ value }: ArbitrageRow, leg: ArbitrageLeg, stake: string, now: EpochMs): string {
  const share = `${(leg.share * 100).toFixed(1)}%`;
  const terms = [stake, shortBookName(leg.bookId), share].filter((part) => part !== '').join(' ');
  const doubt = legDoubt(value, leg, now);
  return doubt === null ? terms : `${terms}: ${doubt}`;
}

/** One of its prices is so old that it is likely gone. */
const isOld = ({ value }: ArbitrageRow): boolean => isLikelyGone(value);

const isLegDoubtful = ({ value }: ArbitrageRow, index: number, now: EpochMs): boolean => {
  const leg = value.legs[index];
  return leg !== undefined && legDoubt(value, leg, now) !== null;
};

const place = ({ value }: ArbitrageRow) => catalogue.market(value.marketId);

function eventOf(row: ArbitrageRow): string {
  const found = place(row);
  return found === undefined ? row.value.eventId : eventName(found.event);
}

function marketOf(row: ArbitrageRow): string {
  const found = place(row);
  return found === undefined ? '' : marketName(found.market);
}

export const arbitrageColumns = (
  engine: () => EpochMs,
  stakeText: StakeText,
): readonly Column<ArbitrageRow>[] =>
  columns(engine, stakeText).map((column) => ({
    ...column,
    classes: { ...column.classes, 'is-gone': ({ gone }) => gone },
  }));

function columns(engine: () => EpochMs, stakeText: StakeText): readonly Column<ArbitrageRow>[] {
  const termsOf = (row: ArbitrageRow, index: number): string => {
    const leg = row.value.legs[index];
    return leg === undefined ? '' : legTerms(row, leg, stakeText(row.value, index), engine());
  };
  const both = (row: ArbitrageRow, index: number, between: string): string => {
    const leg = row.value.legs[index];
    return leg === undefined ? '' : `${legText(leg)}${between}${termsOf(row, index)}`;
  };
  return [
    {
      id: 'roi',
      header: 'Return',
      hint: 'Return on the outlay once every leg is taken, after commission',
      kind: 'figure',
      width: 70,
      pinned: true,
      className: 'is-ev',
      value: ({ value }) => value.roi,
      text: ({ value }) => formatEv(value.roi),
      csv: ({ value }) => value.roi,
      classes: { 'is-doubtful': isOld },
    },
    {
      id: 'event',
      header: 'Event, market',
      kind: 'text',
      width: 132,
      value: (row) => `${eventOf(row)}\n${marketOf(row)}`,
      text: eventOf,
      minor: marketOf,
      csvHeader: 'Event',
      csv: eventOf,
    },
    ...LEGS.map(
      (index): Column<ArbitrageRow> => ({
        id: legColumnId(index),
        header: `Leg ${index + 1}`,
        hint: 'Side, price, selection; stake, book and share of the outlay. The stakes are of the largest arbitrage your limits, free money and the sizes offered allow, or what evens out the legs you have matched. Enter prepares its ticket',
        kind: 'text',
        width: 160,
        grow: 1,
        timed: true,
        value: (row) => both(row, index, '\n'),
        text: ({ value }) => (value.legs[index] === undefined ? '' : legText(value.legs[index])),
        minor: (row) => termsOf(row, index),
        csv: (row) => both(row, index, ' '),
        classes: { 'is-doubtful': (row) => isLegDoubtful(row, index, engine()) },
      }),
    ),
    {
      id: 'now',
      header: 'Now',
      hint: 'The return times the chance that every price still stands, by its age and how often its source changes prices; what the list is ranked by, after what is likely gone',
      kind: 'figure',
      width: 62,
      value: ({ value }) => value.roiNow,
      text: ({ value }) => formatEv(value.roiNow),
      csvHeader: 'Return now',
      csv: ({ value }) => value.roiNow,
      classes: { 'is-doubtful': isOld },
    },
    {
      id: 'stands',
      header: 'Stands',
      hint: 'The chance that every price still stands; below 50% it has more likely gone, and is ranked below all others',
      kind: 'figure',
      width: 58,
      value: ({ value }) => value.standing,
      text: ({ value }) => `${Math.round(value.standing * 100)}%`,
      csvHeader: 'Chance that it stands',
      csv: ({ value }) => value.standing,
      classes: { 'is-doubtful': isOld },
    },
    {
      id: 'market',
      header: 'Market',
      kind: 'text',
      width: 126,
      value: marketOf,
      sides: (row) => endKept(marketOf(row)),
    },
    {
      id: 'age',
      header: 'Oldest',
      hint: 'Since the oldest of its prices was last received or confirmed',
      kind: 'figure',
      width: 60,
      timed: true,
      value: ({ value }) => formatAge(arbitrageAge(value, engine())),
      compare: (a, b) => arbitrageAge(a.value, engine()) - arbitrageAge(b.value, engine()),
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
}
