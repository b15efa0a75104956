import type { EventMatch } from '../../../../shared/contract/matching.ts';
import { DOUBTFUL_SCORE, reasonsOf } from '../../../../shared/domain/identity/index.ts';
import type { EventId, Probability } from '../../../../shared/domain/units.ts';
import type { Clock } from '../../ports/clock.ts';
import { createTopic } from '../topic.ts';
import { type Candidate, type Candidates, holdsSource } from './candidates.ts';
import type { IdentityMemory } from './memory.ts';
import { type Native, namedOf } from './state.ts';

const SETTLE_MS = 150;
/** Events looked at in one go, some milliseconds of work, and the pause before the next. */
const AT_ONCE = 200;
const NEXT_MS = 25;

/** How events stand to each other, as the Matching pane shows it: looked at again a moment after something changed. */
export function createRows(deps: {
  readonly candidates: Candidates;
  readonly memory: IdentityMemory;
  readonly wall: Clock;
  readonly betsOn: (id: EventId) => number;
  readonly natives: () => Iterable<Native>;
  /** With one source there is nothing to match. */
  readonly sources: () => number;
}) {
  const { candidates, memory, wall } = deps;
  const rows = new Map<EventId, EventMatch>();
  const topic = createTopic<EventMatch>();
  const touched = new Set<Native>();
  let cancel: (() => void) | undefined;

  const blocked = (native: Native, candidate: Candidate): string => {
    const held = holdsSource(candidate.group, native.group);
    if (held && held !== native)
      return `It is matched with ${held.event.home} v ${held.event.away} of the same source. Reject that match first.`;
    if (deps.betsOn(native.group.id) > 0 && deps.betsOn(candidate.group.id) > 0)
      return 'Both have open bets. They can be matched when those of one of them are settled.';
    return '';
  };

  const pair = (
    native: Native,
    candidate: Candidate,
    state: EventMatch['state'],
    rival: number,
  ): EventMatch => {
    const { comparison, native: other } = candidate;
    const link = memory.link(native.event.id);
    return {
      id: native.event.id,
      state,
      decidedBy: state === 'matched' ? (link?.decidedBy ?? 'engine') : state === 'rejected' ? 'user' : null,
      event: namedOf(native),
      candidate: namedOf(other),
      swapped: comparison.swapped,
      score: comparison.score as Probability,
      reasons: reasonsOf(comparison, native.event.startsAt - other.event.startsAt, rival).map((reason) => ({
        ...reason,
        likeness: reason.likeness as Probability,
      })),
      openBets: deps.betsOn(native.group.id),
      candidateBets: deps.betsOn(candidate.group.id),
      blocked: state === 'matched' ? '' : blocked(native, candidate),
      at: link?.at ?? rows.get(native.event.id)?.at ?? wall.now(),
    };
  };

  const alone = (native: Native): EventMatch => ({
    id: native.event.id,
    state: 'unmatched',
    decidedBy: null,
    event: namedOf(native),
    candidate: null,
    swapped: false,
    score: 0 as Probability,
    reasons: [],
    openBets: deps.betsOn(native.group.id),
    candidateBets: 0,
    blocked: '',
    at: rows.get(native.event.id)?.at ?? wall.now(),
  });

  const matchedRow = (native: Native): EventMatch => {
    const { group } = native;
    const members = [...group.members.values()];
    const own = members.find(({ event }) => event.id === group.id);
    const other = own ?? members.find((member) => member !== native);
    if (other) {
      const comparison = candidates.compare(native, other);
      if (comparison)
        return pair(native, { group, native: other, comparison, swapped: native.swapped }, 'matched', 0);
    }
    // Its counterpart isn't told now, or is told so differently that nothing compares.
    const link = memory.link(native.event.id);
    return {
      ...alone(native),
      state: 'matched',
      decidedBy: link?.decidedBy ?? 'engine',
      candidate: other ? namedOf(other) : (group.stored ?? null),
      swapped: native.swapped,
      at: link?.at ?? wall.now(),
    };
  };

  /** The pair to ask about: not with a group that has an event of this source already. */
  const doubt = (native: Native): Candidate | undefined =>
    candidates.of(native, DOUBTFUL_SCORE).find(({ group }) => !holdsSource(group, native.group));

  const rowOf = (native: Native): EventMatch | undefined => {
    const { group } = native;
    if (group.id !== native.event.id) return matchedRow(native);
    if (group.members.size > 1 || deps.sources() < 2) return undefined;
    const best = doubt(native);
    if (best) {
      // A pair of two single events is told once, on the younger one.
      if (
        best.native.order > native.order &&
        best.group.members.size === 1 &&
        doubt(best.native)?.native === native
      )
        return undefined;
      return pair(
        native,
        best,
        'doubtful',
        candidates.rival(native, best, candidates.of(native, DOUBTFUL_SCORE)),
      );
    }
    const refused = memory.isRejected(native.event.id)
      ? candidates
          .of(native, 0, true)
          .find(
            ({ native: other }) =>
              memory.rejection(native.event.id, other.event.id) && other.order < native.order,
          )
      : undefined;
    return refused ? pair(native, refused, 'rejected', 0) : alone(native);
  };

  const same = (one: EventMatch, two: EventMatch): boolean => JSON.stringify(one) === JSON.stringify(two);

  const drop = (id: EventId) => {
    const row = rows.get(id);
    if (!row) return;
    rows.delete(id);
    topic.publish({ ...row, removed: true });
  };

  const refresh = (native: Native) => {
    const row = native.teller.events.get(native.event.id) === native ? rowOf(native) : undefined;
    if (!row) {
      drop(native.event.id);
      return;
    }
    const before = rows.get(row.id);
    if (before && same(before, row)) return;
    rows.set(row.id, row);
    topic.publish(row);
  };

  /** A few at a time: a source that tells thousands of events must not hold up prices. */
  const flush = (most: number) => {
    let left = most;
    for (const native of touched) {
      if (left === 0) break;
      left -= 1;
      touched.delete(native);
      refresh(native);
    }
    if (touched.size > 0) later(NEXT_MS);
  };
  const later = (ms = SETTLE_MS) => {
    cancel ??= wall.after(ms, () => {
      cancel = undefined;
      flush(AT_ONCE);
    });
  };

  return {
    topic,
    /** The event, or what is near it, has changed. */
    touch(native: Native): void {
      touched.add(native);
      for (const { native: other } of candidates.of(native, DOUBTFUL_SCORE, true)) touched.add(other);
      later();
    },
    touchAll(): void {
      for (const native of deps.natives()) touched.add(native);
      later();
    },
    drop,
    row(id: EventId): EventMatch | undefined {
      for (const native of touched)
        if (native.event.id === id) {
          touched.delete(native);
          refresh(native);
        }
      return rows.get(id);
    },
    present(): readonly EventMatch[] {
      flush(AT_ONCE);
      return [...rows.values()];
    },
    /** What else the event may be, refused pairs too. */
    candidates: (native: Native, limit: number): readonly EventMatch[] =>
      candidates
        .of(native, 0, true)
        .slice(0, limit)
        .map((candidate, _at, all) =>
          pair(
            native,
            candidate,
            memory.rejection(native.event.id, candidate.native.event.id) ? 'rejected' : 'doubtful',
            candidates.rival(native, candidate, all),
          ),
        ),
    stop: () => cancel?.(),
  };
}
export type Rows = ReturnType<typeof createRows>;
