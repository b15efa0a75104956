import { create } from 'zustand';
import type { BackLay } from '../../shared/domain/quote.ts';
import type { BookId, EventId, MarketId, SelectionId } from '../../shared/domain/units.ts';
import { fixtures } from './market-data.ts';
import { onOtherMarket } from './status.ts';

/** What the linked panes look at: choosing a row in one pane moves the others to it. */
export type Focus = {
  readonly eventId: EventId | null;
  readonly marketId: MarketId | null;
  readonly selectionId: SelectionId | null;
  readonly bookId: BookId | null;
  readonly side: BackLay;
};

type FocusStore = Focus & { readonly focusOn: (focus: Partial<Focus>) => void };

const NOTHING: Focus = { eventId: null, marketId: null, selectionId: null, bookId: null, side: 'back' };

export const useFocus = create<FocusStore>((set) => ({ ...NOTHING, focusOn: (focus) => set(focus) }));

// A replay that begins anew may have the event too.
onOtherMarket(() => {
  const { eventId } = useFocus.getState();
  if (eventId === null || fixtures.get(eventId) === undefined) useFocus.setState(NOTHING);
});
