/** Plays payloads of the past, from files of several kinds, on a clock of their own. */

export { createPlayer } from './player.ts';
export { openReplayFile } from './read-replay-file.ts';
export { createReplayClock } from './replay-clock.ts';
export type { ReplayFile } from './replay-file.ts';
export { createReplaySource, type ReplayedKind, type ReplaySource } from './replay-source.ts';
