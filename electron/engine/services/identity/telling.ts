import type { EventStatus, SportingEvent } from '../../../../shared/domain/catalogue.ts';
import { mirroredScore } from '../../../../shared/domain/identity/index.ts';
import type { EpochMs } from '../../../../shared/domain/units.ts';
import { keptLive } from '../kept-live.ts';
import type { Group, Native, Telling } from './state.ts';

const FURTHER: Readonly<Record<EventStatus, number>> = {
  scheduled: 0,
  live: 1,
  postponed: 2,
  abandoned: 2,
  ended: 3,
};

export const isOver = ({ status }: Telling): boolean => FURTHER[status] > FURTHER.live;

/** Whether `two` tells more than `one`: it is further, or as far with a score where `one` has none or an older one. */
const tellsMore = (one: Telling, two: Telling): boolean => {
  if (FURTHER[one.status] !== FURTHER[two.status]) return FURTHER[two.status] > FURTHER[one.status];
  return two.score !== null && (one.score === null || two.score.at > one.score.at);
};

/**
 * The event as its source lists it now, with what that source has said of how it stands: a listing without a score, or
 * with one from before, takes neither an end nor a newer score back; nor a start, unless it was put off.
 */
export function relisted(before: SportingEvent, event: SportingEvent, now: EpochMs): SportingEvent {
  const { status, score } = before;
  if (isOver(before)) return tellsMore(before, event) ? event : { ...event, status, score };
  if (event.status !== status) return keptLive(before, event, now);
  if (score === null) return event;
  return event.score !== null && event.score.at >= score.at ? event : { ...event, score };
}

/** The word that holds for the group, in its orientation, and whose it is; the canonical source's where two say the same. */
export function tellingOf(group: Group): Telling & { readonly by: Native | undefined } {
  let best: (Telling & { readonly by: Native | undefined }) | undefined;
  const own = [...group.members.values()].find(({ event }) => event.id === group.id);
  for (const native of own ? [own, ...group.members.values()] : group.members.values()) {
    const { status, score } = native.event;
    const told = { status, score: score && native.swapped ? mirroredScore(score) : score, by: native };
    if (best === undefined || tellsMore(best, told)) best = told;
  }
  const { told } = group;
  if (told !== undefined && (best === undefined || tellsMore(best, told))) best = { ...told, by: undefined };
  return best ?? { status: 'scheduled', score: null, by: undefined };
}
