import { useEffect } from 'react';
import { useStore } from 'zustand';
import { catalogue } from '../../stores/catalogue.ts';
import { books, fixtures } from '../../stores/market-data.ts';
import { useOddsFormat } from '../../stores/odds-format.ts';
import { loadSettings, useSettings } from '../../stores/settings.ts';
import { useStatus } from '../../stores/status.ts';
import { useRow } from '../../stores/use-row.ts';
import { KeyCaps } from '../../ui/key-caps.tsx';
import { eventName, marketName } from '../../ui/market-name.ts';
import { ticket } from './ticket.ts';
import { TicketActions } from './ticket-actions.tsx';
import { TicketControls } from './ticket-controls.tsx';
import type { TicketSubject } from './ticket-draft.ts';
import { TicketFigures } from './ticket-figures.tsx';
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
    <div className={`ticket ticket-${subject.side}`}>
      <TicketHeader subject={subject} />
      <div className="ticket-body">
        <div className="ticket-terms">
          <TicketInputs />
          <TicketFigures />
        </div>
        <TicketControls />
      </div>
      <TicketNotices subject={subject} />
      <TicketActions />
    </div>
  );
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
  // Drawn again when the fixture changes; the names come from the catalogue, which follows it.
  useRow(fixtures, subject.eventId);
  const book = useRow(books, subject.bookId);
  const runner = catalogue.runner(subject.selectionId);
  const mode = useStatus((state) => state.status?.mode);
  return (
    <header className="ticket-header">
      <span className={`side-mark side-${subject.side}`}>{subject.side === 'back' ? 'BACK' : 'LAY'}</span>
      <div className="ticket-names">
        <h2>{runner?.selection.name ?? subject.selectionId}</h2>
        <p>
          {runner === undefined
            ? 'This event is no longer offered'
            : `${eventName(runner.event)} · ${marketName(runner.market)}`}
        </p>
      </div>
      <div className="ticket-venue">
        <strong>{book?.name ?? subject.bookId}</strong>
        {mode !== undefined && <span className="mode-word">{mode.toUpperCase()}</span>}
      </div>
    </header>
  );
}
