/** Betfair Exchange: API-NG for login, catalogue and polls, the Exchange Stream for prices and orders. */
import type { SourceKind } from '../source-kind.ts';
import { createBetfairDecoder } from './decoder.ts';
import { SOURCE_ID } from './directory.ts';
import { checkIdentity } from './identity.ts';
import { createLoginBook } from './login-book.ts';
import { appKeyProblem, checkValues, FIELDS, readCredentials, readSettings, SECRETS } from './settings.ts';
import { createBetfairSource } from './source.ts';
import { testBetfair } from './test-steps.ts';

export type { Addresses } from './addresses.ts';
export { createBetfairDecoder } from './decoder.ts';
export { type BetfairSettings, readSettings } from './settings.ts';
export { createBetfairSource } from './source.ts';

/** Of this process: the form may be saved and tested again and again, and markets opened, and Betfair counts on. */
const logins = createLoginBook();

export const betfairKind: SourceKind = {
  id: SOURCE_ID,
  name: 'Betfair Exchange',
  description:
    'Back and lay prices in full depth, streamed. Needs a Betfair account with an application key; a live key costs a one-time fee, a delayed one is free.',
  account: 'developer.betfair.com',
  fields: FIELDS,
  secrets: SECRETS,
  check: checkValues,
  checkSecrets(secrets, values) {
    const read = readCredentials(secrets, readSettings(values).certificate);
    return read.ok ? checkIdentity(read.credentials.identity) : appKeyProblem(secrets);
  },
  open: (ports, values) => createBetfairSource(ports, readSettings(values), logins),
  decoder: (values, sink) => createBetfairDecoder(readSettings(values), sink),
  test: (ports, values, signal) => testBetfair(ports, readSettings(values), signal, logins),
};
