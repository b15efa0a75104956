import type { Notice, OverroundContract } from '../../../../shared/contract/index.ts';
import type { Implementations } from '../../../../shared/rpc/types.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Journal } from '../../ports/journal.ts';
import type { Topics } from '../topics.ts';
import { aborted, watch } from './watch.ts';

type Operations = Pick<Implementations<OverroundContract>, 'status.watch' | 'notices.watch' | 'audit.tail'>;

const AUDIT_POLL_MS = 250;
const AUDIT_BATCH = 500;

const pause = (clock: Clock, ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const cancel = clock.after(ms, resolve);
    signal.addEventListener(
      'abort',
      () => {
        cancel();
        resolve();
      },
      { once: true },
    );
  });

/** How the engine is doing, and what was done. */
export function statusOperations(deps: {
  readonly journal: Journal;
  readonly wall: Clock;
  readonly topics: Topics;
  readonly notices: readonly Notice[];
}): Operations {
  const { journal, wall, topics, notices } = deps;
  return {
    'status.watch': watch(topics.status, () => []),
    'notices.watch': async (_input, emit, { signal }) => {
      for (const notice of notices) emit(notice);
      await aborted(signal);
    },
    'audit.tail': async ({ after }, emit, { signal, drained }) => {
      // Details are kept as JSON, so that they are JSON; their type in the journal's port is only wider.
      const told = emit as (line: ReturnType<Journal['auditAfter']>[number]) => void;
      let last = after;
      while (!signal.aborted) {
        const lines = journal.auditAfter(last, AUDIT_BATCH);
        for (const line of lines) told(line);
        last = lines.at(-1)?.sequence ?? last;
        // A backlog goes out as fast as it is taken, so that it can't overflow; then news is looked for now and then.
        await (lines.length === AUDIT_BATCH ? drained?.() : pause(wall, AUDIT_POLL_MS, signal));
      }
    },
  };
}
