import type { Http } from '../../ports/http.ts';
import type { SourcePorts } from '../source-kind.ts';
import { createOddsApiClient, type Meter } from './client.ts';
import { GIVE_KEY, localProblem, type Problem } from './error-table.ts';
import { parseJson } from './json.ts';
import { keyProblem } from './key.ts';
import type { OddsApiSettings } from './settings.ts';
import { DEFAULT_LIMITS, SECRET_NAME } from './source.ts';

/** What a request outside the polling needs. */
export type OncePorts = Pick<SourcePorts, 'clock' | 'secrets'> & { readonly http: Http };

export type Once =
  | { readonly ok: true; readonly body: Uint8Array; readonly value: unknown; readonly meter: Meter }
  | { readonly ok: false; readonly problem: Problem; readonly meter: Meter };

/** Sends single requests with the stored key: no retries, no pacing. Never throws. */
export type AskOnce = (
  path: string,
  parameters: Readonly<Record<string, string>>,
  signal: AbortSignal,
) => Promise<Once>;

const ABORTED: Problem = {
  code: 'aborted',
  state: 'degraded',
  retry: 'skip-request',
  message: 'The request was cancelled.',
};

const keyless = (message: string): Once => ({
  ok: false,
  meter: {},
  problem: { code: 'no-key', state: 'failed', retry: 'until-told', message },
});

export function createAskOnce(
  { http, clock, secrets }: OncePorts,
  { baseUrl }: Pick<OddsApiSettings, 'baseUrl'>,
): AskOnce {
  return async (path, parameters, signal) => {
    const apiKey = secrets.get(SECRET_NAME)?.trim() ?? '';
    if (apiKey === '') return keyless(secrets.problem?.() ?? `No key for The Odds API. ${GIVE_KEY}`);
    const problem = keyProblem(apiKey);
    if (problem !== null) return keyless(`${problem} ${GIVE_KEY}`);
    const client = createOddsApiClient({ http, clock, baseUrl, apiKey, ...DEFAULT_LIMITS });
    const answer = await client.get(path, parameters, signal);
    switch (answer.kind) {
      case 'aborted':
        return { ok: false, problem: ABORTED, meter: {} };
      case 'problem':
        return { ok: false, problem: answer.problem, meter: answer.meter };
      case 'unchanged':
        return { ok: false, problem: localProblem('wrong-format', 'an empty answer'), meter: answer.meter };
      case 'payload': {
        const parsed = parseJson(answer.body);
        return parsed === undefined
          ? { ok: false, problem: localProblem('invalid-json'), meter: answer.meter }
          : { ok: true, body: answer.body, value: parsed.value, meter: answer.meter };
      }
    }
  };
}
