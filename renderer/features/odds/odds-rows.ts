import { createGridSlot } from '../../grid/index.ts';
import { ageLimitOf } from '../../stores/age-limit.ts';
import {
  books,
  fairPrices,
  fixtures,
  marketEdges,
  quotes,
  sources,
  standings,
  suspects,
} from '../../stores/market-data.ts';
import { engineNow } from '../../stores/status.ts';
import { type Clocks, createOddsSource, type OddsRow } from './odds-source.ts';

export const clocks: Clocks = { engine: engineNow, page: () => performance.now() };

/** The pane's rows over the app's tables: made once and kept, so that closing and opening the pane costs nothing. */
export const oddsSource = createOddsSource(
  { fixtures, books, quotes, fairPrices, marketEdges, sources, suspects, standings },
  clocks,
  ageLimitOf,
);

export const oddsSlot = createGridSlot<OddsRow>();
