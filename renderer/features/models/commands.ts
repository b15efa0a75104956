import { copyText } from '../../grid/index.ts';
import type { Command } from '../../stores/command.ts';
import { models } from '../../stores/models.ts';
import { runs } from '../../stores/runs.ts';
import { notify } from '../../stores/toasts.ts';
import { showPane } from '../../stores/workspace.ts';
import { currentList } from './list-slots.ts';
import { askRemove, askState, focusedModel, rollback } from './model-actions.ts';
import { modelText } from './model-facts.ts';
import {
  cycled,
  EVALUATION_STAGES,
  formActions,
  GROUPINGS,
  MODELS_TABS,
  modelsFilterBox,
  SECTIONS,
  toggleModelMark,
  toggleRunMark,
  useModelsView,
} from './models-view.ts';
import { enterDetails, leaveDetails, setComparing, showTab } from './navigation.ts';
import { askRemoveRun, cancel, focusedRun, resume, showResult } from './run-actions.ts';
import { METRICS } from './score-text.ts';

const pane = 'models' as const;
const view = useModelsView.getState;
const set = useModelsView.setState;

const onModels = () => view().tab === 'models';
const onRuns = () => view().tab === 'runs';
const onAList = () => onModels() || onRuns();
const onAModel = () => focusedModel() !== null;
const onARun = () => focusedRun() !== null;

/** Whether enough is marked, of what still exists, to compare. */
export const comparable = (): boolean =>
  onModels()
    ? view().marked.filter((id) => models.get(id) !== undefined).length >= 2
    : view().markedRuns.filter((id) => runs.get(id) !== undefined).length >= 2;

export function compareMarked(): void {
  if (view().comparing) setComparing(false);
  else if (comparable()) setComparing(true);
  else notify('info', `Mark two or more ${onModels() ? 'models' : 'runs'} with Space first.`);
}

function toggleMark(): void {
  const model = focusedModel();
  const run = focusedRun();
  if (model !== null) toggleModelMark(model.id);
  else if (run !== null) toggleRunMark(run.id);
}

function copyFocused(): void {
  const model = focusedModel();
  const run = focusedRun();
  if (model !== null) copyText(modelText(model));
  else if (run !== null)
    copyText(JSON.stringify({ name: run.name, ...run.spec, figures: run.figures }, null, 2));
}

const METRIC_OPTIONS = METRICS.map(({ id }) => ({ value: id }));

/** From anywhere: the pane, and in it this view. */
const goTo = (tab: (typeof MODELS_TABS)[number]['value']) => () => showPane(pane, () => showTab(tab));

export const modelsCommands: readonly Command[] = [
  ...MODELS_TABS.map(
    ({ value, label }, index): Command => ({
      id: `models.view.${value}`,
      title: `${label} view`,
      keys: [String(index + 1)],
      pane,
      run: () => showTab(value),
    }),
  ),
  { id: 'models.train', title: 'Train a model', keys: [], run: goTo('train') },
  { id: 'models.import', title: 'Import an ONNX model', keys: [], run: goTo('import') },
  {
    id: 'models.champion',
    title: 'Promote the model to champion of its slot',
    keys: ['C'],
    pane,
    enabled: onAModel,
    run: () => askState('champion'),
  },
  {
    id: 'models.shadow',
    title: "Let the model predict in the champion's shadow",
    keys: ['S'],
    pane,
    enabled: onAModel,
    run: () => askState('shadow'),
  },
  {
    id: 'models.draft',
    title: 'Make the model a draft',
    keys: ['D'],
    pane,
    enabled: onAModel,
    run: () => askState('draft'),
  },
  {
    id: 'models.retire',
    title: 'Retire the model',
    keys: ['R'],
    pane,
    enabled: onAModel,
    run: () => askState('retired'),
  },
  {
    id: 'models.rollback',
    title: "Roll the slot's last promotion back",
    keys: ['Z'],
    pane,
    enabled: onAModel,
    run: () => rollback(),
  },
  {
    id: 'models.mark',
    title: 'Mark the model or run for comparison',
    keys: ['Space'],
    pane,
    enabled: () => onAModel() || onARun(),
    run: toggleMark,
  },
  {
    id: 'models.compare',
    title: 'Compare what is marked, or close the comparison',
    keys: ['V'],
    pane,
    enabled: onAList,
    run: compareMarked,
  },
  {
    id: 'models.unmark',
    title: 'Unmark everything',
    keys: ['Shift+V'],
    pane,
    enabled: onAList,
    run: () => set(onModels() ? { marked: [], comparing: false } : { markedRuns: [], comparing: false }),
  },
  {
    id: 'models.details',
    title: 'Into the details of the model or run',
    keys: ['Enter'],
    pane,
    enabled: () => onAModel() || onARun(),
    run: enterDetails,
  },
  {
    id: 'models.list',
    title: 'Back to the list',
    keys: ['Escape'],
    pane,
    enabled: () => view().inDetails || view().comparing,
    run: leaveDetails,
  },
  {
    id: 'models.section.next',
    title: "The details' next part",
    keys: [']'],
    pane,
    enabled: onModels,
    run: () => set(({ section }) => ({ section: cycled(SECTIONS, section, 1) })),
  },
  {
    id: 'models.section.previous',
    title: "The details' previous part",
    keys: ['['],
    pane,
    enabled: onModels,
    run: () => set(({ section }) => ({ section: cycled(SECTIONS, section, -1) })),
  },
  {
    id: 'models.group',
    title: 'Scores by season, competition or odds band',
    keys: ['G'],
    pane,
    enabled: onModels,
    run: () => set(({ grouping }) => ({ grouping: cycled(GROUPINGS, grouping, 1) })),
  },
  {
    id: 'models.metric',
    title: 'Plot the next score',
    keys: ['M'],
    pane,
    enabled: onModels,
    run: () => set(({ metric }) => ({ metric: cycled(METRIC_OPTIONS, metric, 1) })),
  },
  {
    id: 'models.plots',
    title: 'Plots over their tables, or the tables alone',
    keys: ['T'],
    pane,
    enabled: onModels,
    run: () => set(({ plots }) => ({ plots: !plots })),
  },
  {
    id: 'models.remove',
    title: 'Remove the model or run',
    keys: ['Delete'],
    pane,
    enabled: () => onAModel() || onARun(),
    run: () => (onModels() ? askRemove() : askRemoveRun()),
  },
  {
    id: 'models.run.cancel',
    title: 'Cancel the run',
    keys: ['X'],
    pane,
    enabled: onARun,
    run: () => cancel(),
  },
  {
    id: 'models.run.resume',
    title: 'Resume the run',
    keys: ['U'],
    pane,
    enabled: onARun,
    run: () => resume(),
  },
  {
    id: 'models.run.result',
    title: "Jump to the run's model, scores or backtest",
    keys: ['J'],
    pane,
    enabled: onARun,
    run: () => showResult(),
  },
  {
    id: 'models.only',
    title: 'Own or common matches; only where runs differ',
    keys: ['O'],
    pane,
    enabled: () => view().tab === 'evaluate' || onRuns(),
    run: () =>
      onRuns()
        ? set(({ differencesOnly }) => ({ differencesOnly: !differencesOnly }))
        : set(({ covers }) => ({ covers: covers === 'own' ? 'common' : 'own' })),
  },
  {
    id: 'models.stage',
    title: 'Forecasters of pre-closing prices, of closing ones, or all',
    keys: ['P'],
    pane,
    enabled: () => view().tab === 'evaluate',
    run: () => set(({ stage }) => ({ stage: cycled(EVALUATION_STAGES, stage, 1) })),
  },
  {
    id: 'models.submit',
    title: 'Start the training or evaluation; next step of the import',
    keys: ['Mod+Enter'],
    pane,
    enabled: () => formActions.current !== null,
    run: () => formActions.current?.submit(),
  },
  {
    id: 'models.back',
    title: 'Previous step of the import',
    keys: ['Mod+Shift+Enter'],
    pane,
    enabled: () => (formActions.current?.back ?? null) !== null,
    run: () => formActions.current?.back?.(),
  },
  {
    id: 'models.filter',
    title: 'Find a model, run or forecaster',
    keys: ['/'],
    pane,
    enabled: () => modelsFilterBox.current !== null,
    run: () => modelsFilterBox.current?.focus(),
  },
  {
    id: 'models.reload',
    title: 'Read judgements, recipes and seasons again',
    keys: ['F5'],
    pane,
    run: () => set(({ reload }) => ({ reload: reload + 1 })),
  },
  {
    id: 'models.copy',
    title: 'Copy the model or run',
    keys: ['Shift+C'],
    pane,
    enabled: () => onAModel() || onARun(),
    run: copyFocused,
  },
  {
    id: 'models.export',
    title: 'Export the list shown as CSV',
    keys: ['Shift+E'],
    pane,
    enabled: () => currentList() !== null,
    run: () => currentList()?.exportCsv(),
  },
];
