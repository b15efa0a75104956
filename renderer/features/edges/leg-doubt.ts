import type { PriceTruth } from '../../../shared/contract/price-truth.ts';
import type { Arbitrage, ArbitrageLeg } from '../../../shared/domain/edge.ts';
import { type Quote, quoteKey } from '../../../shared/domain/quote.ts';
import type { EpochMs } from '../../../shared/domain/units.ts';
import { priceTruths, quotes, standings, suspects } from '../../stores/market-data.ts';
import { DOUBTS, type DoubtTables, doubtOf } from '../../stores/price-doubt.ts';
import type { Table } from '../../stores/table.ts';
import { formatAge } from '../../ui/figures.ts';

type LegTables = DoubtTables & {
  readonly quotes: Pick<Table<Quote>, 'get'>;
  readonly priceTruths: Pick<Table<PriceTruth>, 'get'>;
};
const shown: LegTables = { quotes, priceTruths, standings, suspects };

/** Since a leg's price was last received, or confirmed after it was found. Milliseconds. */
export function legAge(leg: ArbitrageLeg, now: EpochMs, tables: Pick<LegTables, 'quotes'> = shown): number {
  const heard = tables.quotes.get(quoteKey(leg))?.receivedAt ?? leg.receivedAt;
  return Math.max(0, now - Math.max(heard, leg.receivedAt));
}

/** Of its oldest leg. */
export const arbitrageAge = ({ legs }: Arbitrage, now: EpochMs, tables?: Pick<LegTables, 'quotes'>): number =>
  legs.reduce((oldest, leg) => Math.max(oldest, legAge(leg, now, tables)), 0);

/** Why a leg's price takes no order now, in a few words; `null` where nothing is known against it. */
export function legDoubt(
  { marketId }: Pick<Arbitrage, 'marketId'>,
  leg: ArbitrageLeg,
  now: EpochMs,
  tables: LegTables = shown,
): string | null {
  const doubt = doubtOf({ ...leg, marketId }, tables);
  if (doubt !== null) return DOUBTS[doubt];
  const source = tables.quotes.get(quoteKey(leg))?.sourceId;
  const limit = source === undefined ? undefined : tables.priceTruths.get(source)?.maximumAgeMs;
  const age = legAge(leg, now, tables);
  return limit !== undefined && age > limit ? `${formatAge(age)} old, too old for its source` : null;
}
