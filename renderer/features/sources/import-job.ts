import type * as z from 'zod';
import { create } from 'zustand';
import type { importProgress } from '../../../shared/contract/index.ts';
import type { MatchFileKind } from '../../../shared/domain/match-file-kinds.ts';
import { noteImport } from '../../stores/past-matches.ts';
import { notify } from '../../stores/toasts.ts';
import { engine } from '../../transport/engine.ts';

export type FileProgress = z.output<typeof importProgress>;

type ProgressByFile = Readonly<Record<string, FileProgress>>;

type ImportJob = {
  readonly state: 'idle' | 'running' | 'done' | 'cancelled' | 'failed';
  readonly files: readonly string[];
  /** By file, as the engine names it. */
  readonly progress: ProgressByFile;
  readonly message: string;
};

/** The running or last import; it goes on while the pane is closed. */
export const useImportJob = create<ImportJob>(() => ({
  state: 'idle',
  files: [],
  progress: {},
  message: '',
}));

let cancelStream: (() => void) | undefined;

/** One path a line; blank lines and a path's surrounding quotes don't count. */
export const pathsIn = (text: string): readonly string[] => [
  ...new Set(
    text
      .split(/\r?\n/)
      .map((line) => line.trim().replace(/^(["'])(.*)\1$/, '$2'))
      .filter((line) => line !== ''),
  ),
];

export const importTotals = (progress: ProgressByFile) =>
  Object.values(progress).reduce(
    (sum, file) => ({
      read: sum.read + file.read,
      imported: sum.imported + file.imported,
      duplicate: sum.duplicate + file.duplicate,
      completed: sum.completed + file.completed,
      quarantined: sum.quarantined + file.quarantined,
    }),
    { read: 0, imported: 0, duplicate: 0, completed: 0, quarantined: 0 },
  );

const count = (value: number): string => value.toLocaleString('en-GB');

const unread = (progress: ProgressByFile): number =>
  Object.values(progress).filter((file) => file.error !== null).length;

/** The account of a finished import in a sentence or two. */
export function importSummary(progress: ProgressByFile): string {
  const { read, imported, duplicate, completed, quarantined } = importTotals(progress);
  const failed = unread(progress);
  const known = `${count(duplicate)} there already${completed === 0 ? '' : ` (${count(completed)} of them completed)`}`;
  const rows = `${count(read)} rows read: ${count(imported)} imported, ${known}, ${count(quarantined)} quarantined.`;
  return failed === 0
    ? rows
    : `${failed === 1 ? '1 file' : `${failed} files`} could not be read to the end. ${rows}`;
}

export const importTone = (progress: ProgressByFile): 'ok' | 'warn' | 'error' => {
  if (unread(progress) > 0) return 'error';
  return importTotals(progress).quarantined > 0 ? 'warn' : 'ok';
};

export function startImport(files: readonly string[], format: MatchFileKind | 'auto'): void {
  if (useImportJob.getState().state === 'running' || files.length === 0) return;
  useImportJob.setState({ state: 'running', files, progress: {}, message: '' });
  cancelStream = engine().watch(
    'import.matches',
    { format, files: [...files] },
    {
      onItems: (items) => {
        const { progress } = useImportJob.getState();
        useImportJob.setState({
          progress: { ...progress, ...Object.fromEntries(items.map((item) => [item.file, item])) },
        });
      },
      // After a lost connection the import runs again from the start; what is stored already counts as duplicate.
      onReset: () => useImportJob.setState({ progress: {} }),
      onDone: () => {
        const { progress } = useImportJob.getState();
        const message = importSummary(progress);
        useImportJob.setState({ state: 'done', message });
        noteImport();
        notify(importTone(progress), `Import finished. ${message}`);
      },
      onFail: (error) => {
        useImportJob.setState({ state: 'failed', message: error.message });
        noteImport();
        notify('error', `The import stopped. ${error.message}`);
      },
    },
  );
}

export function cancelImport(): void {
  if (useImportJob.getState().state !== 'running') return;
  cancelStream?.();
  useImportJob.setState({ state: 'cancelled', message: 'Cancelled. What was imported until then stays.' });
  noteImport();
}
