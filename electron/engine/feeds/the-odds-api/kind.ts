import type { SourceKind } from '../source-kind.ts';
import { createOddsApiDecoder } from './decoder.ts';
import { keyProblem } from './key.ts';
import { SOURCE_ID } from './normalise-odds.ts';
import { checkSettings, ODDS_API_FIELDS, settingsOf } from './settings.ts';
import { openOddsApi, SECRET_NAME } from './source.ts';
import { testOddsApi } from './test-steps.ts';

/** The Odds API as a kind of source that users add, key and test. */
export const theOddsApiKind: SourceKind = {
  id: SOURCE_ID,
  name: 'The Odds API',
  description:
    'Prices of some hundred bookmakers and exchanges in many sports, and scores, by polling. Paid by credits: a request for odds costs one per market and region. It asks where edge, start and age of the prices make it worth most, and keeps to the budget.',
  account: 'the-odds-api.com',
  fields: ODDS_API_FIELDS,
  secrets: [
    {
      name: SECRET_NAME,
      label: 'API key',
      help: 'From the e-mail that came with the account.',
      multiline: false,
      optional: false,
    },
  ],
  check: checkSettings,
  checkSecrets: (secrets) => keyProblem(secrets.get(SECRET_NAME)?.trim() ?? ''),
  open: (ports, values) => openOddsApi({ ...ports, settings: settingsOf(values) }),
  decoder: (values, sink) => createOddsApiDecoder(settingsOf(values), sink),
  test: testOddsApi,
};
