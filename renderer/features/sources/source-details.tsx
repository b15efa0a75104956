import { formatDayAndTime } from '../../ui/figures.ts';
import { KeyCaps } from '../../ui/key-caps.tsx';
import { count, type Fact, type SourceRow, truthFacts, wordsOf } from './source-rows.ts';
import { askToRemove, openForm } from './sources-view.ts';

/** Everything that is known of one source: what it says of itself, how true its prices are, and what may be done. */
export function SourceDetails({ row }: { readonly row: SourceRow }) {
  const { health, truth, setup } = row;
  const credits = health?.credits ?? null;
  const words = health === undefined ? '' : wordsOf(health, truth);
  return (
    <div className="source-details">
      {words !== '' && <p className="source-words">{words}</p>}
      <div className="source-facts">
        <Facts title="Its prices" facts={truthFacts(truth)} />
        <Facts title="The source" facts={health?.facts ?? []} />
        {credits !== null && <Facts title="Credits" facts={creditFacts(credits)} />}
      </div>
      {setup !== undefined && (
        <div className="source-actions">
          <button type="button" className="button" onClick={() => openForm(row.id)}>
            Change <KeyCaps chord="E" />
          </button>
          <button type="button" className="button" onClick={() => askToRemove(row.id)}>
            Remove… <KeyCaps chord="Delete" />
          </button>
        </div>
      )}
    </div>
  );
}

function creditFacts(credits: NonNullable<NonNullable<SourceRow['health']>['credits']>): readonly Fact[] {
  const plain = (label: string, value: string): Fact => ({ label, value, tone: 'plain' });
  return [
    plain('Last call', count(credits.lastCost)),
    plain('Used', count(credits.used)),
    plain('Left', count(credits.remaining)),
    plain('Budget a month', credits.budget === null ? 'all there are' : count(credits.budget)),
    credits.exhaustedAt === null
      ? { label: 'At this pace', value: 'they last until they are renewed', tone: 'good' }
      : { label: 'At this pace', value: `spent by ${formatDayAndTime(credits.exhaustedAt)}`, tone: 'warn' },
  ];
}

const Facts = ({ title, facts }: { readonly title: string; readonly facts: readonly Fact[] }) =>
  facts.length === 0 ? null : (
    <dl aria-label={title}>
      <dt className="facts-title">{title}</dt>
      {facts.map(({ label, value, tone }) => (
        <div key={label} className={`fact fact-${tone}`}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
