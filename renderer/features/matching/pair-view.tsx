import type { EventMatch, MatchReason, NamedEvent } from '../../../shared/contract/matching.ts';
import { sources } from '../../stores/market-data.ts';
import { useRow } from '../../stores/use-row.ts';
import { formatDayAndTime } from '../../ui/figures.ts';
import { percent, sourceName } from './match-columns.ts';
import { matches } from './matching-rows.ts';
import { acceptFocused, chooseCandidate, rejectFocused } from './matching-state.ts';

/** The pair the keyboard is on, side by side, with the likeness of each part. */
export function PairView({ id }: { readonly id: string }) {
  const match = useRow(matches, id);
  if (match === undefined) return null;
  return (
    <section className="pair" aria-label="The pair">
      <PairTable match={match} />
      <div className="pair-foot">
        <p className="pair-verdict">{verdictOf(match)}</p>
        <div className="pair-actions">
          {match.state !== 'matched' && match.candidate !== null && (
            <button type="button" className="button" disabled={match.blocked !== ''} onClick={acceptFocused}>
              The same <kbd className="key-cap">A</kbd>
            </button>
          )}
          {match.state !== 'rejected' && match.candidate !== null && (
            <button type="button" className="button" onClick={rejectFocused}>
              {match.state === 'matched' ? 'Part them' : 'Not the same'} <kbd className="key-cap">X</kbd>
            </button>
          )}
          {match.state !== 'matched' && (
            <button type="button" className="button" onClick={chooseCandidate}>
              Choose another <kbd className="key-cap">C</kbd>
            </button>
          )}
        </div>
      </div>
    </section>
  );
}

const bets = (count: number): string => (count === 1 ? '1 open bet' : `${count} open bets`);

function verdictOf(match: EventMatch): string {
  if (match.blocked !== '') return match.blocked;
  if (match.state === 'unmatched')
    return 'No event of another source comes near. C lists what starts about then.';
  const swapped = match.swapped ? ' Home and away change places: sides and handicaps are mirrored.' : '';
  const held = match.openBets + match.candidateBets;
  const betting = held > 0 ? ` ${bets(held)}.` : '';
  switch (match.state) {
    case 'matched':
      return `One event, matched by ${match.decidedBy === 'user' ? 'you' : 'the engine'}.${swapped}${betting}`;
    case 'rejected':
      return `Kept apart by you.${betting}`;
    case 'doubtful':
      return `Traded apart until you decide.${swapped}${betting}`;
    default:
      return match.state satisfies never;
  }
}

type Part = {
  readonly part: MatchReason['part'];
  readonly label: string;
  readonly of: (event: NamedEvent) => string;
};

function PairTable({ match }: { readonly match: EventMatch }) {
  const { event, candidate, swapped } = match;
  const parts: readonly Part[] = [
    { part: 'home', label: 'Home', of: ({ home }) => home },
    { part: 'away', label: 'Away', of: ({ away }) => away },
    { part: 'start', label: 'Starts', of: ({ startsAt }) => formatDayAndTime(startsAt) },
    { part: 'competition', label: 'Competition', of: ({ competition }) => competition },
  ];
  /** Counterparts stand on one line: the candidate's away where the two are the other way round. */
  const counterpart = ({ part, of }: Part): string => {
    if (candidate === null) return '–';
    if (!swapped) return of(candidate);
    return part === 'home' ? candidate.away : part === 'away' ? candidate.home : of(candidate);
  };
  const rival = match.reasons.find(({ part }) => part === 'rival');
  return (
    <table className="pair-table">
      <thead>
        <tr>
          <th scope="col">
            <span className="visually-hidden">Part</span>
          </th>
          <th scope="col">
            <SourceName id={event.sourceId} />
          </th>
          <th scope="col">{candidate === null ? 'No candidate' : <SourceName id={candidate.sourceId} />}</th>
          <th scope="col" className="figure">
            Likeness
          </th>
          <th scope="col">Why</th>
        </tr>
      </thead>
      <tbody>
        {parts.map((part) => (
          <PairRow
            key={part.part}
            label={part.label}
            one={part.of(event)}
            two={counterpart(part)}
            reason={match.reasons.find((reason) => reason.part === part.part)}
          />
        ))}
        {candidate !== null && (
          <tr className="pair-score">
            <th scope="row">Score</th>
            <td colSpan={2}>{rival === undefined ? 'no other pair comes near' : rival.words}</td>
            <LikenessCell likeness={match.score} />
            <td />
          </tr>
        )}
      </tbody>
    </table>
  );
}

/** Drawn again when the source tells its name. */
function SourceName({ id }: { readonly id: NamedEvent['sourceId'] }) {
  useRow(sources, id);
  return sourceName(id);
}

function PairRow({
  label,
  one,
  two,
  reason,
}: {
  readonly label: string;
  readonly one: string;
  readonly two: string;
  readonly reason: MatchReason | undefined;
}) {
  return (
    <tr>
      <th scope="row">{label}</th>
      <td>{one}</td>
      <td className={one === two ? '' : 'differs'}>{two}</td>
      {reason === undefined ? <td /> : <LikenessCell likeness={reason.likeness} />}
      <td className="muted">{reason?.words}</td>
    </tr>
  );
}

const LikenessCell = ({ likeness }: { readonly likeness: number }) => (
  <td className={`figure likeness ${likeness < 0.8 ? 'is-weak' : ''}`}>
    <span className="likeness-bar" aria-hidden="true">
      <i style={{ width: percent(likeness) }} />
    </span>
    <span className="likeness-figure">{percent(likeness)}</span>
  </td>
);
