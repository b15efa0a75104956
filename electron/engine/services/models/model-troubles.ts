import type { Troubles } from '../troubles.ts';
import type { Models } from './models.ts';

/** Tells of folders that could not be read at the start, or that hide behind a shipped model; the list can't show them. */
export function tellModelTroubles(models: Pick<Models, 'ready' | 'strays'>, troubles: Troubles): void {
  const tell = (problem: unknown): void =>
    troubles.guard('model folders', () => {
      if (problem !== undefined) throw problem;
    });
  models.ready.then(() => {
    const [stray] = models.strays();
    tell(stray && new Error(stray.problem));
  }, tell);
}
