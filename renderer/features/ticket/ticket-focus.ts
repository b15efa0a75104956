import { showPane } from '../../stores/workspace.ts';

/** Moves the keyboard to the ticket itself, where keys are commands. */
export const focusTicket = (): void => showPane('ticket', takeKeyboard);

/** Out of a field, back to the ticket. */
export const leaveTicketField = (): void => takeKeyboard();

const takeKeyboard = (): void =>
  document.querySelector<HTMLElement>('.ticket')?.focus({ preventScroll: true });

/** Moves the keyboard to the ticket, into one of its fields, with its text selected. */
export const focusTicketField = (name: 'price' | 'stake'): void => showPane('ticket', () => enterField(name));

/** At once: a key that is down now types into the field, in place of what stands there. */
export function enterField(name: 'price' | 'stake'): void {
  const field = document.querySelector<HTMLInputElement>(`[data-ticket-field="${name}"]`);
  field?.focus();
  field?.select();
}
