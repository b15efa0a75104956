import { create } from 'zustand';
import type { MarketType } from '../../../shared/domain/catalogue.ts';
import type { OddsRow, OddsSource } from './odds-source.ts';

export type MarketKind = 'all' | 'result' | 'totals' | 'handicap' | 'btts';
export type Phase = 'all' | 'live' | 'before';

export type OddsFilter = {
  readonly text: string;
  readonly kind: MarketKind;
  readonly phase: Phase;
  readonly edgesOnly: boolean;
};

const KINDS: Readonly<Record<Exclude<MarketKind, 'all'>, readonly MarketType[]>> = {
  result: ['match-odds', 'moneyline', 'draw-no-bet', 'double-chance'],
  totals: ['totals'],
  handicap: ['asian-handicap'],
  btts: ['both-teams-to-score'],
};

export const MARKET_KINDS: readonly { readonly value: MarketKind; readonly label: string }[] = [
  { value: 'all', label: 'All' },
  { value: 'result', label: '1X2' },
  { value: 'totals', label: 'Totals' },
  { value: 'handicap', label: 'Handicap' },
  { value: 'btts', label: 'BTTS' },
];

export const PHASES: readonly { readonly value: Phase; readonly label: string }[] = [
  { value: 'all', label: 'All' },
  { value: 'before', label: 'Pre-match' },
  { value: 'live', label: 'In play' },
];

/** Whether a row passes everything but the text, which the grid matches itself. */
export function passesOdds(
  { runner }: OddsRow,
  filter: Omit<OddsFilter, 'text'>,
  hasEdges: OddsSource['hasEdges'],
): boolean {
  const { event, market } = runner;
  if (filter.kind !== 'all' && !KINDS[filter.kind].includes(market.type)) return false;
  if (filter.phase !== 'all' && (event.status === 'live') !== (filter.phase === 'live')) return false;
  return !filter.edgesOnly || hasEdges(event.id);
}

type Shown = OddsFilter & {
  /** Also the books without a price on the rows in sight. */
  readonly everyBook: boolean;
};
type OddsView = Shown & { readonly set: (change: Partial<Shown>) => void };

export const useOddsView = create<OddsView>((set) => ({
  text: '',
  kind: 'all',
  phase: 'all',
  edgesOnly: false,
  everyBook: false,
  set: (change) => set(change),
}));
