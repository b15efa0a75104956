import { OperationFailure } from '../../../../shared/contract/errors.ts';
import type { OverroundContract } from '../../../../shared/contract/index.ts';
import type { EventMatch, LearnedAlias } from '../../../../shared/contract/matching.ts';
import type { EventId } from '../../../../shared/domain/units.ts';
import type { Implementations } from '../../../../shared/rpc/types.ts';
import { watch } from '../operations/watch.ts';
import type { Topic } from '../topic.ts';
import type { Decisions } from './decisions.ts';
import { type IdentityMemory, toLearned } from './memory.ts';
import type { Rows } from './rows.ts';
import type { Native } from './state.ts';

export type MatchingOperations = Pick<
  Implementations<OverroundContract>,
  | 'matching.watch'
  | 'matching.accept'
  | 'matching.reject'
  | 'matching.undo'
  | 'matching.candidates'
  | 'matching.aliases'
  | 'matching.forget'
  | 'matching.decisions'
>;

/** The Matching pane's side of the contract. */
export function matchingOperations(deps: {
  readonly rows: Rows;
  readonly decisions: Decisions;
  readonly memory: IdentityMemory;
  readonly aliases: Topic<LearnedAlias>;
  readonly native: (id: EventId) => Native | undefined;
  /** After a decision: what it makes certain elsewhere is matched. */
  readonly settle: () => void;
}): MatchingOperations {
  const { rows, decisions, memory } = deps;
  /** The pair's row: an event in whose id another goes has none, the other has. */
  const rowOf = (native: Native, other: EventId): EventMatch => {
    const row = rows.row(native.event.id) ?? rows.row(other);
    if (!row)
      throw new OperationFailure({
        code: 'not-found',
        message: 'The events have left the market meanwhile.',
      });
    return row;
  };
  return {
    'matching.watch': watch(rows.topic, rows.present),
    'matching.accept': ({ id, candidate }) => {
      const native = decisions.accept(id, candidate);
      deps.settle();
      return rowOf(native, candidate);
    },
    'matching.reject': ({ id, candidate }) => {
      const native = decisions.reject(id, candidate);
      deps.settle();
      return rowOf(native, candidate);
    },
    'matching.undo': () => {
      const decision = decisions.undo();
      deps.settle();
      return decision;
    },
    'matching.candidates': ({ id, limit }) => {
      const native = deps.native(id);
      if (!native)
        throw new OperationFailure({
          code: 'not-found',
          message: `The event ${id} has left the market. Choose another.`,
        });
      return [...rows.candidates(native, limit)];
    },
    'matching.aliases': watch(deps.aliases, () => memory.aliases().map(toLearned)),
    'matching.forget': ({ sport, name }) => {
      decisions.forget(sport, name);
      deps.settle();
      return {};
    },
    'matching.decisions': ({ limit }) => [...memory.decisions(limit)],
  };
}
