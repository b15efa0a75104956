/** Keys of sources. Never stored in a database, logged, or put in a message to the renderer. */
export interface Secrets {
  /** `name` like `the-odds-api`; `undefined` when the user has given none. */
  get(name: string): string | undefined;
}
