import {
  AUTOMATIC_SCORE,
  CLEAR_MARGIN,
  type Comparison,
  compareEvents,
  DOUBTFUL_SCORE,
  type EventTimes,
  indexByTime,
  isCertain,
  reachOf,
} from '../../../../shared/domain/identity/index.ts';
import type { Group, Native } from './state.ts';

export type Candidate = {
  readonly group: Group;
  /** The member of the group that is most like it. */
  readonly native: Native;
  readonly comparison: Comparison;
  /** Home of the event is away of the group. */
  readonly swapped: boolean;
};

export const bySourceAndScore = (one: Candidate, two: Candidate): number =>
  two.comparison.score - one.comparison.score || one.native.order - two.native.order;

/** Why a group can't take an event of a source: it has one of it. */
export const holdsSource = (group: Group, other: Group): Native | undefined => {
  for (const [source, native] of group.members) if (other.members.has(source)) return native;
  return undefined;
};

/** Which events of other sources an event may be. */
export function createCandidates(deps: { readonly rejected: (one: Native, two: Native) => boolean }) {
  const index: EventTimes<Native> = indexByTime<Native>();

  const rejects = (native: Native, group: Group): boolean => {
    for (const member of group.members.values()) if (deps.rejected(native, member)) return true;
    return false;
  };

  /** Groups of other sources that score `least` or more, likeliest first; those refused among them where asked for. */
  const of = (native: Native, least: number, refused = false): readonly Candidate[] => {
    const best = new Map<Group, Candidate>();
    index.near(native.read, reachOf(native.read, least), (other) => {
      const { group } = other;
      if (group === native.group || other.teller === native.teller) return;
      const comparison = compareEvents(native.read, other.read, least);
      if (!comparison) return;
      const known = best.get(group);
      if (known && known.comparison.score >= comparison.score) return;
      if (!refused && rejects(native, group)) return;
      best.set(group, { group, native: other, comparison, swapped: comparison.swapped !== other.swapped });
    });
    return [...best.values()].sort(bySourceAndScore);
  };

  /** The best score of another event of the same source with the candidate; 0 for none. */
  const rivalOf = (native: Native, { native: other }: Candidate): number => {
    let rival = 0;
    index.near(other.read, reachOf(other.read, DOUBTFUL_SCORE), (each) => {
      if (each === native || each.teller !== native.teller || each.group === other.group) return;
      if (deps.rejected(each, other)) return;
      rival = Math.max(rival, compareEvents(each.read, other.read, DOUBTFUL_SCORE)?.score ?? 0);
    });
    return rival;
  };

  return {
    add: (native: Native) => index.add(native.read, native),
    remove: (native: Native) => index.remove(native.read, native),
    of,
    compare: (one: Native, two: Native): Comparison | undefined => compareEvents(one.read, two.read),
    /** How near another pair of either event comes. */
    rival: (native: Native, candidate: Candidate, all: readonly Candidate[]): number =>
      Math.max(
        rivalOf(native, candidate),
        all.find((each) => each.group !== candidate.group)?.comparison.score ?? 0,
      ),
    /** The one group an event certainly belongs to, with every other one clearly behind. */
    certain(native: Native): Candidate | undefined {
      const all = of(native, AUTOMATIC_SCORE - CLEAR_MARGIN);
      const [best] = all;
      if (!best || !isCertain(best.comparison) || holdsSource(best.group, native.group)) return undefined;
      const runnerUp = all[1]?.comparison.score ?? 0;
      if (best.comparison.score - runnerUp < CLEAR_MARGIN) return undefined;
      return best.comparison.score - rivalOf(native, best) < CLEAR_MARGIN ? undefined : best;
    },
  };
}
export type Candidates = ReturnType<typeof createCandidates>;
