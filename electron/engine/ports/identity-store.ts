import type { LearnedAlias, MatchDecision, NamedEvent } from '../../../shared/contract/matching.ts';
import type { EpochMs, EventId } from '../../../shared/domain/units.ts';

/** A source's event that goes by another's id. */
export type EventLink = {
  readonly eventId: EventId;
  readonly canonicalId: EventId;
  readonly swapped: boolean;
  readonly decidedBy: 'engine' | 'user';
  readonly at: EpochMs;
};

/** A pair the user has refused; `one` is the lesser id. */
export type Rejection = { readonly one: EventId; readonly other: EventId; readonly at: EpochMs };

export type TaughtAlias = Omit<LearnedAlias, 'removed'> & {
  /** What is looked up: the name without accents and punctuation. */
  readonly key: string;
};

/** One thing made another; taking it back is the same the other way round. */
export type IdentityChange =
  | {
      readonly of: 'link';
      readonly eventId: EventId;
      readonly before: EventLink | null;
      readonly after: EventLink | null;
    }
  | {
      readonly of: 'rejection';
      readonly one: EventId;
      readonly other: EventId;
      readonly before: Rejection | null;
      readonly after: Rejection | null;
    }
  | {
      readonly of: 'alias';
      readonly sport: string;
      readonly key: string;
      readonly before: TaughtAlias | null;
      readonly after: TaughtAlias | null;
    };

export type NewDecision = Omit<MatchDecision, 'sequence'> & {
  readonly changes: readonly IdentityChange[];
  /** Both sides of every pair in `changes`, as they are known now. */
  readonly events: readonly NamedEvent[];
  /** The sequence of the decision taken back. */
  readonly undoes?: number;
};

export type StoredDecision = MatchDecision & { readonly changes: readonly IdentityChange[] };

/** Who is who across sources, in `journal.db`: durable when a method returns. Throws `StorageFailure`. */
export interface IdentityStore {
  links(): readonly EventLink[];
  rejections(): readonly Rejection[];
  aliases(): readonly TaughtAlias[];
  /** An event that a link or rejection names, as it was known at the last decision about it. */
  event(id: EventId): NamedEvent | undefined;
  /** Makes the changes and writes the decisions down: all of them or none. */
  decide(decisions: readonly NewDecision[]): readonly MatchDecision[];
  /** The user's newest decision that has not been taken back. */
  newestToUndo(): StoredDecision | undefined;
  /** Newest first. */
  decisions(limit: number): readonly MatchDecision[];
  /** Drops links and rejections of events that started before `startsAt`; decisions and aliases stay. */
  forgetBefore(startsAt: EpochMs): void;
}
