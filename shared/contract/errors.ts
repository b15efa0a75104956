import * as z from 'zod';

/**
 * The closed list of failures an operation can answer with. Anything else becomes `internal` with a log id and
 * nothing else about it.
 */
export const errorCode = z.enum([
  'invalid-input', // the input does not fit the schema, or fits and makes no sense
  'not-found',
  'conflict', // the state has moved on: already placed, already armed with other values
  'refused', // an order control said no; `details.control` names it
  'unavailable', // a source or broker is not there now; try again later
  'cancelled',
  'overflow', // a lossless stream's consumer is too slow
  'unknown-operation',
  'disconnected', // the transport went away before the answer
  'internal',
]);
export type ErrorCode = z.infer<typeof errorCode>;

export const operationError = z.object({
  code: errorCode,
  /** A sentence for people that says what to do. */
  message: z.string(),
  details: z.record(z.string(), z.json()).optional(),
});
export type OperationError = z.infer<typeof operationError>;

/** Thrown by an operation's implementation for an expected failure, and by clients on receiving one. */
export class OperationFailure extends Error {
  readonly code: ErrorCode;
  readonly details: OperationError['details'];
  constructor(error: OperationError) {
    super(error.message);
    this.name = 'OperationFailure';
    this.code = error.code;
    this.details = error.details;
  }
}
