/**
 * What to do about a failure. `again`: try later, with growing waits; `log-in`: the session is gone; `blocked`: nothing
 * until a time passes; `user`: nothing changes until the user does; `fresh`: subscribe without a clock; `fewer`: ask
 * for less at once; `skip`: this request can't succeed, others can.
 */
export type Remedy = 'again' | 'log-in' | 'blocked' | 'user' | 'fresh' | 'fewer' | 'skip';

/** A failure that is known, with a sentence for people: what is wrong and what to do. */
export type Problem = {
  /** Betfair's own code, or ours in lower case. */
  readonly code: string;
  readonly message: string;
  readonly remedy: Remedy;
};

export type Failed = { readonly ok: false; readonly problem: Problem };
export const failed = (problem: Problem): Failed => ({ ok: false, problem });
