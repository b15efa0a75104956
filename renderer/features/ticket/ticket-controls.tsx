import { useStore } from 'zustand';
import type { ControlVerdict } from '../../../shared/contract/orders.ts';
import { useStatus } from '../../stores/status.ts';
import { ticket } from './ticket.ts';
import { useEnded } from './use-ended.ts';
import { useHasPrice } from './use-has-price.ts';
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

type Judged = { readonly verdict: ControlVerdict; readonly state: VerdictState };

/** The engine's verdicts on the ticket as it is typed now, in the order the controls run. */
function useVerdicts(): readonly Judged[] | null {
  const preview = useStore(ticket.store, (state) => state.preview);
  const hasStake = useStore(ticket.store, (state) => state.fields.stake.trim() !== '');
  const hasPrice = useHasPrice();
  const halted = useStatus((state) => state.status?.halted ?? false);
  if (preview === null) return null;
  return preview.verdicts.map((verdict) => ({
    verdict,
    state: verdictState(verdict, { hasPrice, hasStake, halted }),
  }));
}

/** Every control's verdict. */
export function TicketControls() {
  const verdicts = useVerdicts();
  const hasPrice = useHasPrice();
  const ended = useEnded(useStore(ticket.store, (state) => state.subject)) !== null;
  return (
    <section className="ticket-controls" aria-label="Controls">
      <h3>Controls</h3>
      <ul>
        {(verdicts ?? []).map(({ verdict: { control, message: words }, state }) => {
          const waits = state === 'waiting' && control !== 'armed';
          const message = waits ? `Waits for a ${hasPrice ? 'stake' : 'price'}.` : words;
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
      {verdicts === null && !ended && <p className="muted">No verdicts yet.</p>}
    </section>
  );
}

/** What the failed controls say, whole, where the list of controls is too narrow for sentences. */
export function FailedControls() {
  const failed = (useVerdicts() ?? []).filter(({ state }) => state === 'failed');
  return failed.map(({ verdict: { control, message } }) => (
    <p key={control} className="notice notice-danger ticket-failed" role="status">
      <strong>{NAMES[control]}:</strong> {message}
    </p>
  ));
}

const MARKS: Readonly<Record<VerdictState, string>> = { passed: '✓', waiting: '○', failed: '✕' };
const WORDS: Readonly<Record<VerdictState, string>> = {
  passed: 'passed',
  waiting: 'not yet',
  failed: 'failed',
};
