import { resultWords } from '../../../shared/domain/result.ts';
import type { EventId } from '../../../shared/domain/units.ts';
import { useStatus } from '../../stores/status.ts';
import { useAnswer } from '../../stores/use-answer.ts';
import { engine } from '../../transport/engine.ts';
import { formatDayAndTime, formatProfit } from '../../ui/figures.ts';
import { ORIGINS } from './result-columns.ts';
import { toneOf } from './tone.ts';

/** Everything that was said of the event's end, newest first, and what it did. Read again with every `revision`. */
export function RevisionTable({
  eventId,
  revision,
}: {
  readonly eventId: EventId;
  readonly revision: number;
}) {
  const currency = useStatus(({ status }) => status?.currency ?? null);
  const { value, problem } = useAnswer(revision === 0 ? null : `${eventId}/${revision}`, (signal) =>
    engine().call('results.revisions', { eventId }, { signal }),
  );
  if (problem !== null)
    return (
      <p role="alert" className="field-problem">
        The history could not be read. {problem}
      </p>
    );
  if (value === null || value.length === 0 || currency === null) return null;
  return (
    <section className="result-history" aria-label="History of the result">
      <h3>History</h3>
      <table className="figures">
        <thead>
          <tr>
            <th scope="col" className="figure">
              Rev.
            </th>
            <th scope="col">Time</th>
            <th scope="col">Told by</th>
            <th scope="col">Result</th>
            <th scope="col" className="figure">
              Bets
            </th>
            <th scope="col" className="figure">
              P&L change
            </th>
            <th scope="col">Note</th>
          </tr>
        </thead>
        <tbody>
          {value.toReversed().map((each) => (
            <tr key={each.revision} className={each.stands ? 'is-standing' : ''}>
              <td className="figure">{each.revision}</td>
              <td>{formatDayAndTime(each.at)}</td>
              <td>{each.origin === 'source' ? `${ORIGINS.source} ${each.teller}` : ORIGINS[each.origin]}</td>
              <td>
                {resultWords(each)}
                {each.stands && <span className="result-stands"> stands</span>}
              </td>
              <td className="figure">{each.bets === 0 ? '' : each.bets}</td>
              <td className={`figure ${toneOf(each.profit)}`}>
                {each.bets === 0 ? '' : formatProfit(each.profit, currency)}
              </td>
              <td className="result-note" title={each.note}>
                {each.note}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
