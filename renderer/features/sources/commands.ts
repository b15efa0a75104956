import type { Command } from '../../stores/command.ts';
import { openMarket } from '../../stores/open-market.ts';
import { useStatus } from '../../stores/status.ts';
import { notify, notifyFailure } from '../../stores/toasts.ts';
import { showPane } from '../../stores/workspace.ts';
import { engine } from '../../transport/engine.ts';
import { cancelImport, useImportJob } from './import-job.ts';
import { readQuarantine } from './quarantine.ts';
import { retriable, retrySource } from './retry.ts';
import { askToRemove, canChange, currentSource, formActions, openForm } from './sources-view.ts';

/** Times real time. */
export const SPEEDS: readonly number[] = [1, 10, 60, 300, 1000];

const practising = (): boolean => useStatus.getState().status?.mode === 'practice';

export function setSpeed(speed: number): void {
  engine()
    .call('market.speed', { speed })
    .then(() => notify('info', `The practice market runs at ${speed}× real time.`))
    .catch(notifyFailure('change the speed'));
}

const modeIs = (mode: string): boolean => useStatus.getState().status?.mode === mode;
const inForm = (): boolean => formActions.current !== null;
const changeCurrent = (change: (id: NonNullable<ReturnType<typeof currentSource>>) => void) => () => {
  const id = currentSource();
  if (canChange(id)) change(id);
};

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
    id: 'market.practice',
    title: 'Open the practice market',
    keys: [],
    enabled: () => !modeIs('practice'),
    run: () => openMarket('practice'),
  },
  {
    id: 'market.real',
    title: 'Open the real market',
    keys: [],
    enabled: () => !modeIs('paper'),
    run: () => openMarket('real'),
  },
  {
    id: 'sources.add',
    title: 'Add a source',
    keys: ['A'],
    pane: 'sources',
    enabled: () => modeIs('paper'),
    run: () => openForm('new'),
  },
  {
    id: 'sources.change',
    title: 'Change the source',
    keys: ['E'],
    pane: 'sources',
    enabled: () => canChange(currentSource()),
    run: changeCurrent(openForm),
  },
  {
    id: 'sources.remove',
    title: 'Remove the source',
    keys: ['Delete'],
    pane: 'sources',
    enabled: () => canChange(currentSource()),
    run: changeCurrent(askToRemove),
  },
  {
    id: 'sources.save',
    title: 'Save the form of the source',
    keys: ['Mod+Enter'],
    pane: 'sources',
    always: true,
    enabled: inForm,
    run: () => formActions.current?.save(),
  },
  {
    id: 'sources.test',
    title: 'Test the source with what the form holds',
    keys: ['Mod+Shift+Enter'],
    pane: 'sources',
    always: true,
    enabled: inForm,
    run: () => formActions.current?.test(),
  },
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
