import type { Command } from '../../stores/command.ts';
import { useStatus } from '../../stores/status.ts';
import { notify, notifyFailure } from '../../stores/toasts.ts';
import { showPane } from '../../stores/workspace.ts';
import { engine } from '../../transport/engine.ts';
import { cancelImport, useImportJob } from './import-job.ts';
import { readQuarantine } from './quarantine.ts';
import { retriable, retrySource } from './retry.ts';

/** Times real time. */
export const SPEEDS: readonly number[] = [1, 10, 60, 300, 1000];

const practising = (): boolean => useStatus.getState().status?.mode === 'practice';

export function setSpeed(speed: number): void {
  engine()
    .call('market.speed', { speed })
    .then(() => notify('info', `The practice market runs at ${speed}× real time.`))
    .catch(notifyFailure('change the speed'));
}

/** The newest row, or what reads them again when there is none. */
function focusQuarantine(): void {
  const rows = document.querySelector<HTMLElement>('.quarantine-reason');
  (rows ?? document.querySelector<HTMLElement>('.quarantine-refresh'))?.focus();
}

export const sourcesCommands: readonly Command[] = [
  ...SPEEDS.map((speed, index) => ({
    id: `simulator.speed.${speed}`,
    title: `Practice market at ${speed}×`,
    keys: [`Alt+Shift+${index + 1}`],
    enabled: practising,
    run: () => setSpeed(speed),
  })),
  {
    id: 'sources.retry',
    title: "Retry the sources that don't work",
    keys: ['R'],
    pane: 'sources',
    enabled: () => retriable().length > 0,
    run: () => retriable().forEach(retrySource),
  },
  {
    id: 'sources.quarantine',
    title: 'Read the quarantined rows',
    keys: ['Q'],
    pane: 'sources',
    run: () => void readQuarantine().then(focusQuarantine),
  },
  {
    id: 'sources.import',
    title: 'Import files of past matches',
    keys: [],
    run: () => showPane('sources', () => document.getElementById('import-files')?.focus()),
  },
  {
    id: 'sources.import.cancel',
    title: 'Cancel the import',
    keys: [],
    enabled: () => useImportJob.getState().state === 'running',
    run: cancelImport,
  },
];
