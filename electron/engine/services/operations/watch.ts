import type { OperationContext } from '../../../../shared/rpc/types.ts';
import type { Topic } from '../topic.ts';

/** Resolves when the watcher goes away. */
export const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });

/** A stream that first tells everything there is now, then every change. */
export const watch =
  <T>(topic: Topic<T>, present: () => Iterable<T>) =>
  async (_input: unknown, emit: (item: T) => void, { signal }: OperationContext): Promise<void> => {
    const stop = topic.subscribe(emit);
    for (const item of present()) emit(item);
    await aborted(signal);
    stop();
  };
