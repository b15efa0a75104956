import { describe, expect, it } from 'vitest';
import {
  answeredProblem,
  ERROR_CODES,
  LOCAL_PROBLEMS,
  localProblem,
} from '../../../../../../electron/engine/feeds/the-odds-api/error-table.ts';
import { createHealthRecord } from '../../../../../../electron/engine/feeds/the-odds-api/health-record.ts';
import type { EpochMs } from '../../../../../../shared/domain/units.ts';

describe('answeredProblem', () => {
  it.each([401, 403, 429, 500])('goes by the code, whatever the status (%d)', (status) => {
    expect(answeredProblem(status, 'OUT_OF_USAGE_CREDITS', '')).toMatchObject({
      state: 'failed',
      retry: 'until-renewal',
    });
    expect(answeredProblem(status, 'INVALID_KEY', '')).toMatchObject({
      state: 'failed',
      retry: 'until-told',
    });
    expect(answeredProblem(status, 'EXCEEDED_FREQ_LIMIT', '')).toMatchObject({
      state: 'degraded',
      retry: 'soon',
    });
  });

  it.each([
    [301, 'failed', 'until-told'],
    [401, 'failed', 'backoff'],
    [403, 'failed', 'backoff'],
    [404, 'degraded', 'skip-request'],
    [408, 'degraded', 'backoff'],
    [422, 'failed', 'until-told'],
    [429, 'degraded', 'soon'],
    [500, 'degraded', 'backoff'],
    [503, 'degraded', 'backoff'],
    [204, 'degraded', 'backoff'],
  ])('falls back on status %d', (status, state, retry) => {
    for (const code of ['', 'A_NEW_CODE', '__proto__', 'constructor'])
      expect(answeredProblem(status, code, '')).toMatchObject({ state, retry });
  });

  it('knows every code of the documentation, each with a sentence', () => {
    const documented =
      'MISSING_KEY INVALID_KEY DEACTIVATED_KEY EXCEEDED_FREQ_LIMIT OUT_OF_USAGE_CREDITS MISSING_REGION INVALID_REGION ' +
      'INVALID_BOOKMAKERS MISSING_MARKET INVALID_MARKET INVALID_MARKET_COMBO INVALID_DATE_FORMAT INVALID_ODDS_FORMAT ' +
      'INVALID_ALL_SPORTS_PARAM INVALID_SPORT UNKNOWN_SPORT INVALID_SCORES_DAYS_FROM INVALID_EVENT_ID INVALID_EVENT_IDS ' +
      'EVENT_NOT_FOUND MISSING_HISTORICAL_TIMESTAMP INVALID_HISTORICAL_TIMESTAMP INVALID_COMMENCE_TIME_FROM ' +
      'INVALID_COMMENCE_TIME_TO INVALID_COMMENCE_TIME_RANGE HISTORICAL_UNAVAILABLE_ON_FREE_USAGE_PLAN INVALID_PARTICIPANT_ID';
    for (const code of documented.split(' ')) expect(ERROR_CODES[code]?.message).toMatch(/\.$/);
  });

  it('says only what the user can do: there are no source settings yet', () => {
    const said = [...Object.values(ERROR_CODES), ...Object.values(LOCAL_PROBLEMS)].map(
      ({ message }) => message,
    );
    said.push(...[301, 401, 404, 422, 429, 500].map((status) => answeredProblem(status, '', '').message));
    expect(said.filter((message) => /source settings|then retry/.test(message))).toEqual([]);
    for (const message of [ERROR_CODES['MISSING_KEY']?.message, ERROR_CODES['INVALID_KEY']?.message])
      for (const word of ['OVERROUND_THE_ODDS_API', 'secrets.json', 'config folder', 'Retry', 'Sources pane'])
        expect(message).toContain(word);
  });

  it('promises no other try in what a single request says; only the source goes on', () => {
    const all = [...Object.values(ERROR_CODES), ...Object.values(LOCAL_PROBLEMS)];
    const said = [...all, ...[401, 403, 408, 500].map((status) => answeredProblem(status, '', ''))];
    expect(said.filter(({ message }) => /trying again/i.test(message))).toEqual([]);
    expect(
      localProblem('network', 'The server name could not be found. Check the network connection.'),
    ).toEqual({
      code: 'network',
      state: 'degraded',
      retry: 'backoff',
      message:
        'The Odds API cannot be reached. The server name could not be found. Check the network connection.',
      meanwhile: 'Trying again.',
    });
    const record = createHealthRecord();
    record.report('odds', localProblem('timeout'));
    expect(record.status(0 as EpochMs, 1_000).message).toBe(
      'The Odds API did not answer in time. Trying again.',
    );
  });

  it('quotes what the server said, cut', () => {
    expect(answeredProblem(500, '', 'x'.repeat(1_000)).message).toHaveLength(
      answeredProblem(500, '', '').message.length + ' It said: ""'.length + 200,
    );
  });
});
