import type { BookProfile } from './books.ts';
import { NEAR, stageAt } from './books.ts';
import type { World } from './calendar.ts';
import { DRAW, hashOf, pick } from './hashed-random.ts';

/** When a book confirms its prices of a fixture (`at`) and when that arrives (`due`); epoch milliseconds. */
export type Poll = { readonly at: number; readonly due: number };

const FASTEST = 30;
const SLOWEST = 400;

/** Polls lie on a grid of the stage's cadence, each moved by up to a quarter of it: pure, so a restart finds the same. */
function pollOnGrid(hash: number, cadence: number, step: number): number {
  const phase = (hash >>> 0) % cadence;
  return step * cadence + phase + pick(hashOf(hash, step), cadence / 4);
}

function arrival(hash: number, at: number): Poll {
  return { at, due: at + FASTEST + pick(hashOf(hash, DRAW.latency, at), SLOWEST - FASTEST) };
}

/** The first poll confirmed after `after` (strictly), at the cadence of the stage it falls in. */
export function nextPoll(
  world: World,
  profile: BookProfile,
  key: number,
  index: number,
  kickOff: number,
  after: number,
): Poll {
  const hash = hashOf(world.seed ^ key, DRAW.poll, index);
  for (let from = after; ; ) {
    const stage = stageAt(kickOff, from);
    const cadence = profile.cadence[stage];
    const stageEnd = { far: kickOff - NEAR, near: kickOff, live: Number.POSITIVE_INFINITY }[stage];
    let step = Math.floor((from - ((hash >>> 0) % cadence)) / cadence) - 1;
    while (pollOnGrid(hash, cadence, step) <= from) step++;
    const at = pollOnGrid(hash, cadence, step);
    if (at < stageEnd) return arrival(hash, at);
    from = stageEnd;
  }
}

/** A book's first poll after betting resumes at `reopened`: the quick ones first. */
export function reopeningPoll(
  world: World,
  profile: BookProfile,
  key: number,
  index: number,
  reopened: number,
): Poll {
  const hash = hashOf(world.seed ^ key, DRAW.reopen, index, reopened);
  return arrival(hash, reopened + pick(hash, 1000 + profile.lagMs / 4));
}
