import type { ModelEntry } from '../../../shared/contract/models.ts';
import type { ModelState } from '../../../shared/domain/model.ts';
import {
  championOf,
  models,
  removeModel,
  rollbackSlot,
  setModelState,
  slotText,
} from '../../stores/models.ts';
import { removeRun, runs } from '../../stores/runs.ts';
import { notify } from '../../stores/toasts.ts';
import { modelsSlot } from './list-slots.ts';
import { type Question, useModelsView } from './models-view.ts';
import { countText, gapOf, gapText, judgedAlike, metricOf } from './score-text.ts';

/** The model keys act on: the focused row's, else the one whose details are shown. */
export function focusedModel(): ModelEntry | null {
  const { tab, model } = useModelsView.getState();
  if (tab !== 'models') return null;
  const id = modelsSlot.current()?.focused()?.row.id ?? model;
  return (id === null ? undefined : models.get(id)) ?? null;
}

const WAS: Readonly<Record<ModelState, string>> = {
  champion: 'the champion',
  shadow: 'a shadow',
  draft: 'a draft',
  retired: 'retired',
};

/** Asks first where the price that the terminal bets on would change; the rest is done at once. */
export function askState(state: ModelState, model: ModelEntry | null = focusedModel()): void {
  if (model === null) return;
  if (model.state === state) {
    notify('info', `${model.name} is ${WAS[state]} already.`);
    return;
  }
  if (state === 'champion' || model.state === 'champion')
    useModelsView.setState({ asking: { kind: 'state', id: model.id, state } });
  else void setModelState(model.id, state);
}

export function rollback(model: ModelEntry | null = focusedModel()): void {
  if (model !== null) void rollbackSlot(model.slot);
}

export function askRemove(model: ModelEntry | null = focusedModel()): void {
  if (model === null) return;
  if (model.origin === 'shipped')
    notify('info', `${model.name} came with Overround and can't be removed; retire it instead (R).`);
  else if (model.state === 'champion' || model.state === 'shadow')
    notify('info', `${model.name} is ${WAS[model.state]}: make it a draft (D) or retire it (R) first.`);
  else useModelsView.setState({ asking: { kind: 'remove-model', id: model.id } });
}

export type Wording = {
  readonly title: string;
  readonly text: readonly string[];
  readonly action: string;
  /** Something in it asks to be read: Enter alone does not say yes. */
  readonly careful?: true;
};

/** What the user is asked, with what the yes brings about. `null` when what it is about has gone. */
export function wordingOf(question: Question, all: Iterable<ModelEntry>): Wording | null {
  switch (question.kind) {
    case 'state':
      return stateWording(question.id, question.state, [...all]);
    case 'remove-model': {
      const model = [...all].find(({ id }) => id === question.id);
      return model === undefined
        ? null
        : {
            title: `Remove ${model.name}?`,
            text: ["Its folder is deleted with every version. This can't be undone."],
            action: 'Remove',
          };
    }
    case 'remove-run': {
      const run = runs.get(question.id);
      return run === undefined
        ? null
        : {
            title: `Remove ${run.name}?`,
            text: ['The run is forgotten with its result. A model that it made stays.'],
            action: 'Remove',
          };
    }
  }
}

function stateWording(id: string, state: ModelState, all: readonly ModelEntry[]): Wording | null {
  const model = all.find((candidate) => candidate.id === id);
  if (model === undefined) return null;
  const slot = slotText(model);
  if (state !== 'champion')
    return {
      title: `Take ${model.name} off ${slot}?`,
      text: [
        `It becomes ${WAS[state]}, and ${slot} has no champion: prices come from the consensus of the books alone until one is promoted.`,
      ],
      action: state === 'retired' ? 'Retire' : `Make it ${WAS[state]}`,
    };
  const before = championOf(all, model.slot);
  const alike = before === undefined || judgedAlike(before, model);
  return {
    title: `Make ${model.name} the champion of ${slot}?`,
    text: [
      ...(before === undefined
        ? [`${slot} has no champion now: it is the first.`]
        : [`${before.name}, the champion now, is retired; Z brings it back.`, ...evidence(before, model)]),
      ...(model.problem === null ? [] : [`It has a problem: ${model.problem}`]),
      ...(model.overall === null ? ['It was never judged on past matches. Evaluate it first (4).'] : []),
    ],
    action: alike ? 'Promote' : 'Promote anyway',
    ...(alike ? {} : { careful: true }),
  };
}

const logLoss = metricOf('logLoss');

/** How far both are from their market, which is what compares them, and whether even that is on the same matches. */
function evidence(before: ModelEntry, model: ModelEntry): readonly string[] {
  const gap = ({ name, overall }: ModelEntry) => {
    if (overall === null) return `${name} was not judged`;
    const away = gapOf(logLoss, overall);
    return `${name} ${away === null ? 'has no market to be held against' : gapText(logLoss, away)}`;
  };
  const gaps = `Log loss minus the market's on past matches, lower is better: ${gap(before)}, ${gap(model)}.`;
  if (before.overall === null || model.overall === null) return [gaps];
  if (judgedAlike(before, model))
    return [gaps, `Both on the same ${countText(model.overall.model.n)} matches.`];
  const set = ({ name, overall, competitions }: ModelEntry) =>
    `${name} on ${countText(overall?.model.n ?? 0)} of ${competitions.length === 1 ? '1 competition' : `${competitions.length} competitions`}`;
  return [
    gaps,
    `Not the same matches: ${set(before)}, ${set(model)}. Their scores don't compare; evaluate both on the same matches first (4).`,
  ];
}

/** Does what was asked about. */
export function answerYes(question: Question): void {
  useModelsView.setState({ asking: null });
  switch (question.kind) {
    case 'state':
      return void setModelState(question.id, question.state);
    case 'remove-model':
      return void removeModel(question.id);
    case 'remove-run':
      return void removeRun(question.id);
  }
}

export const answerNo = (): void => useModelsView.setState({ asking: null });
