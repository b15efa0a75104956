import type { GroupScores, Manifest } from '../inference/registry/manifest.ts';

const figure = (value: number | undefined): string =>
  value === undefined || Number.isNaN(value) ? '' : value.toFixed(5);

const head = (title: string): string =>
  `| ${title} | matches | log loss | RPS | Brier | ECE | accuracy | priced | market log loss | market RPS |\n|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|`;

const line = ({ group, model, market }: GroupScores): string =>
  `| ${group} | ${model.n} | ${figure(model.logLoss)} | ${figure(model.rps)} | ${figure(model.brier)} | ${figure(model.ece)} | ${figure(model.accuracy)} | ${market?.n ?? 0} | ${figure(market?.logLoss)} | ${figure(market?.rps)} |`;

const section = (title: string, groups: readonly GroupScores[]): string =>
  groups.length === 0 ? '' : `\n${head(title)}\n${groups.map(line).join('\n')}\n`;

/**
 * What a model is and how it has done, as the `README.md` of its folder. Every figure is of the manifest's walk-forward
 * judgement; the market is the average price before the close (at the close where there is no earlier one) without its margin
 * (power method), on the matches that had one.
 */
export function modelCard(manifest: Manifest): string {
  const { name, description, target, learner, parameters, competitions, versions, input, judgement } =
    manifest;
  const first = versions[0];
  const last = versions.at(-1);
  const facts = [
    `- Forecasts: ${target} (${manifest.outcomes.join(', ')}), ${manifest.sport}`,
    `- Learner: ${learner}; calibration: ${manifest.calibration}`,
    `- Inputs: ${input.teams === null ? `${input.columns.length} features of ${input.featureSet}` : `the two teams, of ${input.teams.length}`}`,
    `- Learned from: ${last?.rows ?? 0} matches, ${last?.trainedFrom ?? '?'} to ${last?.trainedTo ?? '?'}, of ${competitions.join(', ')}`,
    `- Versions: ${versions.length}, the oldest trained to ${first?.trainedTo ?? '?'}; a past match is forecast by the newest version trained before it`,
    `- Parameters: ${Object.entries(parameters)
      .map(([key, value]) => `${key} ${value}`)
      .join(', ')}`,
  ];
  const scores =
    judgement === null
      ? 'It was not judged.\n'
      : `Every forecast was made by a fit that had not seen the match. What is fitted (features, learner, parameters) was chosen with all but the last season in view, so that only the last season is untouched by choices. Market: the average price before the close, or at the close where no earlier one was recorded, without its margin by the power method, on the matches that had one.
${section('overall', [judgement.overall])}${section('season', judgement.bySeason)}${section('competition', judgement.byCompetition)}${section('odds of the favourite', judgement.byOddsBand)}`;
  return `# ${name}\n\n${description}\n\n${facts.join('\n')}\n\n## How it has done\n\n${scores}`;
}
