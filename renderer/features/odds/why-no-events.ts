import type { ReplayState } from '../../../shared/contract/recordings.ts';

/** Why a market has no event: nothing has come, or what came of a replayed file was refused, or is over. */
export type WhyNone = 'none-yet' | 'refused-so-far' | 'ended' | 'ended-with-refused';

export function whyNone(replay: Pick<ReplayState, 'played' | 'refused' | 'motion'> | null): WhyNone {
  if (replay === null || replay.played === 0) return 'none-yet';
  if (replay.motion === 'ended') return replay.refused === 0 ? 'ended' : 'ended-with-refused';
  return replay.refused === 0 ? 'none-yet' : 'refused-so-far';
}
