import type { Order } from '../../../shared/domain/order.ts';
import type { EpochMs } from '../../../shared/domain/units.ts';
import { formatOdds } from '../../stores/odds-format.ts';
import { fairText } from '../../ui/fair-text.ts';
import { formatAge, formatDayAndTime, formatEv, formatMoney, formatProbability } from '../../ui/figures.ts';

const fairOdds = (probability: number | null): string => fairText(probability) || 'unknown';
const between = (from: EpochMs | null, to: EpochMs): string =>
  from === null ? 'unknown' : formatAge(to - from);

/** Why this bet: what was known when the order was armed. Never changed afterwards. */
export function ReasonPanel({ order, onClose }: { readonly order: Order; readonly onClose: () => void }) {
  const { reason } = order;
  const facts: readonly (readonly [string, string])[] = [
    [
      'Order',
      `${order.side === 'back' ? 'Back' : 'Lay'} ${formatMoney(order.stake, order.currency)} at ${formatOdds(order.price)}`,
    ],
    [
      'Fair price',
      `${fairOdds(reason.fair)}${reason.fair === null ? '' : ` (${formatProbability(reason.fair)})`}`,
    ],
    ['Fair range', `${fairOdds(reason.fairHigh)} to ${fairOdds(reason.fairLow)}`],
    ['Method', reason.method ?? 'unknown'],
    ['EV', reason.ev === null ? 'unknown' : formatEv(reason.ev)],
    ['Quote', reason.quotePrice === null ? 'none' : formatOdds(reason.quotePrice)],
    ['Quote age at source', between(reason.quoteSourceTime, order.createdAt)],
    ['Quote age here', between(reason.quoteReceivedAt, order.createdAt)],
    ['Kelly fraction', String(reason.kellyFraction)],
    ['Bankroll', formatMoney(reason.bankroll, order.currency)],
    ['Armed', formatDayAndTime(order.createdAt)],
    ['Mode', order.mode],
    ['Venue reference', order.venueRef ?? 'none'],
    ['Order id', order.id],
  ];
  return (
    <aside className="reason" aria-label="Why this bet">
      <header>
        <h3>Why this bet</h3>
        <button type="button" className="bar-button" onClick={onClose} title="Close (W)">
          Close
        </button>
      </header>
      <p className="reason-what">
        {reason.selectionName}
        <span className="muted">
          {reason.marketName} · {reason.eventName} · {reason.bookName}
        </span>
      </p>
      {order.outcome !== null && (
        <p className={order.state === 'unresolved' ? 'reason-outcome is-unresolved' : 'reason-outcome'}>
          {order.outcome.message}
        </p>
      )}
      <dl>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </aside>
  );
}
