import type { ModelEntry } from '../../../../shared/contract/models.ts';
import type { Troubles } from '../troubles.ts';
import type { Models } from './models.ts';

/**
 * Tells of folders that could not be read at the start, or that hide behind a shipped model, since the list can't show
 * them; and of champions that are not served, since what is bet on then goes by the line.
 */
export function tellModelTroubles(
  models: Pick<Models, 'ready' | 'strays' | 'entries' | 'changes'>,
  troubles: Troubles,
): void {
  const tell = (name: string, problem: unknown): void =>
    troubles.guard(name, () => {
      if (problem !== undefined) throw problem;
    });
  /** By slot, the id of a champion that was told of. */
  const unserved = new Map<string, string>();
  const look = ({ id, name, slot, state, problem, removed }: ModelEntry): void => {
    const fails = state === 'champion' && problem !== null && removed !== true;
    if (!fails && unserved.get(slot) !== id) return;
    if (fails) unserved.set(slot, id);
    else unserved.delete(slot);
    tell(
      `champion of ${slot}`,
      fails ? new Error(`${name}, the champion of ${slot}, is not served. ${problem}`) : undefined,
    );
  };
  models.changes.subscribe(look);
  models.ready.then(
    () => {
      const [stray] = models.strays();
      tell('model folders', stray && new Error(stray.problem));
      models.entries().forEach(look);
    },
    (error: unknown) => tell('model folders', error),
  );
}
