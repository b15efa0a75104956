import type { SourceId } from '../../shared/domain/units.ts';
import { priceTruths } from './market-data.ts';
import { useStatus } from './status.ts';

/** The age past which a source's prices count for nothing and take no order, milliseconds; `undefined` until known. */
export const ageLimitOf = (source: SourceId): number | undefined =>
  priceTruths.get(source)?.maximumAgeMs ?? useStatus.getState().status?.staleAfterMs;
