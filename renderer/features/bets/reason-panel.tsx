import { type KeyboardEvent, type RefObject, useLayoutEffect, useState } from 'react';
import { useAnswer } from '../../stores/use-answer.ts';
import { engine } from '../../transport/engine.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { endFacts, type Fact, outcomeFacts, reasonFacts } from './bet-facts.ts';
import type { BetView } from './bet-view.ts';

/** Below this height of its pane, in pixels, the panel would show too little and opens as a dialog. */
const LEAST_HEIGHT = 420;

type ReasonProps = {
  readonly view: BetView;
  /** The pane it lies over. */
  readonly room: RefObject<HTMLElement | null>;
  readonly onClose: () => void;
};

/** Why this bet, and what it came to: over the pane's side where that is high enough, else in a dialog. */
export function ReasonPanel({ view, room, onClose }: ReasonProps) {
  const low = useIsLow(room);
  if (!low) {
    return (
      <aside className="reason" aria-label="Why this bet">
        <Reason view={view} onClose={onClose} />
      </aside>
    );
  }
  const closeOnKey = (event: KeyboardEvent) => {
    if (event.key.toLowerCase() === 'w' && !event.ctrlKey && !event.metaKey && !event.altKey) onClose();
  };
  return (
    <Dialog label="Why this bet" className="reason-dialog" onClose={onClose}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the key that opened it closes it */}
      <div className="reason-in-dialog" onKeyDown={closeOnKey}>
        <Reason view={view} onClose={onClose} />
      </div>
    </Dialog>
  );
}

function useIsLow(room: RefObject<HTMLElement | null>): boolean {
  const [low, setLow] = useState(false);
  useLayoutEffect(() => {
    const element = room.current;
    if (element === null) return;
    const measure = () => setLow(element.clientHeight < LEAST_HEIGHT);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [room]);
  return low;
}

function Reason({ view, onClose }: Pick<ReasonProps, 'view' | 'onClose'>) {
  const { order, bet } = view;
  const { reason } = order;
  // Asked again when it is settled or its close is seen.
  const key = bet === null ? null : `${order.id} ${bet.status} ${bet.settledAt} ${bet.closing.length}`;
  const { value: end, problem } = useAnswer(key, (signal) =>
    engine().call('bets.end', { id: order.id }, { signal }),
  );
  return (
    <>
      <header>
        <h3>Why this bet</h3>
        <button type="button" className="button" onClick={onClose}>
          Close <kbd className="key-cap">Esc</kbd>
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
      <Facts className="reason-result" facts={[...outcomeFacts(view, end), ...endFacts(view, end)]} />
      {end !== null && end.noClose !== null && (
        <p className="reason-note">
          <span className="muted">No close:</span> {end.noClose}
        </p>
      )}
      {problem !== null && <p className="field-problem">How it ended could not be read. {problem}</p>}
      <Facts className="reason-facts" facts={reasonFacts(view)} />
    </>
  );
}

const Facts = ({ className, facts }: { readonly className: string; readonly facts: readonly Fact[] }) =>
  facts.length === 0 ? null : (
    <dl className={className}>
      {facts.map(({ name, value, tone }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd className={tone} title={value}>
            {value}
          </dd>
        </div>
      ))}
    </dl>
  );
