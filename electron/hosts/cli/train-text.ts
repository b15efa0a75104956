import { RECIPES, SHIPPED_MODELS, type TrainedModel } from '../../engine/training/index.ts';
import { table } from './output.ts';

const figure = (value: number | undefined): string =>
  value === undefined || Number.isNaN(value) ? '' : value.toFixed(5);

/** What came of a training: where it is, and how it did on seasons it had not seen. */
export function trainedText({ manifest, trials }: TrainedModel, place: string): string {
  const { judgement, versions } = manifest;
  const lines = [
    `${manifest.id}: ${versions.length} versions, ${versions.at(-1)?.rows ?? 0} matches, calibration ${manifest.calibration}, in ${place}`,
  ];
  if (trials.length > 0)
    lines.push(
      `Searched ${trials.length}: log loss ${figure(Math.min(...trials.map(({ logLoss }) => logLoss)))} at best, ${figure(trials[0]?.logLoss)} by default.`,
    );
  if (judgement !== null)
    lines.push(
      table([
        ['season', 'matches', 'log loss', 'RPS', 'ECE', 'accuracy', 'market log loss', 'market RPS'],
        ...[...judgement.bySeason, judgement.overall].map(({ group, model, market }) => [
          group,
          String(model.n),
          figure(model.logLoss),
          figure(model.rps),
          figure(model.ece),
          figure(model.accuracy),
          figure(market?.logLoss),
          figure(market?.rps),
        ]),
      ]),
    );
  return lines.join('\n');
}

export const trainedJson = ({ manifest, trials }: TrainedModel, place: string) => ({
  id: manifest.id,
  place,
  recipe: manifest.parameters['recipe'],
  parameters: manifest.parameters,
  calibration: manifest.calibration,
  versions: manifest.versions.map(({ trainedTo, rows, dataSha256 }) => ({ trainedTo, rows, dataSha256 })),
  overall: manifest.judgement?.overall ?? null,
  bySeason: manifest.judgement?.bySeason ?? [],
  trials: trials.map(({ options, logLoss }) => ({ ...options, logLoss })),
});

export const recipesText = (): string =>
  [
    'Recipes:',
    table(RECIPES.map(({ id, description }) => [`  ${id}`, description.split(':')[0] ?? description])),
    '',
    'overround-line learns the weights of the Overround line.',
    `all-shipped makes everything that comes with the program: ${SHIPPED_MODELS.map(({ id }) => id).join(', ')}, overround-line.`,
  ].join('\n');
