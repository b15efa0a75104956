import { fixtures } from '../../stores/market-data.ts';
import { useRow } from '../../stores/use-row.ts';
import type { TicketSubject } from './ticket-draft.ts';
import { whyEnded } from './ticket-event.ts';

/** Why nothing can be bet on the subject any more; drawn again when its event changes. */
export function useEnded(subject: TicketSubject | null): string | null {
  useRow(fixtures, subject?.eventId ?? null);
  return subject === null ? null : whyEnded(subject, fixtures);
}
