import { useStore } from 'zustand';
import type { ControlVerdict } from '../../../shared/contract/orders.ts';
import { useStatus } from '../../stores/status.ts';
import { ticket } from './ticket.ts';
import { useEnded } from './use-ended.ts';
import { type VerdictState, verdictState } from './verdict-state.ts';

const NAMES: Readonly<Record<ControlVerdict['control'], string>> = {
  armed: 'Armed',
  mode: 'Mode',
  'book-standing': 'Book open',
  'stale-quote': 'Fresh price',
  'suspect-price': 'Suspect price',
  'price-collar': 'Price collar',
  'minimum-and-step': 'Stake and price',
  exposure: 'Exposure',
  rate: 'Order rate',
};

/** Every control's verdict, in the order they run. */
export function TicketControls() {
  const preview = useStore(ticket.store, (state) => state.preview);
  const hasStake = useStore(ticket.store, (state) => state.fields.stake.trim() !== '');
  const halted = useStatus((state) => state.status?.halted ?? false);
  const ended = useEnded(useStore(ticket.store, (state) => state.subject)) !== null;
  return (
    <section className="ticket-controls" aria-label="Controls">
      <h3>Controls</h3>
      <ul>
        {(preview?.verdicts ?? []).map((verdict) => {
          const { control } = verdict;
          const state = verdictState(verdict, { hasStake, halted });
          const message = state === 'waiting' && control !== 'armed' ? 'Waits for a stake.' : verdict.message;
          return (
            <li key={control} className={`verdict verdict-${state}`} title={message}>
              <span className="verdict-mark" aria-hidden="true">
                {MARKS[state]}
              </span>
              <span className="verdict-name">{NAMES[control]}</span>
              <span className="visually-hidden">{WORDS[state]}. </span>
              <span className="verdict-message">{message}</span>
            </li>
          );
        })}
      </ul>
      {preview === null && !ended && <p className="muted">No verdicts yet.</p>}
    </section>
  );
}

const MARKS: Readonly<Record<VerdictState, string>> = { passed: '✓', waiting: '○', failed: '✕' };
const WORDS: Readonly<Record<VerdictState, string>> = {
  passed: 'passed',
  waiting: 'not yet',
  failed: 'failed',
};
