import type { Judgement, ModelEntry, Scores } from '../../../shared/contract/models.ts';
import { models, servingNote } from '../../stores/models.ts';
import { useRow } from '../../stores/use-row.ts';
import { countText, gapBetween, gapText, gapTone, METRICS, scoreText } from './score-text.ts';

/** Fewer settled matches than this tell luck from skill no better than a coin. */
const FEW = 200;

/** The model's settled live predictions beside those of its slot's champion on the same matches. */
export function LiveSection({
  model,
  judgement,
}: {
  readonly model: ModelEntry;
  readonly judgement: Judgement;
}) {
  const { live } = judgement;
  const champion = useRow(models, live?.championId ?? null);
  const note = servingNote(model);
  if (live === null)
    return (
      <div className="pane-empty">
        <strong>No settled live predictions yet</strong>
        <span>
          {model.state === 'champion' || model.state === 'shadow'
            ? (note ?? 'They count once the matches are over.')
            : 'A draft or retired model predicts nothing. As a shadow (S) it is compared with the champion on live matches.'}
        </span>
      </div>
    );
  const isChampion = live.championId === model.id;
  const against = isChampion ? null : live.champion;
  return (
    <div className="models-scroll">
      <table className="figures">
        <thead>
          <tr>
            <th scope="col">Model</th>
            <th scope="col" className="figure">
              Matches
            </th>
            {METRICS.map(({ id, label, hint }) => (
              <th key={id} scope="col" className="figure" title={hint}>
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <ScoresRow name={model.name} scores={live.model} />
          {against !== null && (
            <ScoresRow
              name={`${champion?.name ?? live.championId ?? 'Champion'} (champion)`}
              scores={against}
            />
          )}
        </tbody>
        {against !== null && (
          <tfoot>
            <tr>
              <th scope="row">Difference</th>
              <td />
              {METRICS.map((metric) => {
                const gap = gapBetween(metric, live.model, against);
                return (
                  <td key={metric.id} className={`figure ${gapTone(metric, gap) ?? 'muted'}`}>
                    {gapText(metric, gap)}
                  </td>
                );
              })}
            </tr>
          </tfoot>
        )}
      </table>
      {note !== null && <p className="models-note">{note}</p>}
      <p className="models-note muted">
        {isChampion
          ? 'This is the champion: its shadows are compared with it. '
          : 'Both on the same matches. '}
        {live.model.n < FEW && `${countText(live.model.n)} matches say little: wait for some hundreds.`}
      </p>
    </div>
  );
}

function ScoresRow({ name, scores }: { readonly name: string; readonly scores: Scores }) {
  return (
    <tr>
      <th scope="row">{name}</th>
      <td className="figure">{countText(scores.n)}</td>
      {METRICS.map((metric) => (
        <td key={metric.id} className="figure">
          {scoreText(metric, scores[metric.id])}
        </td>
      ))}
    </tr>
  );
}
