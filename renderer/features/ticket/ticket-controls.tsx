import { useStore } from 'zustand';
import type { ControlVerdict } from '../../../shared/contract/orders.ts';
import { ticket } from './ticket.ts';

const NAMES: Readonly<Record<ControlVerdict['control'], string>> = {
  armed: 'Armed',
  mode: 'Mode',
  'stale-quote': 'Fresh price',
  'price-collar': 'Price collar',
  'minimum-and-step': 'Stake and price',
  exposure: 'Exposure',
  rate: 'Order rate',
};

/** Every control's verdict, in the order they run. A ticket not armed yet is a step to do, not a fault. */
export function TicketControls() {
  const preview = useStore(ticket.store, (state) => state.preview);
  return (
    <section className="ticket-controls" aria-label="Controls">
      <h3>Controls</h3>
      <ul>
        {(preview?.verdicts ?? []).map(({ control, passed, message }) => {
          const state = passed ? 'passed' : control === 'armed' ? 'waiting' : 'failed';
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
      {preview === null && <p className="muted">No verdicts yet.</p>}
    </section>
  );
}

const MARKS = { passed: '✓', waiting: '○', failed: '✕' } as const;
const WORDS = { passed: 'passed', waiting: 'not yet', failed: 'failed' } as const;
