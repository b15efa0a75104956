import type { GroupScores } from '../../../shared/contract/models.ts';
import { gapOf, gapText, gapTone, METRICS, matchesText, NONE, scoreText, unevenHint } from './score-text.ts';

type GroupScoresTableProps = {
  /** What the groups are: `Season`. */
  readonly heading: string;
  readonly groups: readonly GroupScores[];
  readonly overall: GroupScores | null;
  readonly nameOf?: (group: string) => string;
};

/** The model against the market, group by group: each score of both, and the difference in its colour. */
export function GroupScoresTable({ heading, groups, overall, nameOf }: GroupScoresTableProps) {
  return (
    <div className="models-scroll">
      <table className="figures scores-table">
        <thead>
          <tr>
            <th scope="col" rowSpan={2} className="is-group">
              {heading}
            </th>
            <th
              scope="col"
              rowSpan={2}
              className="figure"
              title="Matches forecast; after the slash those of them on which the market had prices"
            >
              Matches
            </th>
            {METRICS.map((metric) => (
              <th key={metric.id} scope="colgroup" colSpan={3} className="is-metric" title={metric.hint}>
                {metric.label}
              </th>
            ))}
          </tr>
          <tr>
            {METRICS.map((metric) => [
              <th key={`${metric.id} model`} scope="col" className="figure is-first">
                Model
              </th>,
              <th key={`${metric.id} market`} scope="col" className="figure">
                Market
              </th>,
              <th
                key={`${metric.id} gap`}
                scope="col"
                className="figure"
                title="Model minus market: green is better than the market, red worse"
              >
                ±
              </th>,
            ])}
          </tr>
        </thead>
        <tbody>
          {groups.map((group) => (
            <Row key={group.group} group={group} name={group.group} title={nameOf?.(group.group)} />
          ))}
        </tbody>
        {overall !== null && (
          <tfoot>
            <Row group={overall} name="All" />
          </tfoot>
        )}
      </table>
    </div>
  );
}

type RowProps = { readonly group: GroupScores; readonly name: string; readonly title?: string | undefined };

function Row({ group, name, title }: RowProps) {
  return (
    <tr>
      <th scope="row" className="is-group" title={title}>
        {name}
      </th>
      <td className="figure muted">{matchesText(group)}</td>
      {METRICS.map((metric) => {
        const gap = gapOf(metric, group);
        return [
          <td key={`${metric.id} model`} className="figure is-first">
            {scoreText(metric, group.model[metric.id])}
          </td>,
          <td key={`${metric.id} market`} className="figure is-market">
            {group.market === null ? NONE : scoreText(metric, group.market[metric.id])}
          </td>,
          <td
            key={`${metric.id} gap`}
            className={`figure ${gapTone(metric, gap) ?? 'muted'}`}
            title={unevenHint(group)}
          >
            {gapText(metric, gap)}
          </td>,
        ];
      })}
    </tr>
  );
}
