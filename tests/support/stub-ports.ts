import type { Http } from '../../electron/engine/ports/http.ts';
import type { Secrets } from '../../electron/engine/ports/secrets.ts';
import type { Sockets } from '../../electron/engine/ports/sockets.ts';

/** A user's keys in memory. */
export function createStubSecrets(
  given: Readonly<Record<string, string>> = {},
): Secrets & { readonly stored: ReadonlyMap<string, string> } {
  const stored = new Map(Object.entries(given));
  return {
    stored,
    get: (name) => stored.get(name),
    problem: () => null,
    place: (name) => (stored.has(name) ? 'stored' : 'missing'),
    save(name, value) {
      stored.set(name, value);
      return { ok: true };
    },
    remove(name) {
      stored.delete(name);
      return { ok: true };
    },
  };
}

const nobody = (what: string) => () => {
  throw new Error(`nothing is to be ${what} here`);
};

/** An engine that asks no one. */
export const NO_HTTP: Http = { get: nobody('asked'), post: nobody('asked') };
export const NO_SOCKETS: Sockets = { connect: nobody('connected to'), webSocket: nobody('connected to') };
