import type { ModelEntry } from '../../../shared/contract/models.ts';
import type { ModelState } from '../../../shared/domain/model.ts';
import type { Column } from '../../grid/index.ts';
import { championOf, models, servingNote, slotText } from '../../stores/models.ts';
import type { ModelRow } from './model-rows.ts';
import { useModelsView } from './models-view.ts';
import {
  countText,
  gapOf,
  gapText,
  gapTone,
  judgedAlike,
  METRICS,
  type Metric,
  scoreText,
} from './score-text.ts';

export const STATE_WORDS: Readonly<Record<ModelState, string>> = {
  champion: 'Champion',
  shadow: 'Shadow',
  draft: 'Draft',
  retired: 'Retired',
};

/** PSI from which inputs are moving, and from which they are of another world. */
export const PSI_MOVING = 0.1;
export const PSI_ALERT = 0.25;

const model = ({ value }: ModelRow): ModelEntry => value;

export const modelSearchText = (row: ModelRow): string => {
  const { id, name, slot, state, learner, origin, featureSet } = model(row);
  return `${id} ${name} ${slot} ${slotText(model(row))} ${STATE_WORDS[state]} ${learner} ${origin} ${featureSet ?? ''}`;
};

const scoreColumns = (metric: Metric): readonly Column<ModelRow>[] => {
  const gap = (row: ModelRow) => gapOf(metric, model(row).overall);
  return [
    {
      id: metric.id,
      header: 'Model',
      group: metric.label,
      hint: `${metric.hint}. On the model's own matches: compare models by the gap to the market`,
      kind: 'figure',
      width: 62,
      value: (row) => model(row).overall?.model[metric.id] ?? null,
      text: (row) => scoreText(metric, model(row).overall?.model[metric.id]).replace('–', ''),
      csv: (row) => model(row).overall?.model[metric.id] ?? null,
    },
    {
      id: `${metric.id}-gap`,
      header: 'vs market',
      group: metric.label,
      hint: `${metric.label} minus the market's on the model's own matches: green is better than the market, red worse. What compares models judged on other matches. Where the market had no prices on some matches (details, Scores) its mean leaves those out`,
      kind: 'figure',
      width: 70,
      value: gap,
      text: (row) => gapText(metric, gap(row)).replace('–', ''),
      csv: gap,
      classes: {
        gain: (row) => gapTone(metric, gap(row)) === 'gain',
        loss: (row) => gapTone(metric, gap(row)) === 'loss',
      },
    },
  ];
};

/** Whether it was judged on other matches than its slot's champion. */
const isApart = (row: ModelRow): boolean => {
  const champion = championOf(models.values(), model(row).slot);
  return (
    champion !== undefined &&
    champion.id !== row.id &&
    champion.overall !== null &&
    model(row).overall !== null &&
    !judgedAlike(champion, model(row))
  );
};

const milliseconds = (ms: number): string => (ms < 10 ? ms.toFixed(2) : ms.toFixed(0));

/** Latencies of nothing are none. */
const servingOf = (row: ModelRow) => {
  const { serving } = model(row);
  return serving === null || serving.predictions === 0 ? undefined : serving;
};

const servingColumn = (
  id: 'p50Ms' | 'p99Ms' | 'predictions',
  header: string,
  hint: string,
  width: number,
): Column<ModelRow> => ({
  id,
  header,
  hint,
  group: 'Serving',
  kind: 'figure',
  width,
  className: 'is-quiet',
  value: (row) => servingOf(row)?.[id] ?? null,
  text: (row) => {
    const value = servingOf(row)?.[id];
    if (value === undefined) return '';
    return id === 'predictions' ? countText(value) : milliseconds(value);
  },
});

export const modelColumns: readonly Column<ModelRow>[] = [
  {
    id: 'mark',
    header: '✓',
    hint: 'Marked for comparison (Space)',
    kind: 'text',
    width: 26,
    pinned: true,
    className: 'is-mark',
    exported: false,
    value: ({ id }) => (useModelsView.getState().marked.includes(id) ? '✓' : ''),
  },
  {
    id: 'slot',
    header: 'Slot',
    hint: 'What it is a model of: one champion a slot',
    kind: 'text',
    width: 158,
    pinned: true,
    once: true,
    value: (row) => slotText(model(row)),
  },
  {
    id: 'name',
    header: 'Model',
    kind: 'text',
    width: 202,
    pinned: true,
    className: 'is-strong',
    value: (row) => model(row).name,
  },
  {
    id: 'state',
    header: 'State',
    kind: 'text',
    width: 88,
    className: 'is-state',
    value: (row) => STATE_WORDS[model(row).state],
    classes: {
      'is-champion': (row) => model(row).state === 'champion' && model(row).problem === null,
      'is-danger': (row) => model(row).state === 'champion' && model(row).problem !== null,
      'is-shadow': (row) => model(row).state === 'shadow',
      'is-draft': (row) => model(row).state === 'draft',
      'is-retired': (row) => model(row).state === 'retired',
    },
  },
  {
    id: 'n',
    header: 'Matches',
    hint: "Forecast walk-forward, by a version that had not seen them. ≠: not the same matches as the champion's; compare the gaps to the market, not the scores",
    kind: 'figure',
    width: 76,
    value: (row) => model(row).overall?.model.n ?? null,
    text: (row) => {
      const n = model(row).overall?.model.n;
      return n === undefined ? '' : `${isApart(row) ? '≠ ' : ''}${countText(n)}`;
    },
    csv: (row) => model(row).overall?.model.n ?? null,
    classes: { 'is-apart': isApart },
  },
  ...METRICS.slice(0, 3).flatMap(scoreColumns),
  {
    id: 'psi',
    header: 'PSI',
    hint: 'Population stability index of the input that moved most: below 0.1 steady, above 0.25 another world',
    kind: 'figure',
    width: 56,
    value: (row) => model(row).drift?.psi ?? null,
    text: (row) => model(row).drift?.psi.toFixed(2) ?? '',
    classes: {
      'is-warn': (row) => {
        const psi = model(row).drift?.psi ?? 0;
        return psi >= PSI_MOVING && psi < PSI_ALERT;
      },
      'is-danger': (row) => (model(row).drift?.psi ?? 0) >= PSI_ALERT,
    },
  },
  {
    id: 'problem',
    header: 'Problem or alert',
    kind: 'text',
    width: 170,
    grow: 1,
    value: (row) => model(row).problem ?? model(row).drift?.alert ?? servingNote(model(row)) ?? '',
    classes: {
      'is-danger': (row) => model(row).problem !== null,
      'is-warn': (row) => model(row).problem === null && (model(row).drift?.alert ?? null) !== null,
    },
  },
  {
    id: 'trained',
    header: 'Trained to',
    hint: 'The last day of matches the newest version learned from',
    kind: 'text',
    width: 92,
    value: (row) => model(row).trainedTo ?? '',
  },
  servingColumn('p50Ms', 'p50 ms', 'Median time from features to probabilities of one batch', 56),
  servingColumn('p99Ms', 'p99 ms', 'One batch in a hundred takes longer', 56),
  servingColumn('predictions', 'Predictions', 'Since the engine started', 78),
  {
    id: 'learner',
    header: 'Learner',
    kind: 'text',
    width: 124,
    value: (row) => model(row).learner,
  },
];
