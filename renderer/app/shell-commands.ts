import type { Command } from '../stores/command.ts';
import { dismissAllNotices, dismissNewestNotice, useNotices } from '../stores/notices.ts';
import { useStatus } from '../stores/status.ts';
import {
  dismissAllToasts,
  dismissNewestToast,
  dismissTopic,
  notify,
  notifyFailure,
  useToasts,
} from '../stores/toasts.ts';
import { showPane, useWorkspace } from '../stores/workspace.ts';
import { engine } from '../transport/engine.ts';
import { counted } from '../ui/counted.ts';
import { resetBindings } from './key-bindings.ts';
import { closeOverlay, openOverlay } from './overlay.ts';
import { panes } from './panes.ts';
import { nextOddsFormat, toggleTheme } from './preferences.ts';
import {
  closeActivePane,
  cyclePane,
  exitMaximised,
  movePane,
  resetLayout,
  toggleMaximised,
} from './workspace.ts';

/** The topic of what panic says: it holds until the halt is released, here or in another window. */
const HALT = 'halt';
useStatus.subscribe(({ status }, before) => {
  if (before.status?.halted === true && status?.halted === false) dismissTopic(HALT);
});

function panic(): void {
  closeOverlay();
  engine()
    .call('orders.panic', {})
    .then(({ cancelled, unconfirmed, disarmed }) => {
      const done = `PANIC: ${counted(cancelled, 'order')} cancelled, ${counted(disarmed, 'ticket')} disarmed. Trading is halted.`;
      if (unconfirmed === 0) notify('warn', `${done} To trade again run "Release the halt".`, HALT);
      else
        notify(
          'error',
          `${done} ${counted(unconfirmed, 'order')} not confirmed as cancelled: watch them in Bets and check at the bookmaker.`,
          HALT,
        );
    })
    .catch(notifyFailure('cancel everything; check your open orders at the bookmaker now'));
}

function release(): void {
  engine()
    .call('orders.release', {})
    .then(() => notify('ok', 'The halt is released: tickets can be armed again.'))
    .catch(notifyFailure('release the halt'));
}

const isToldAnything = (): boolean =>
  useToasts.getState().toasts.length + useNotices.getState().shown.length > 0;

/** Messages lie over what notices stand above. */
function dismissNewest(): void {
  if (!dismissNewestToast()) dismissNewestNotice();
}

/** Out of whatever is in the way, nearest first. */
function stepOut(): void {
  if (!dismissNewestToast()) exitMaximised();
}

const goToPane: readonly Command[] = panes.map((pane) => ({
  id: `pane.${pane.id}`,
  title: `Go to ${pane.title}`,
  keys: [`Alt+${pane.digit}`],
  run: () => showPane(pane.id),
}));

/** The commands of the window itself. */
export const shellCommands: readonly Command[] = [
  { id: 'palette.open', title: 'Find a command', keys: ['Mod+K'], run: () => openOverlay('palette') },
  { id: 'event.find', title: 'Find an event', keys: ['/', 'Mod+P'], run: () => openOverlay('events') },
  { id: 'keys.show', title: 'Show and change the keys', keys: ['?', 'F1'], run: () => openOverlay('keys') },
  { id: 'settings.open', title: 'Settings', keys: ['Mod+,'], run: () => openOverlay('settings') },
  {
    id: 'orders.panic',
    title: 'PANIC: cancel every order and halt',
    keys: ['Mod+Shift+Backspace'],
    always: true,
    run: panic,
  },
  {
    id: 'orders.release',
    title: 'Release the halt',
    keys: [],
    enabled: () => useStatus.getState().status?.halted ?? false,
    run: release,
  },
  {
    id: 'notices.dismiss.newest',
    title: 'Dismiss the newest message, else notice',
    keys: ['Alt+N'],
    always: true,
    enabled: isToldAnything,
    run: dismissNewest,
  },
  {
    id: 'notices.dismiss',
    title: 'Dismiss all messages and notices',
    keys: ['Alt+Shift+N'],
    always: true,
    enabled: isToldAnything,
    run: () => {
      dismissAllToasts();
      dismissAllNotices();
    },
  },
  ...goToPane,
  { id: 'pane.next', title: 'Next pane', keys: ['F6'], run: () => cyclePane(1) },
  { id: 'pane.previous', title: 'Previous pane', keys: ['Shift+F6'], run: () => cyclePane(-1) },
  { id: 'pane.left', title: 'Pane to the left', keys: ['Alt+ArrowLeft'], run: () => movePane('left') },
  { id: 'pane.right', title: 'Pane to the right', keys: ['Alt+ArrowRight'], run: () => movePane('right') },
  { id: 'pane.up', title: 'Pane above', keys: ['Alt+ArrowUp'], run: () => movePane('up') },
  { id: 'pane.down', title: 'Pane below', keys: ['Alt+ArrowDown'], run: () => movePane('down') },
  { id: 'pane.maximise', title: 'Maximise or restore the pane', keys: ['Alt+Enter'], run: toggleMaximised },
  { id: 'pane.close', title: 'Close the pane', keys: ['Alt+W'], run: closeActivePane },
  { id: 'layout.reset', title: 'Reset layout', keys: [], run: resetLayout },
  { id: 'theme.toggle', title: 'Switch between dark and light', keys: ['Alt+T'], run: toggleTheme },
  { id: 'odds.format', title: 'Next odds format', keys: ['Alt+O'], run: nextOddsFormat },
  {
    id: 'keys.reset',
    title: 'Reset all keys to their defaults',
    keys: [],
    run: () => {
      resetBindings();
      notify('ok', 'All keys are back to their defaults.');
    },
  },
  {
    id: 'escape',
    title: 'Dismiss the newest message, else restore the pane',
    keys: ['Escape'],
    enabled: () => useToasts.getState().toasts.length > 0 || useWorkspace.getState().maximised,
    run: stepOut,
  },
];
