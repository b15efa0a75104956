import type { Recording, RefusedPart, ReplayState } from '../../../shared/contract/recordings.ts';
import type { Order } from '../../../shared/domain/order.ts';
import type { EpochMs } from '../../../shared/domain/units.ts';
import type { ReplayQuestion } from './replay-actions.ts';

const moment = new Intl.DateTimeFormat('en-GB', {
  year: 'numeric',
  month: 'short',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
});

/** `21 Nov 2026, 14:05:09`, in the machine's zone: recordings may be years old. */
export const momentText = (at: EpochMs): string => moment.format(at);

/** `812 B`, `14.2 kB`, `1.3 GB`: decimal units, as disks are sold. */
export function bytesText(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${unit === 0 || value >= 99.95 ? Math.round(value) : value.toFixed(1)} ${units[unit]}`;
}

export const count = (value: number): string => value.toLocaleString('en-GB');

/** `45s`, `12m 05s`, `3h 20m`, `2d 04h`. */
export function spanText(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 60) return `${seconds}s`;
  const two = (value: number) => String(value).padStart(2, '0');
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes}m ${two(seconds % 60)}s`;
  const hours = Math.floor(minutes / 60);
  return hours < 24 ? `${hours}h ${two(minutes % 60)}m` : `${Math.floor(hours / 24)}d ${two(hours % 24)}h`;
}

export const STATE_WORDS: Readonly<Record<Recording['state'], string>> = {
  recording: 'Recording',
  complete: 'Complete',
  damaged: 'Damaged',
};

export const MOTION_WORDS: Readonly<Record<ReplayState['motion'], string>> = {
  playing: 'Playing',
  paused: 'Paused',
  seeking: 'Seeking',
  ended: 'Ended',
};

/** The last part of a path, on either system. */
export const fileName = (file: string): string => file.split(/[\\/]/).at(-1) ?? file;

export type Wording = { readonly title: string; readonly text: readonly string[]; readonly action: string };

export function wordingOf(question: ReplayQuestion, mode: string | undefined): Wording {
  switch (question.kind) {
    case 'remove':
      return {
        title: 'Remove this recording?',
        text: [`${question.id} is deleted from the disk and can't be replayed any more.`],
        action: 'Remove',
      };
    case 'open':
      return {
        title: `Replay ${fileName(question.file)}?`,
        text: [
          mode === 'replay'
            ? 'The replay that is open ends, and the bets placed in it are forgotten with its open orders.'
            : `The terminal leaves the ${mode === 'practice' ? 'practice market' : 'real markets'} and trades what is in the file, with play money of its own. Open bets stay as they are and are watched again when you come back.`,
        ],
        action: 'Replay',
      };
    case 'leave':
      return {
        title: 'Leave this replay?',
        text: [
          `The terminal opens the ${question.to === 'practice' ? 'practice market' : 'real markets'}. The bets and open orders of this replay are forgotten: opened again, it begins with none.`,
        ],
        action: 'Leave',
      };
    case 'back':
      return {
        title: 'Go back in the replay?',
        text: [
          'It plays again from the beginning up to that moment, as fast as it can. The bets and open orders of this replay are forgotten.',
        ],
        action: 'Go back',
      };
  }
}

const ON_ITS_WAY: ReadonlySet<Order['state']> = new Set(['intent', 'sent']);
const AT_VENUE: ReadonlySet<Order['state']> = new Set(['accepted', 'part-matched']);
const some = (many: number, one: string, more: string): string =>
  many === 1 ? `1 ${one}` : `${many} ${more}`;

/** What standing still, or the end of the file, means for what was bet; `null` where nothing needs saying. */
export function tradingWords(
  motion: ReplayState['motion'],
  orders: readonly Pick<Order, 'state'>[],
  openBets: number,
): string | null {
  const onTheirWay = orders.filter(({ state }) => ON_ITS_WAY.has(state)).length;
  const waiting = orders.filter(({ state }) => AT_VENUE.has(state)).length;
  if (motion === 'paused' && onTheirWay > 0)
    return `${some(onTheirWay, 'order is', 'orders are')} on the way to the venue: time stands still, so play or step, and ${onTheirWay === 1 ? 'it arrives' : 'they arrive'} a moment later.`;
  if (motion !== 'ended' || waiting + openBets === 0) return null;
  const left = [
    ...(waiting > 0 ? [`${some(waiting, 'order still waits', 'orders still wait')} at the venue`] : []),
    ...(openBets > 0 ? [`${some(openBets, 'bet is', 'bets are')} not settled`] : []),
  ].join(' and ');
  return `The file has ended: ${left}. Nothing more comes that could change that. Cancel orders in Bets (Alt+5), enter results in Results (Alt+0).`;
}

/** Refused parts for the clipboard: a line each, cells apart by tabs. */
export const refusedText = (parts: readonly RefusedPart[]): string =>
  [
    'When (UTC)\tWhere\tWhy\tWhat',
    ...parts.map(({ at, where, reason, sample }) =>
      [at === null ? '' : new Date(at).toISOString(), where, reason, sample.replace(/\s+/g, ' ')].join('\t'),
    ),
  ].join('\n');
