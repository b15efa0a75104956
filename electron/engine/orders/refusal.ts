import { OperationFailure } from '../../../shared/contract/errors.ts';
import type { ControlVerdict } from '../../../shared/contract/orders.ts';
import type { OrderId } from '../../../shared/domain/units.ts';

/** The expected failures of the order service, each with a sentence that says what to do. */
export const refused = (verdict: Pick<ControlVerdict, 'control' | 'message'>): OperationFailure =>
  new OperationFailure({
    code: 'refused',
    message: verdict.message,
    details: { control: verdict.control },
  });

export const notFound = (what: string): OperationFailure =>
  new OperationFailure({
    code: 'not-found',
    message: `${what} is not known here: choose one that is listed.`,
  });

export const alreadyPlaced = (id: OrderId, state: string): OperationFailure =>
  new OperationFailure({
    code: 'conflict',
    message: `Order ${id} was placed already and is ${state}: start a new ticket for another bet.`,
  });

/** A damaged order was asked back, and nothing can be found out of it by itself. */
export const silent = (id: OrderId, why: string): OperationFailure =>
  new OperationFailure({
    code: 'unavailable',
    message: `Order ${id} can't be read in the journal, and whether it was cancelled is not known: ${why} Look at its book, or try again.`,
  });

export const invalid = (message: string): OperationFailure =>
  new OperationFailure({ code: 'invalid-input', message });
