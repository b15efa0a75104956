import type { GroupScores, ModelEntry, Scores } from '../../../shared/contract/models.ts';

export type MetricId = 'logLoss' | 'rps' | 'ece' | 'brier' | 'accuracy';

/** A score as it is written and judged. */
export type Metric = {
  readonly id: MetricId;
  readonly label: string;
  readonly hint: string;
  readonly lowerIsBetter: boolean;
  /** Digits after the point of what is written. */
  readonly digits: number;
  /** What the score is multiplied by to be written. */
  readonly scale: 1 | 100;
};

export const METRICS: readonly Metric[] = [
  {
    id: 'logLoss',
    label: 'Log loss',
    hint: 'Mean of -ln of the probability given to what happened, in nats; lower is better',
    lowerIsBetter: true,
    digits: 4,
    scale: 1,
  },
  {
    id: 'rps',
    label: 'RPS',
    hint: 'Ranked probability score, 0 to 1; lower is better',
    lowerIsBetter: true,
    digits: 4,
    scale: 1,
  },
  {
    id: 'ece',
    label: 'ECE',
    hint: 'Expected calibration error over ten bins; lower is better',
    lowerIsBetter: true,
    digits: 4,
    scale: 1,
  },
  {
    id: 'brier',
    label: 'Brier',
    hint: 'Brier score summed over the outcomes, 0 to 2; lower is better',
    lowerIsBetter: true,
    digits: 4,
    scale: 1,
  },
  {
    id: 'accuracy',
    label: 'Accuracy %',
    hint: 'Share of matches whose likeliest outcome happened; higher is better',
    lowerIsBetter: false,
    digits: 1,
    scale: 100,
  },
];

export const metricOf = (id: MetricId): Metric => METRICS.find((metric) => metric.id === id) ?? LOG_LOSS;
const LOG_LOSS = METRICS[0] as Metric;

export const NONE = '–';

/** `1.0022`, `52.3`; a dash where there is nothing to score. */
export const scoreText = ({ digits, scale }: Metric, value: number | null | undefined): string =>
  value === null || value === undefined ? NONE : (value * scale).toFixed(digits);

/** `+0.0021`, `-0.0003`, `0.0000`. */
export function gapText({ digits, scale }: Metric, gap: number | null): string {
  if (gap === null) return NONE;
  const text = (gap * scale).toFixed(digits);
  if (Number(text) === 0) return (0).toFixed(digits);
  return gap > 0 ? `+${text}` : text;
}

/** `value` minus `against`; `null` where either is missing. */
export const gapBetween = (
  metric: Metric,
  value: Scores | null | undefined,
  against: Scores | null | undefined,
): number | null => {
  const a = value?.[metric.id] ?? null;
  const b = against?.[metric.id] ?? null;
  return a === null || b === null ? null : a - b;
};

/** The model minus its market. */
export const gapOf = (metric: Metric, group: GroupScores | null | undefined): number | null =>
  gapBetween(metric, group?.model, group?.market);

/** Whether a gap, as it is written, is to the good; `null` when it is none. */
export function gapTone(metric: Metric, gap: number | null): 'gain' | 'loss' | null {
  if (gap === null || Number((gap * metric.scale).toFixed(metric.digits)) === 0) return null;
  return gap < 0 === metric.lowerIsBetter ? 'gain' : 'loss';
}

/** Whether the market had prices on other matches than those the model forecast: then the gap compares two samples. */
export const isUneven = ({ model, market }: GroupScores): boolean => market !== null && market.n !== model.n;

/** Scores of the same matches say the same of the market; differences below this are of the summing. */
const SAME_MARKET = 1e-6;

/**
 * Whether two scores can be of the same matches: as many of them, with as many prices and the same loss of the market.
 * Only then can the one be held against the other; otherwise each against its own market.
 */
export function sameMatches(a: GroupScores, b: GroupScores): boolean {
  if (a.model.n !== b.model.n) return false;
  if (a.market === null || b.market === null) return a.market === b.market;
  return (
    a.market.n === b.market.n && Math.abs((a.market.logLoss ?? 0) - (b.market.logLoss ?? 0)) < SAME_MARKET
  );
}

type Judged = Pick<ModelEntry, 'overall' | 'competitions'>;

/** Whether two models were judged on the same matches of the same competitions; false where one was not judged. */
export const judgedAlike = (a: Judged, b: Judged): boolean =>
  a.overall !== null &&
  b.overall !== null &&
  [...a.competitions].sort().join() === [...b.competitions].sort().join() &&
  sameMatches(a.overall, b.overall);

/** Why a gap is not of one sample, for a hint; `undefined` where it is. */
export const unevenHint = (group: GroupScores): string | undefined =>
  isUneven(group) && group.market !== null
    ? `The model forecast ${countText(group.model.n)} matches, the market had prices on ${countText(group.market.n)} of them: the gap is between the two means`
    : undefined;

export const countText = (value: number): string => value.toLocaleString('en-GB');

/** How many matches, and on how many of them the market had prices where that differs: `1,520 / 1,203`. */
export const matchesText = (group: GroupScores): string =>
  isUneven(group) && group.market !== null
    ? `${countText(group.model.n)} / ${countText(group.market.n)}`
    : countText(group.model.n);

const ACRONYMS: readonly string[] = ['rps', 'ece', 'clv', 'psi', 'l2'];

/** A name of a program's as people read it: `marketLogLoss` is `market log loss`, `rps` is `RPS`. */
export const nameText = (name: string): string =>
  name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(' ')
    .map((word) => (ACRONYMS.includes(word) ? word.toUpperCase() : word))
    .join(' ');

/** A figure of a run, with the digits that tell such figures apart. */
export function figureText(value: number): string {
  if (Number.isInteger(value)) return countText(value);
  return Math.abs(value) >= 100 ? value.toFixed(1) : value.toFixed(4);
}
