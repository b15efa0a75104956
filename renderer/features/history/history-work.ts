import { create } from 'zustand';
import type { HistoryExport, HistoryProgress, HistoryStorage } from '../../../shared/contract/history.ts';
import { onOtherMarket } from '../../stores/status.ts';
import { failureMessage, notify } from '../../stores/toasts.ts';
import { engine } from '../../transport/engine.ts';
import { bytesText } from './bytes-text.ts';

export type WorkKind = 'compaction' | 'export';
type Work = {
  readonly state: 'idle' | 'running' | 'done' | 'cancelled' | 'failed';
  readonly kind: WorkKind;
  readonly progress: HistoryProgress | null;
  readonly message: string;
};

/** The running or last compaction or export; it goes on while the pane is closed. */
export const useHistoryWork = create<Work>(() => ({
  state: 'idle',
  kind: 'compaction',
  progress: null,
  message: '',
}));

type Stored = {
  readonly state: 'unread' | 'reading' | 'read' | 'failed';
  readonly storage: HistoryStorage | null;
  readonly message: string;
};

/** What recorded prices take, as last read. */
export const useStored = create<Stored>(() => ({ state: 'unread', storage: null, message: '' }));

export async function readStorage(): Promise<void> {
  useStored.setState({ state: 'reading' });
  useStored.setState(
    await engine()
      .call('history.storage', {})
      .then(
        (storage) => ({ state: 'read', storage, message: '' }) as const,
        (error: unknown) => ({ state: 'failed', message: failureMessage(error) }) as const,
      ),
  );
}

export async function saveRetention(days: number | null): Promise<void> {
  try {
    const storage = await engine().call('history.retention', { days });
    useStored.setState({ state: 'read', storage, message: '' });
    notify('ok', days === null ? 'Prices are kept for ever.' : `Prices are kept for ${days} days.`);
  } catch (error) {
    notify('error', `The retention was not changed. ${failureMessage(error)}`);
  }
}

let cancelStream: (() => void) | undefined;

const count = (value: number): string => value.toLocaleString('en-GB');

function begin(kind: WorkKind): boolean {
  if (useHistoryWork.getState().state === 'running') return false;
  useHistoryWork.setState({ state: 'running', kind, progress: null, message: '' });
  return true;
}
const listener = (kind: WorkKind, done: (progress: HistoryProgress | null) => string) => ({
  onItems: (items: readonly HistoryProgress[]) => {
    const progress = items.at(-1);
    if (progress) useHistoryWork.setState({ progress });
  },
  // After a lost connection it begins anew; what was done stays done.
  onReset: () => useHistoryWork.setState({ progress: null }),
  onDone: () => {
    const message = done(useHistoryWork.getState().progress);
    useHistoryWork.setState({ state: 'done', message });
    notify('ok', message);
    void readStorage();
  },
  onFail: (error: { readonly message: string }) => {
    useHistoryWork.setState({ state: 'failed', message: error.message });
    notify('error', `The ${kind} stopped. ${error.message}`);
    void readStorage();
  },
});

export function startCompaction(): void {
  if (!begin('compaction')) return;
  cancelStream = engine().watch(
    'history.compact',
    {},
    listener(
      'compaction',
      (progress) =>
        `Compacted: ${count(progress?.rows ?? 0)} old changes removed, ${bytesText(progress?.bytes ?? 0)} given back.`,
    ),
  );
}

export function startExport(spec: HistoryExport): void {
  if (!begin('export')) return;
  cancelStream = engine().watch(
    'history.export',
    spec,
    listener(
      'export',
      (progress) =>
        `${count(progress?.rows ?? 0)} changes written to ${spec.file} (${bytesText(progress?.bytes ?? 0)}).`,
    ),
  );
}

export function cancelWork(): void {
  const { state, kind } = useHistoryWork.getState();
  if (state !== 'running') return;
  cancelStream?.();
  useHistoryWork.setState({
    state: 'cancelled',
    message:
      kind === 'export'
        ? 'Cancelled. The unfinished file was removed.'
        : 'Cancelled. What was removed by then stays removed; nothing is half done.',
  });
  void readStorage();
}

// What was begun in one market must not go on in another, nor its figures stand for it.
onOtherMarket(() => {
  cancelStream?.();
  useHistoryWork.setState({ state: 'idle', progress: null, message: '' });
  if (useStored.getState().state !== 'unread') void readStorage();
});
