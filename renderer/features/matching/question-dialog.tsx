import { Dialog } from '../../ui/dialog.tsx';
import { sourceName } from './match-columns.ts';
import { answer, type Question, useMatchingView } from './matching-state.ts';

const eventOf = ({ match: { event } }: Question): string => `${event.home} v ${event.away}`;

function wordingOf(question: Question): {
  readonly title: string;
  readonly text: readonly string[];
  readonly yes: string;
} {
  const { action, match } = question;
  const { candidate, openBets, candidateBets } = match;
  const other = candidate ? `${candidate.home} v ${candidate.away} (${sourceName(candidate.sourceId)})` : '';
  const count = openBets + (match.state === 'matched' ? 0 : candidateBets);
  const held = count === 1 ? 'There is an open bet' : `There are ${count} open bets`;
  if (action === 'accept')
    return {
      title: 'Match events with bets?',
      text: [
        `${eventOf(question)} (${sourceName(match.event.sourceId)}) and ${other}.`,
        `${held} on ${openBets > 0 ? 'the first' : 'the second'}: it keeps its id, its bets are settled by its result, and the other's prices come to it.`,
      ],
      yes: 'Match them',
    };
  return {
    title: 'Keep events with bets apart?',
    text: [
      `${eventOf(question)} (${sourceName(match.event.sourceId)}) and ${other}.`,
      `${held} here. Bets stay with the event they were placed on; prices of ${sourceName(match.event.sourceId)} are shown and traded apart.`,
    ],
    yes: match.state === 'matched' ? 'Part them' : 'Keep apart',
  };
}

/** Asks before a decision that bets hang on. It must be read: Enter is no. */
export function QuestionDialog() {
  const question = useMatchingView((view) => view.question);
  if (question === null) return null;
  const { title, text, yes } = wordingOf(question);
  return (
    <Dialog label={title} className="matching-question" onClose={() => answer(false)}>
      <header className="dialog-header">
        <h2>{title}</h2>
      </header>
      <div className="dialog-body">
        {text.map((line) => (
          <p key={line}>{line}</p>
        ))}
      </div>
      <footer className="dialog-footer">
        <button
          type="button"
          className="button button-primary"
          data-dialog-focus=""
          onClick={() => answer(false)}
        >
          Cancel <kbd className="key-cap">Enter</kbd>
        </button>
        <button type="button" className="button" onClick={() => answer(true)}>
          {yes} <kbd className="key-cap">Tab Enter</kbd>
        </button>
      </footer>
    </Dialog>
  );
}
