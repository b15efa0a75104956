import { create } from 'zustand';
import type { SourceHealth } from '../../../shared/contract/sources.ts';
import { sources } from '../../stores/market-data.ts';
import { notify, notifyFailure } from '../../stores/toasts.ts';
import { engine } from '../../transport/engine.ts';

/** The sources that are being asked again now, by id. */
export const useRetries = create<{ readonly running: ReadonlySet<string> }>(() => ({ running: new Set() }));

const CAN_BE_RETRIED: Readonly<Record<SourceHealth['state'], boolean>> = {
  off: true,
  degraded: true,
  failed: true,
  connecting: false,
  live: false,
};

export const canRetry = ({ state }: Pick<SourceHealth, 'state'>): boolean => CAN_BE_RETRIED[state];

/** Has the source read its key again and ask at once; what comes of it shows as its state. */
export function retrySource({ id, name }: Pick<SourceHealth, 'id' | 'name'>): void {
  const { running } = useRetries.getState();
  if (running.has(id)) return;
  useRetries.setState({ running: new Set(running).add(id) });
  engine()
    .call('sources.retry', { id })
    .then(() => notify('info', `${name} was asked again: its state says how it went.`))
    .catch(notifyFailure(`retry ${name}`))
    .finally(() => {
      const still = new Set(useRetries.getState().running);
      still.delete(id);
      useRetries.setState({ running: still });
    });
}

export const retriable = (): readonly SourceHealth[] => [...sources.values()].filter(canRetry);
