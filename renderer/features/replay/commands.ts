import type { Command } from '../../stores/command.ts';
import { useRecordings } from '../../stores/recordings.ts';
import { showPane } from '../../stores/workspace.ts';
import {
  askToOpen,
  askToRemove,
  goTo,
  isRecording,
  isReplaying,
  jump,
  leaveReplay,
  shiftSpeed,
  showRefused,
  step,
  togglePlaying,
  toggleQuiet,
  toggleRecording,
  useReplayView,
} from './replay-actions.ts';

const chosen = (): string | null => useReplayView.getState().chosen;
const ROW = '.recording-row[tabindex="0"]';
/** Fields keep their arrows: the timeline moves by them, and the path has a list of its own. */
const isBesideTheList = (): boolean =>
  !(document.activeElement instanceof HTMLInputElement) && document.querySelector(ROW) !== null;
const focusOn = (id: string) => () => document.getElementById(id)?.focus();

/** At once where it is on screen: the path may be typed right after the key. */
function focusFile(): void {
  const field = document.getElementById('replay-file');
  if (field?.checkVisibility() === true) field.focus();
  else showPane('replay', focusOn('replay-file'));
}

export const replayCommands: readonly Command[] = [
  {
    id: 'recordings.toggle',
    title: 'Start or stop recording',
    keys: ['Alt+Shift+R'],
    run: toggleRecording,
  },
  {
    id: 'recordings.stop',
    title: 'Stop the recording',
    keys: [],
    enabled: isRecording,
    run: toggleRecording,
  },
  {
    id: 'replay.open',
    title: 'Open a file for replay',
    keys: ['O'],
    pane: 'replay',
    run: focusFile,
  },
  {
    id: 'replay.open.chosen',
    title: 'Replay the chosen recording, or type a file where none is',
    keys: ['Enter'],
    pane: 'replay',
    run: () => {
      const id = chosen();
      if (id === null) focusFile();
      else void askToOpen(id);
    },
  },
  {
    id: 'recordings.remove',
    title: 'Remove the chosen recording',
    keys: ['Delete'],
    pane: 'replay',
    enabled: () => chosen() !== null,
    run: () => askToRemove(chosen() ?? ''),
  },
  {
    id: 'recordings.list',
    title: 'Into the list of recordings',
    keys: ['ArrowDown'],
    pane: 'replay',
    enabled: isBesideTheList,
    run: () => document.querySelector<HTMLElement>(ROW)?.focus(),
  },
  {
    id: 'replay.leave.practice',
    title: 'Leave the replay for the practice market',
    keys: ['Shift+P'],
    pane: 'replay',
    enabled: isReplaying,
    run: () => leaveReplay('practice'),
  },
  {
    id: 'replay.leave.real',
    title: 'Leave the replay for the real markets',
    keys: ['Shift+R'],
    pane: 'replay',
    enabled: isReplaying,
    run: () => leaveReplay('real'),
  },
  {
    id: 'replay.toggle',
    title: 'Play or pause the replay',
    keys: ['Space', 'P'],
    pane: 'replay',
    enabled: isReplaying,
    run: togglePlaying,
  },
  {
    id: 'replay.step',
    title: 'Play the next payload',
    keys: ['S'],
    pane: 'replay',
    enabled: isReplaying,
    run: () => step(1),
  },
  {
    id: 'replay.step.many',
    title: 'Play the next 100 payloads',
    keys: ['Shift+S'],
    pane: 'replay',
    enabled: isReplaying,
    run: () => step(100),
  },
  {
    id: 'replay.slower',
    title: 'Replay slower',
    keys: ['-'],
    pane: 'replay',
    enabled: isReplaying,
    run: () => shiftSpeed(-1),
  },
  {
    id: 'replay.faster',
    title: 'Replay faster',
    keys: ['+', '='],
    pane: 'replay',
    enabled: isReplaying,
    run: () => shiftSpeed(1),
  },
  {
    id: 'replay.goto',
    title: 'Go to a moment of the replay',
    keys: ['G'],
    pane: 'replay',
    enabled: isReplaying,
    run: () => showPane('replay', focusOn('replay-moment')),
  },
  {
    id: 'replay.before',
    title: 'Go to ten minutes before the start',
    keys: ['1'],
    pane: 'replay',
    enabled: isReplaying,
    run: () => jump('before'),
  },
  {
    id: 'replay.start',
    title: 'Go to the start, in play',
    keys: ['2'],
    pane: 'replay',
    enabled: isReplaying,
    run: () => jump('start'),
  },
  {
    id: 'replay.end',
    title: 'Go to the end of the file',
    keys: ['3'],
    pane: 'replay',
    enabled: isReplaying,
    run: () => jump('end'),
  },
  {
    id: 'replay.quiet',
    title: 'Skip quiet stretches, or not',
    keys: ['Q'],
    pane: 'replay',
    enabled: isReplaying,
    run: toggleQuiet,
  },
  {
    id: 'replay.refused',
    title: 'List what the file refused',
    keys: ['F'],
    pane: 'replay',
    enabled: isReplaying,
    run: showRefused,
  },
  {
    id: 'replay.restart',
    title: 'Replay from the beginning',
    keys: ['B'],
    pane: 'replay',
    enabled: isReplaying,
    run: () => {
      const { replay } = useRecordings.getState();
      if (replay !== null) goTo(replay.from);
    },
  },
];
