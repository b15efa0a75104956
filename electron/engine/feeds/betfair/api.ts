import type { Http } from '../../ports/http.ts';
import type { Addresses } from './addresses.ts';
import { betfairProblem, rpcProblem, unansweredProblem, unreadableProblem } from './api-errors.ts';
import { fieldsOf, readJson, textOf } from './json.ts';
import { type Failed, failed, type Problem } from './problem.ts';
import type { Session } from './session.ts';

export type ApiMethod =
  | 'listEventTypes'
  | 'listCompetitions'
  | 'listMarketCatalogue'
  | 'listMarketBook'
  | 'listCurrentOrders';

export type ApiAnswer = {
  readonly ok: true;
  readonly result: unknown;
  /** The whole JSON-RPC answer as it came. */
  readonly body: Uint8Array;
  readonly elapsedMs: number;
};

/** API-NG's betting operations that only read. Nothing is sent twice but to a new session. */
export type Api = {
  call(method: ApiMethod, params: object, signal: AbortSignal): Promise<ApiAnswer | Failed>;
};

const TIMEOUT_MS = 20_000;
const MAXIMUM_BYTES = 64_000_000;

/** What a JSON-RPC error says: Betfair's own exception, or one of the framework. */
function readError(error: unknown): Problem {
  const fields = fieldsOf(error);
  const exception = fieldsOf(fieldsOf(fields?.['data'])?.['APINGException']);
  const code = textOf(exception?.['errorCode']);
  if (code !== '') return betfairProblem(code);
  const number = fields?.['code'];
  return rpcProblem(typeof number === 'number' ? number : 0, textOf(fields?.['message']));
}

export function createApi(deps: {
  readonly http: Http;
  readonly addresses: Addresses;
  readonly appKey: string;
  readonly session: Session;
}): Api {
  const { http, addresses, appKey, session } = deps;
  let id = 0;

  const send = async (
    token: string,
    method: ApiMethod,
    params: object,
    signal: AbortSignal,
  ): Promise<ApiAnswer | Failed> => {
    id += 1;
    const body = JSON.stringify({ jsonrpc: '2.0', id, method: `SportsAPING/v1.0/${method}`, params });
    const answer = await http.post(`${addresses.api}/exchange/betting/json-rpc/v1`, body, {
      timeoutMs: TIMEOUT_MS,
      maximumBytes: MAXIMUM_BYTES,
      signal,
      headers: {
        accept: 'application/json',
        'content-type': 'application/json',
        'x-application': appKey,
        'x-authentication': token,
      },
      ...(addresses.authority === undefined ? {} : { authority: addresses.authority }),
    });
    if (!answer.ok) return failed(unansweredProblem(answer));
    const fields = fieldsOf(readJson(answer.body)?.value);
    if (fields !== undefined && 'error' in fields) return failed(readError(fields['error']));
    if (fields === undefined || !('result' in fields) || answer.status !== 200)
      return failed(unreadableProblem(answer.status));
    return { ok: true, result: fields['result'], body: answer.body, elapsedMs: answer.elapsedMs };
  };

  return {
    async call(method, params, signal) {
      const opened = await session.token();
      if (!opened.ok) return opened;
      const answer = await send(opened.token, method, params, signal);
      if (answer.ok || answer.problem.remedy !== 'log-in') return answer;
      session.expire(opened.token);
      const renewed = await session.token();
      return renewed.ok ? send(renewed.token, method, params, signal) : renewed;
    },
  };
}
