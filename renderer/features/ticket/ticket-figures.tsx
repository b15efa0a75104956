import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import type { Preview } from '../../../shared/contract/orders.ts';
import { formatOdds, useOddsFormat } from '../../stores/odds-format.ts';
import { useSettings } from '../../stores/settings.ts';
import { engineNow, useStatus } from '../../stores/status.ts';
import { fairText } from '../../ui/fair-text.ts';
import { formatAge, formatEv, formatMoney, formatProbability } from '../../ui/figures.ts';
import { useTicking } from '../../ui/use-ticking.ts';
import { ticket } from './ticket.ts';
import { useEnded } from './use-ended.ts';
import { useHasPrice } from './use-has-price.ts';

const NONE = '–';

/** What the ticket is worth and what it costs, as the engine sees it. */
export function TicketFigures() {
  const preview = useStore(ticket.store, (state) => state.preview);
  const currency = useStatus((state) => state.status?.currency);
  useOddsFormat((state) => state.format);
  const unjudged = useStore(ticket.store, (state) => state.unjudged);
  const hasPrice = useHasPrice();
  const ended = useEnded(useStore(ticket.store, (state) => state.subject));
  if (ended !== null || unjudged !== null) return null;
  if (preview === null || currency === undefined)
    return <p className="ticket-waiting muted">Waiting for the engine's figures…</p>;
  const ev = hasPrice ? preview.ev : null;
  return (
    <dl className="ticket-figures">
      <Figure name="EV">
        <strong className={tone(ev)}>{ev === null ? NONE : formatEv(ev)}</strong>
        {ev !== null && preview.evLow !== null && preview.evHigh !== null && (
          <span className="faint" title="Over the margin-removal methods">
            {' '}
            {formatEv(preview.evLow)} to {formatEv(preview.evHigh)}
          </span>
        )}
      </Figure>
      <Figure name="Fair">{preview.fair === null ? NONE : <FairPrice probability={preview.fair} />}</Figure>
      <Figure name="Price now">
        <PriceNow preview={preview} />
      </Figure>
    </dl>
  );
}

/** What the bet costs and what it pays; in sight whatever else the ticket has to say. */
export function TicketStakes() {
  const preview = useStore(ticket.store, (state) => state.preview);
  const currency = useStatus((state) => state.status?.currency);
  const hasPrice = useHasPrice();
  if (preview === null || currency === undefined) return null;
  const staked = hasPrice && preview.draft.stake > 0;
  return (
    <dl className="ticket-stakes">
      <Figure name="Liability">{staked ? formatMoney(preview.liability, currency) : NONE}</Figure>
      <Figure name="Wins">
        {staked ? <span className="gain">{formatMoney(preview.profitIfWon, currency)}</span> : NONE}
      </Figure>
    </dl>
  );
}

const tone = (ev: number | null): string => (ev === null || ev === 0 ? '' : ev > 0 ? 'gain' : 'loss');

const Figure = ({ name, children }: { readonly name: string; readonly children: ReactNode }) => (
  <div>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
);

const FairPrice = ({ probability }: { readonly probability: number }) => (
  <>
    <span className="fair">{fairText(probability)}</span>
    <span className="faint"> {formatProbability(probability)}</span>
  </>
);

function PriceNow({ preview }: { readonly preview: Preview }) {
  useTicking(500);
  const currency = useStatus((state) => state.status?.currency);
  const oldest = useSettings((state) => state.settings?.maximumQuoteAgeMs ?? null);
  const { quotePrice, quoteSize, quoteReceivedAt } = preview;
  if (quotePrice === null) return <span className="loss">none offered</span>;
  const age = quoteReceivedAt === null ? null : Math.max(0, engineNow() - quoteReceivedAt);
  const old = age !== null && oldest !== null && age > oldest;
  return (
    <>
      {formatOdds(quotePrice)}
      {quoteSize !== null && currency !== undefined && (
        <span className="faint"> × {formatMoney(quoteSize, currency)}</span>
      )}
      {age !== null && <span className={old ? 'age-stale' : 'faint'}> {formatAge(age)} old</span>}
    </>
  );
}
