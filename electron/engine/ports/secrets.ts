/** Keys of sources, as they stand when asked. Never stored in a database, logged, or put in a message to the renderer. */
export interface Secrets {
  /** `name` like `the-odds-api`; `undefined` when the user has given none. */
  get(name: string): string | undefined;
  /** Why what the user wrote down cannot be used now, and what to do; `null` when nothing is wrong with it. */
  problem?(): string | null;
}
