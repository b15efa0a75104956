import { OperationFailure } from '../../../../shared/contract/errors.ts';
import type { Contract } from '../../../../shared/contract/operation.ts';
import type { Implementations } from '../../../../shared/rpc/types.ts';
import { StorageFailure } from '../../storage/index.ts';

/** A database that refuses tells the user what to do about it, through whichever operation met it. */
const told = (error: unknown): unknown =>
  error instanceof StorageFailure
    ? new OperationFailure({
        code: error.code === 'not-found' || error.code === 'conflict' ? error.code : 'unavailable',
        message: error.message,
      })
    : error;

/** The same implementations, with storage failures as failures of the operation. */
export function tellStorageFailures<C extends Contract>(
  implementations: Implementations<C>,
): Implementations<C> {
  const wrapped = Object.entries<(...args: unknown[]) => unknown>(implementations as never).map(
    ([name, implementation]) => [
      name,
      async (...args: unknown[]) => {
        try {
          return await implementation(...args);
        } catch (error) {
          throw told(error);
        }
      },
    ],
  );
  // Each wrapper takes and answers what it wraps; the types of a record made from entries can't say so.
  return Object.fromEntries(wrapped) as Implementations<C>;
}
