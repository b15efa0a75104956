import { create } from 'zustand';
import type { SportingEvent } from '../../../shared/domain/catalogue.ts';
import type { Edge } from '../../../shared/domain/edge.ts';
import { onOtherMarket } from '../../stores/status.ts';

/** Smallest EV listed, as fractions. */
export const MINIMUM_EVS = [0, 0.01, 0.02, 0.03, 0.05] as const;

export type EdgeFilter = {
  readonly text: string;
  readonly minimumEv: number;
  /** A book id, or `null` for all. */
  readonly bookId: string | null;
  readonly beforeStartOnly: boolean;
  /** Only edges that stay positive over the whole range of their fair price. */
  readonly everyMethod: boolean;
};

/** Whether an edge passes everything but the text, which the grid matches itself. */
export function passesEdges(
  edge: Edge,
  event: Pick<SportingEvent, 'status'> | undefined,
  filter: Omit<EdgeFilter, 'text'>,
): boolean {
  if (edge.ev < filter.minimumEv) return false;
  if (filter.everyMethod && edge.evLow <= 0) return false;
  if (filter.bookId !== null && edge.bookId !== filter.bookId) return false;
  return !filter.beforeStartOnly || event === undefined || event.status === 'scheduled';
}

export type EdgesTab = 'edges' | 'arbitrages';

type EdgesView = EdgeFilter & {
  readonly tab: EdgesTab;
  readonly set: (change: Partial<EdgeFilter & { readonly tab: EdgesTab }>) => void;
};

export const useEdgesView = create<EdgesView>((set) => ({
  text: '',
  minimumEv: 0,
  bookId: null,
  beforeStartOnly: false,
  everyMethod: false,
  tab: 'edges',
  set: (change) => set(change),
}));

// The book may not be there, and would hide every edge.
onOtherMarket(() => useEdgesView.setState({ bookId: null }));

/** The value after `current` in `values`, round and round. */
export function next<T>(values: readonly T[], current: T): T {
  const at = values.indexOf(current);
  return values[(at + 1) % values.length] ?? current;
}
