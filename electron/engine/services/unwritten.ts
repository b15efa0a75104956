import { OperationFailure } from '../../../shared/contract/errors.ts';
import type { EventId } from '../../../shared/domain/units.ts';

/**
 * What was told of events and is not written yet, oldest first: what could not be written must neither be lost nor
 * become another's word.
 */
export type Unwritten<T> = {
  /** Takes a word in, unless it only says again what its speaker said last. */
  hear(id: EventId, word: T): void;
  has(id: EventId): boolean;
  /** Writes what there is of the event. Throws what the first word that can't be written throws; it stays. */
  write(id: EventId): void;
};

export function createUnwritten<T>(of: {
  readonly speaker: (word: T) => string;
  readonly saying: (word: T) => string;
  readonly write: (word: T) => void;
}): Unwritten<T> {
  const heard = new Map<EventId, T[]>();
  return {
    hear(id, word) {
      const words = heard.get(id) ?? [];
      const last = words.findLast((each) => of.speaker(each) === of.speaker(word));
      if (last === undefined || of.saying(last) !== of.saying(word)) words.push(word);
      heard.set(id, words);
    },
    has: (id) => heard.has(id),
    write(id) {
      const words = heard.get(id) ?? [];
      for (let word = words[0]; word !== undefined; word = words[0]) {
        try {
          of.write(word);
        } catch (error) {
          // What can't be a result is none at the next try either, and would hold up what is told after it.
          if (error instanceof OperationFailure) words.shift();
          throw error;
        }
        words.shift();
      }
      heard.delete(id);
    },
  };
}
