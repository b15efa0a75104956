/** The registry's models as the engine streams them, and what the user does with them. */

import type { ModelEntry } from '../../shared/contract/models.ts';
import { type ModelState, TARGETS } from '../../shared/domain/model.ts';
import type { WatchHandlers } from '../../shared/rpc/types.ts';
import { engine } from '../transport/engine.ts';
import { createTable, type WritableTable } from './table.ts';
import { notify, notifyFailure } from './toasts.ts';

/** By model id. */
export const models = createTable<ModelEntry>();

/** Handlers that keep the newest entry of each model and drop removed ones. */
export function fillModels(
  table: WritableTable<ModelEntry>,
  onFail: NonNullable<WatchHandlers<ModelEntry>['onFail']>,
): WatchHandlers<ModelEntry> {
  return {
    onItems: (items) => {
      for (const model of items)
        if (model.removed === true) table.delete(model.id);
        else table.set(model.id, model);
    },
    onReset: () => table.clear(),
    onFail,
  };
}

/** The model its slot is priced with; `undefined` while the slot has none. */
export const championOf = (all: Iterable<ModelEntry>, slot: string): ModelEntry | undefined =>
  [...all].find((model) => model.slot === slot && model.state === 'champion');

/** `soccer/match-odds` as people read it: `soccer 1X2`, short enough for a column. */
export const slotText = ({ sport, target }: Pick<ModelEntry, 'sport' | 'target'>): string =>
  `${sport.replaceAll('-', ' ')} ${target === 'both-teams-to-score' ? 'BTTS' : TARGETS[target].label}`;

/** Why a served model says nothing of what is in view, where that is known. */
export const servingNote = ({ serving }: Pick<ModelEntry, 'serving'>): string | null => serving?.note ?? null;

const withNote = (text: string, model: ModelEntry): string => {
  const note = servingNote(model);
  return note === null ? text : `${text} ${note}`;
};

const DONE: Readonly<Record<ModelState, (model: ModelEntry) => string>> = {
  champion: (model) => `${model.name} is the champion of ${slotText(model)} now. Z takes that back.`,
  shadow: (model) => `${model.name} predicts in the shadow of ${slotText(model)}'s champion.`,
  draft: (model) => `${model.name} is a draft: it is not served.`,
  retired: (model) => `${model.name} is retired.`,
};

/** Answers whether the engine did it; the user is told either way. */
export async function setModelState(id: string, state: ModelState): Promise<boolean> {
  const name = models.get(id)?.name ?? id;
  return await engine()
    .call('models.setState', { id, state })
    .then((model) => {
      models.set(model.id, model);
      notify('ok', withNote(DONE[state](model), model));
      return true;
    })
    .catch((error: unknown) => {
      notifyFailure(`make ${name} ${state === 'champion' ? 'the champion' : `a ${state} model`}`)(error);
      return false;
    });
}

/** The slot's champion before the last promotion is champion again. */
export async function rollbackSlot(slot: string): Promise<boolean> {
  return await engine()
    .call('models.rollback', { slot })
    .then((model) => {
      models.set(model.id, model);
      notify('ok', `Rolled back: ${model.name} is the champion of ${slotText(model)} again.`);
      return true;
    })
    .catch((error: unknown) => {
      notifyFailure(`roll ${slot} back`)(error);
      return false;
    });
}

export async function removeModel(id: string): Promise<boolean> {
  const name = models.get(id)?.name ?? id;
  return await engine()
    .call('models.remove', { id })
    .then(() => {
      models.delete(id);
      notify('ok', `${name} was removed.`);
      return true;
    })
    .catch((error: unknown) => {
      notifyFailure(`remove ${name}`)(error);
      return false;
    });
}
