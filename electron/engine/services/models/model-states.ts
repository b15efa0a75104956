import { OperationFailure } from '../../../../shared/contract/errors.ts';
import type { StateChange } from '../../../../shared/contract/models.ts';
import type { ModelState } from '../../../../shared/domain/model.ts';
import type { EpochMs } from '../../../../shared/domain/units.ts';
import type { ModelStore, Reign } from '../../ports/model-store.ts';

type Actor = StateChange['actor'];
/** A model as far as its state goes. */
export type Standing = { readonly id: string; readonly slot: string };

const refused = (message: string) => new OperationFailure({ code: 'refused', message });

/** Champions before the present one, newest reign first, each once. */
function formerChampions(
  reigns: readonly Reign[],
  present: string | undefined,
): readonly { readonly modelId: string; readonly sequence: number }[] {
  const seen = new Set<string>(present === undefined ? [] : [present]);
  return reigns
    .slice(0, -1)
    .reverse()
    .flatMap(({ modelId, sequence }) => {
      if (modelId === null || seen.has(modelId)) return [];
      seen.add(modelId);
      return [{ modelId, sequence }];
    });
}

/** What the history says of a rollback, and of whom it passed over and retired. */
const rollbackText = (id: string, passed: string, retired: string | undefined): string =>
  `rollback to ${id}${passed === '' ? '' : `, past ${passed} with a problem`}${
    retired === undefined ? '' : `; ${retired} is retired`
  }`;

/**
 * Who stands where. Every change is one transaction with its line in the history, so that whatever happens, and
 * whoever else writes, a slot has one champion at most.
 */
export function createModelStates(store: ModelStore, now: () => EpochMs) {
  /** A row of another slot is of a model that was there before under this id. */
  const stateOf = ({ id, slot }: Standing): ModelState => {
    const row = store.state(id);
    return row?.slot === slot ? row.state : 'draft';
  };
  const championOf = (slot: string): string | undefined =>
    store.states().find((row) => row.slot === slot && row.state === 'champion')?.modelId;
  const change = (model: Standing, to: ModelState, actor: Actor, action: string): void => {
    const from = stateOf(model);
    store.saveState({ modelId: model.id, slot: model.slot, state: to });
    if (from !== to)
      store.addChange({ at: now(), slot: model.slot, modelId: model.id, from, to, actor, action });
  };
  const retireChampion = (slot: string, actor: Actor, action: string): void => {
    const id = championOf(slot);
    if (id !== undefined) change({ id, slot }, 'retired', actor, action);
  };
  const promote = (model: Standing, actor: Actor, action: string): void => {
    retireChampion(model.slot, actor, action);
    change(model, 'champion', actor, action);
    store.addReign({ slot: model.slot, modelId: model.id });
  };

  return {
    stateOf,
    championOf,
    /** Whom a rollback may lead to, the next one first. */
    former: (slot: string): readonly string[] =>
      formerChampions(store.reigns(slot), championOf(slot)).map(({ modelId }) => modelId),
    /** Makes it known to other processes; a model that is known keeps its state. */
    register: (model: Standing): void =>
      store.transaction(() =>
        store.saveState({ modelId: model.id, slot: model.slot, state: stateOf(model) }),
      ),
    /** Changing to the state it has is no change. */
    set: (model: Standing, to: ModelState, actor: Actor): void =>
      store.transaction(() => {
        const from = stateOf(model);
        if (from === to) return;
        if (to === 'champion') return promote(model, actor, `promotion of ${model.id}`);
        change(model, to, actor, `${model.id} made ${to}`);
        if (from === 'champion') store.addReign({ slot: model.slot, modelId: null });
      }),
    /**
     * Makes the newest champion before the present one champion again and answers with its id; the next call goes one
     * further back. Those that `whyNot` has a reason against are passed over, which the history tells.
     */
    rollback: (slot: string, whyNot: (id: string) => string | null, actor: Actor): string =>
      store.transaction(() => {
        const reigns = store.reigns(slot);
        if (reigns.length === 0)
          throw new OperationFailure({
            code: 'not-found',
            message: `${slot} has never had a champion: promote a model first.`,
          });
        const present = championOf(slot);
        const before = formerChampions(reigns, present);
        const chosen = before.find(({ modelId }) => whyNot(modelId) === null);
        const passed = before.slice(0, chosen ? before.indexOf(chosen) : before.length);
        const names = passed.map(({ modelId }) => modelId).join(', ');
        if (!chosen)
          throw refused(
            names === ''
              ? `There is no champion of ${slot} before this one: promote another model, or retire it.`
              : `The champions of ${slot} before this one can't be used (${names}): see their problems, or promote another model.`,
          );
        for (const { sequence } of reigns) if (sequence > chosen.sequence) store.removeReign(sequence);
        const id = chosen.modelId;
        const action = rollbackText(id, names, present);
        retireChampion(slot, actor, action);
        change({ id, slot }, 'champion', actor, action);
        return id;
      }),
    /** The first champion of a slot that never had one. */
    adopt: (model: Standing): boolean =>
      store.transaction(() => {
        if (store.reigns(model.slot).length > 0 || championOf(model.slot) !== undefined) return false;
        promote(model, 'engine', `first champion, ${model.id} as shipped`);
        return true;
      }),
    /** Refuses models that are in use. */
    forget: (model: Standing): void =>
      store.transaction(() => {
        const state = stateOf(model);
        if (state === 'champion' || state === 'shadow')
          throw refused(
            `${model.id} is ${state === 'champion' ? 'the champion' : 'a shadow'} of ${model.slot}: retire it first.`,
          );
        store.forget(model.id);
      }),
  };
}
