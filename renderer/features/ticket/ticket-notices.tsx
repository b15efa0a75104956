import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import { catalogue } from '../../stores/catalogue.ts';
import { fixtures, orders } from '../../stores/market-data.ts';
import { formatOdds, useOddsFormat } from '../../stores/odds-format.ts';
import { useStatus } from '../../stores/status.ts';
import { useRow } from '../../stores/use-row.ts';
import { outcomeText } from './outcome-text.ts';
import { priceNews } from './price-news.ts';
import { ticket } from './ticket.ts';
import { FailedControls } from './ticket-controls.tsx';
import type { TicketSubject } from './ticket-draft.ts';
import { NOT_ARMED } from './ticket-session.ts';
import { useEnded } from './use-ended.ts';
import { useHasPrice } from './use-has-price.ts';

/** What stands in the way of the ticket, and what became of the last one. The worst first. */
export function TicketNotices({ subject }: { readonly subject: TicketSubject }) {
  const problem = useStore(ticket.store, (state) => state.problem);
  const unjudged = useStore(ticket.store, (state) => state.unjudged);
  const held = useStore(ticket.store, (state) => state.held);
  const ended = useEnded(subject);
  const halted = useStatus((state) => state.status?.halted ?? false);
  const connected = useStatus((state) => state.connection === 'open');
  return (
    <div className="ticket-notices">
      {!connected && (
        <Notice tone="danger">The engine can't be reached: nothing can be armed or placed.</Notice>
      )}
      {halted && (
        <Notice tone="danger">
          HALTED since panic. Run "Release the halt" from the palette to trade again.
        </Notice>
      )}
      {ended !== null && <Notice tone="warn">{ended}</Notice>}
      {/* What to press to arm is no advice while nothing can be armed. */}
      {problem !== null && !(problem === NOT_ARMED && (halted || ended !== null)) && (
        <Notice tone="danger">{problem}</Notice>
      )}
      {unjudged !== null && ended === null && <Notice tone="danger">{unjudged}</Notice>}
      {ended === null && (
        <>
          <FailedControls />
          <MarketNotice subject={subject} />
          {!halted &&
            (held === null ? <PriceMoved /> : problem?.includes(held) !== true && <Held why={held} />)}
        </>
      )}
      <PlacedOrder />
    </div>
  );
}

type Tone = 'ok' | 'info' | 'warn' | 'danger';

const Notice = ({ tone, children }: { readonly tone: Tone; readonly children: ReactNode }) => (
  <p className={`notice notice-${tone}`} role={tone === 'danger' ? 'alert' : 'status'}>
    {children}
  </p>
);

function MarketNotice({ subject }: { readonly subject: TicketSubject }) {
  useRow(fixtures, subject.eventId);
  const market = catalogue.market(subject.marketId)?.market;
  if (market?.status === 'suspended')
    return <Notice tone="warn">SUSPENDED. Wait until the market opens again.</Notice>;
  if (market?.status === 'closed')
    return <Notice tone="warn">CLOSED. This market takes no more bets.</Notice>;
  return null;
}

/** The ticket was opened on what is no longer there: nothing arms until the user says at what price. */
const Held = ({ why }: { readonly why: string }) => (
  <Notice tone="warn">
    {why}
    <button type="button" className="button" onClick={ticket.takePrice}>
      Take the price now <kbd className="key-cap">M</kbd>
    </button>
  </Notice>
);

function PriceMoved() {
  const preview = useStore(ticket.store, (state) => state.preview);
  const chosen = useStore(ticket.store, (state) => state.priceChosen);
  useOddsFormat((state) => state.format);
  const hasPrice = useHasPrice();
  const news =
    preview === null || !hasPrice ? null : priceNews(preview, chosen, (price) => formatOdds(price));
  if (news === null) return null;
  return (
    <Notice tone={news.tone}>
      {news.text}
      <button type="button" className="button" onClick={ticket.takePrice}>
        Take it <kbd className="key-cap">M</kbd>
      </button>
    </Notice>
  );
}

function PlacedOrder() {
  const placed = useStore(ticket.store, (state) => state.placed);
  // The stream's newer word on it replaces the answer to placing.
  const order = useRow(orders, placed?.id ?? null) ?? placed;
  if (order === null) return null;
  const { tone, title, detail } = outcomeText(order);
  return (
    <Notice tone={tone}>
      <strong>{title}.</strong> {detail}
    </Notice>
  );
}
