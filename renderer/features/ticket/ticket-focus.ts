import { showPane } from '../../stores/workspace.ts';

/** Moves the keyboard to the ticket, into one of its fields, with its text selected. */
export const focusTicketField = (name: 'price' | 'stake'): void =>
  showPane('ticket', () => {
    const field = document.querySelector<HTMLInputElement>(`[data-ticket-field="${name}"]`);
    field?.focus();
    field?.select();
  });
