/** Plays payloads of the past, from files of several kinds, on a clock of their own. */

export { createPlayer, FASTEST_REPLAY, type Player, type PlayerPosition, SLOWEST_REPLAY } from './player.ts';
export { openReplayFile, type ReplayReading } from './read-replay-file.ts';
export { createReplayClock, type ReplayClock } from './replay-clock.ts';
export type { OpenedReplayFile, ReplayFile } from './replay-file.ts';
export { createReplaySource, type ReplayedKind, type ReplaySource } from './replay-source.ts';
