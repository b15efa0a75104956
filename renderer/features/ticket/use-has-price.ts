import { useStore } from 'zustand';
import { ticket } from './ticket.ts';

/** Whether the price field holds a price: while it doesn't, nothing worked out from a former one is shown. */
export const useHasPrice = (): boolean =>
  useStore(ticket.store, () => (ticket.reading()?.draft ?? null) !== null);
