import type { KeyboardEvent } from 'react';
import type { EventMatch } from '../../../shared/contract/matching.ts';
import { useAnswer } from '../../stores/use-answer.ts';
import { engine } from '../../transport/engine.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { formatDayAndTime } from '../../ui/figures.ts';
import { percent, sourceName } from './match-columns.ts';
import { acceptCandidate, useMatchingView } from './matching-state.ts';

const MOST = 20;
const close = (): void => useMatchingView.setState({ choosing: null });

/** What else an event may be: the likeliest first, chosen with arrows and Enter. */
export function CandidatesDialog() {
  const choosing = useMatchingView((view) => view.choosing);
  if (choosing === null) return null;
  return (
    <Dialog label="Choose its match" className="candidates" onClose={close}>
      <header className="dialog-header">
        <h2>
          {choosing.event.home} v {choosing.event.away}
        </h2>
        <p className="muted">
          {sourceName(choosing.event.sourceId)} · {choosing.event.competition} ·{' '}
          {formatDayAndTime(choosing.event.startsAt)}
        </p>
      </header>
      <div className="dialog-body">
        <Candidates of={choosing} />
      </div>
      <footer className="dialog-footer">
        <button type="button" className="button" onClick={close}>
          Close <kbd className="key-cap">Esc</kbd>
        </button>
      </footer>
    </Dialog>
  );
}

function Candidates({ of }: { readonly of: EventMatch }) {
  const { value, reading, problem, again } = useAnswer(of.id, (signal) =>
    engine().call('matching.candidates', { id: of.id, limit: MOST }, { signal }),
  );
  if (problem !== null)
    return (
      <p role="alert" className="field-problem">
        The candidates could not be read. {problem}{' '}
        <button type="button" className="button" onClick={again}>
          Try again
        </button>
      </p>
    );
  if (value === null) return <p className="muted">{reading ? 'Reading…' : ''}</p>;
  if (value.length === 0)
    return <p className="muted">No event of another source starts about then with a name in common.</p>;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: arrows move along the buttons inside
    <div className="candidate-list" onKeyDown={moveAlong}>
      {value.map((pair, index) => (
        <Candidate key={pair.candidate?.eventId} pair={pair} first={index === 0} />
      ))}
    </div>
  );
}

function Candidate({ pair, first }: { readonly pair: EventMatch; readonly first: boolean }) {
  const { candidate } = pair;
  if (candidate === null) return null;
  return (
    <button
      type="button"
      className="candidate"
      aria-disabled={pair.blocked !== ''}
      {...(first ? { ref: (element: HTMLButtonElement | null) => element?.focus() } : {})}
      onClick={() => acceptCandidate(pair)}
    >
      <strong>{percent(pair.score)}</strong>
      <span>
        {candidate.home} v {candidate.away}
        {pair.swapped ? ' ⇄' : ''}
      </span>
      <span className="muted">
        {sourceName(candidate.sourceId)} · {candidate.competition} · {formatDayAndTime(candidate.startsAt)}
        {pair.state === 'rejected' ? ' · kept apart by you' : ''}
      </span>
      {pair.blocked !== '' && <span className="warn">{pair.blocked}</span>}
    </button>
  );
}

function moveAlong(event: KeyboardEvent<HTMLElement>): void {
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
  const buttons = [...event.currentTarget.querySelectorAll<HTMLElement>('.candidate')];
  const at = buttons.findIndex((button) => button.contains(document.activeElement));
  event.preventDefault();
  buttons[Math.max(0, Math.min(at + (event.key === 'ArrowDown' ? 1 : -1), buttons.length - 1))]?.focus();
}
