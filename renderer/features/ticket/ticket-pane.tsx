import { type KeyboardEvent, useEffect } from 'react';
import { useStore } from 'zustand';
import { useOddsFormat } from '../../stores/odds-format.ts';
import { loadSettings, useSettings } from '../../stores/settings.ts';
import { useStatus } from '../../stores/status.ts';
import { KeyCaps } from '../../ui/key-caps.tsx';
import { ticket } from './ticket.ts';
import { TicketActions } from './ticket-actions.tsx';
import { TicketControls } from './ticket-controls.tsx';
import type { TicketSubject } from './ticket-draft.ts';
import { TicketFigures, TicketStakes } from './ticket-figures.tsx';
import { enterField } from './ticket-focus.ts';
import { TicketInputs } from './ticket-inputs.tsx';
import { TicketNotices } from './ticket-notices.tsx';
import './ticket.css';

/** One order in the making: what, where, at what price, for how much, and whether it may go. */
export function TicketPane() {
  const subject = useStore(ticket.store, (state) => state.subject);
  const connected = useStatus((state) => state.connection === 'open');
  useOddsFormat((state) => state.format);
  useEffect(() => {
    if (connected && useSettings.getState().settings === null) void loadSettings();
  }, [connected]);
  if (subject === null) return <EmptyTicket />;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it holds the keyboard while a ticket is open
    <div
      className={`ticket ticket-${subject.side}`}
      tabIndex={-1}
      data-pane-focus=""
      onKeyDown={startStakeOnDigit}
    >
      <TicketHeader subject={subject} />
      <div className="ticket-body">
        <div className="ticket-terms">
          <TicketInputs />
          <TicketFigures />
        </div>
        <TicketControls />
      </div>
      <TicketNotices subject={subject} />
      <TicketStakes />
      <TicketActions />
    </div>
  );
}

/** A digit outside a field begins a new stake: the field has the keyboard before the digit is typed. */
function startStakeOnDigit(event: KeyboardEvent): void {
  if (event.target instanceof HTMLInputElement || event.ctrlKey || event.metaKey || event.altKey) return;
  if (/^\d$/.test(event.key)) enterField('stake');
}

const EmptyTicket = () => (
  <div className="pane-empty">
    <strong>No ticket open</strong>
    <span>
      Move to a price in Odds, Edges or Market and press <KeyCaps chord="Enter" />. In Odds{' '}
      <KeyCaps chord="B" /> backs it and <KeyCaps chord="L" /> lays it.
    </span>
  </div>
);

function TicketHeader({ subject }: { readonly subject: TicketSubject }) {
  const names = useStore(ticket.store, (state) => state.names);
  const mode = useStatus((state) => state.status?.mode);
  return (
    <header className="ticket-header">
      <span className={`side-mark side-${subject.side}`}>{subject.side === 'back' ? 'BACK' : 'LAY'}</span>
      <div className="ticket-names">
        <h2>{names?.selection ?? 'Unknown selection'}</h2>
        <p>{names === null ? 'Not in the events known here' : `${names.event} · ${names.market}`}</p>
      </div>
      <div className="ticket-venue">
        <strong>{names?.book}</strong>
        {mode !== undefined && <span className="mode-word">{mode.toUpperCase()}</span>}
      </div>
    </header>
  );
}
