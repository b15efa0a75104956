import type { EpochMs } from '../../../../shared/domain/units.ts';
import type { Addresses } from './addresses.ts';
import type { Credentials } from './login.ts';
import type { Problem } from './problem.ts';

/** What is remembered of an account's logins. Sessions come and go with every save of the form; Betfair counts on. */
export type AccountLogins = {
  /** When logins were tried of late, oldest first. */
  readonly made: number[];
  /** Why and how long no login is made, so that the account is not blocked, or blocked for longer. */
  pause: { readonly problem: Problem; readonly until: EpochMs } | null;
  /** The session last opened, as far as it is known to be good: the same credentials need no other. */
  open: {
    readonly credentials: Credentials;
    readonly token: string;
    readonly openedAt: EpochMs;
    readonly confirmedAt: number;
  } | null;
};

/** In memory alone: user names and tokens are never written down. */
export type LoginBook = {
  of(addresses: Addresses, credentials: Pick<Credentials, 'username'>): AccountLogins;
};

export function createLoginBook(): LoginBook {
  const accounts = new Map<string, AccountLogins>();
  return {
    of({ identity }, { username }) {
      // Betfair takes user names in either case.
      const key = `${identity} ${username.toLowerCase()}`;
      const account = accounts.get(key) ?? { made: [], pause: null, open: null };
      accounts.set(key, account);
      return account;
    },
  };
}
