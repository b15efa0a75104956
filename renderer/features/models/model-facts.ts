import type { ModelEntry } from '../../../shared/contract/models.ts';
import { TARGETS } from '../../../shared/domain/model.ts';
import { competitionName } from '../../ui/match-picker.tsx';
import { countText, nameText } from './score-text.ts';

export type Fact = { readonly name: string; readonly value: string };

const ORIGINS: Readonly<Record<ModelEntry['origin'], string>> = {
  shipped: 'came with Overround',
  trained: 'trained here',
  imported: 'imported',
};

const dayOf = new Intl.DateTimeFormat('en-GB', { day: '2-digit', month: 'short', year: 'numeric' });

/** Bytes as people read them: `812 B`, `118 kB`, `3.4 MB`. */
export function bytesText(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  return bytes < 1_000_000 ? `${Math.round(bytes / 1000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}

export const competitionsText = (codes: readonly string[]): string =>
  codes.length === 0 ? 'any' : codes.length <= 3 ? codes.map(competitionName).join(', ') : codes.join(' ');

/** What a model is made of, named as people ask for it. */
export const modelFacts = (model: ModelEntry): readonly Fact[] => [
  { name: 'Id', value: model.id },
  { name: 'Origin', value: `${ORIGINS[model.origin]}, ${dayOf.format(model.createdAt)}` },
  { name: 'Target', value: `${TARGETS[model.target].label} (${model.outcomes.join(', ')})` },
  { name: 'Learner', value: model.learner },
  { name: 'Calibration', value: model.calibration },
  { name: 'Feature set', value: model.featureSet ?? 'columns of a CSV file' },
  { name: 'Competitions', value: competitionsText(model.competitions) },
  {
    name: 'Trained on',
    value:
      model.trainedFrom === null || model.trainedTo === null
        ? 'unknown: made elsewhere'
        : `${countText(model.rows)} matches, ${model.trainedFrom} to ${model.trainedTo}`,
  },
  {
    name: 'Versions',
    value:
      model.versions === 1 ? '1' : `${model.versions}, one a season: each match by one that had not seen it`,
  },
  { name: 'ONNX', value: `opset ${model.opset}, IR ${model.ir}, ${bytesText(model.bytes)}` },
  { name: 'SHA-256', value: model.sha256 },
  ...Object.entries(model.parameters).map(([name, value]) => ({
    name: nameText(name),
    value: String(value),
  })),
];

/** The model for the clipboard: what identifies it and what it is worth. */
export function modelText(model: ModelEntry): string {
  const { overall } = model;
  const worth =
    overall === null
      ? 'not judged'
      : `log loss ${overall.model.logLoss?.toFixed(5) ?? '–'} on ${overall.model.n} matches; market ${overall.market?.logLoss?.toFixed(5) ?? '–'}`;
  return [
    `${model.name} (${model.state})`,
    worth,
    ...modelFacts(model).map(({ name, value }) => `${name}: ${value}`),
  ].join('\n');
}
