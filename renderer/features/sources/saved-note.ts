import type { SourceHealth } from '../../../shared/contract/sources.ts';
import { sources } from '../../stores/market-data.ts';
import type { Table } from '../../stores/table.ts';
import { notify, type Toast } from '../../stores/toasts.ts';

type Note = Pick<Toast, 'tone' | 'message'>;

/** How long the first word of a source is waited for: a log-in and a first answer fit in. */
const WAIT_MS = 20_000;

const kept = (name: string, because: string): Note => ({
  tone: 'warn',
  message: `${name} is kept, and not in the market yet. ${because}`,
});

/** How a source that was saved came into the market; `null` while that is not known yet. */
export function savedNote(name: string, health: SourceHealth): Note | null {
  const { state, message, lastReceivedAt } = health;
  const because = message === '' ? 'Its row says more.' : message;
  switch (state) {
    case 'connecting':
      return null;
    case 'live':
      return { tone: 'info', message: `${name} is in the market.` };
    case 'degraded':
      if (lastReceivedAt !== null)
        return { tone: 'warn', message: `${name} is in the market, not without trouble. ${because}` };
      return kept(name, because);
    case 'off':
      // Not started yet, where it has nothing to say.
      return message === '' ? null : kept(name, because);
    case 'failed':
      return kept(name, because);
    default:
      return state satisfies never;
  }
}

/**
 * Says so once the source's first word since now is heard, or that it is still silent. What its table holds now may be
 * of the source that was there before it was changed.
 */
export function noteSaved(
  { id, name }: Pick<SourceHealth, 'id' | 'name'>,
  table: Table<SourceHealth> = sources,
): void {
  const topic = `saved:${id}`;
  notify('info', `${name} is kept, and connecting…`, topic);
  const finish = ({ tone, message }: Note) => {
    stop();
    clearTimeout(timer);
    notify(tone, message, topic);
  };
  const stop = table.subscribe((changes) => {
    const health = changes.get(id);
    const note = health === undefined ? null : savedNote(name, health);
    if (note !== null) finish(note);
  });
  const timer = setTimeout(
    () =>
      finish({ tone: 'warn', message: `${name} is kept, and still connecting: its row says how it goes.` }),
    WAIT_MS,
  );
}
