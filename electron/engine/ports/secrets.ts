export type SecretPlace = 'missing' | 'stored' | 'environment';

/** Keys of sources, as they stand when asked. Never in a database, a log, or a message to the renderer. */
export interface Secrets {
  /** `name` like `the-odds-api`; `undefined` when the user has given none. */
  get(name: string): string | undefined;
  /** Why what the user wrote down cannot be used now, and what to do; `null` when nothing is wrong with it. */
  problem?(): string | null;
  /** Where `get` would take it from. What the environment gives wins over what is stored. */
  place(name: string): SecretPlace;
  /** Stores a secret, readable by this user alone. Answers with what to do where that can't be. */
  save(name: string, value: string): { readonly ok: true } | { readonly ok: false; readonly message: string };
  /** Forgets a stored secret; one of the environment stays. */
  remove(name: string): { readonly ok: true } | { readonly ok: false; readonly message: string };
}
