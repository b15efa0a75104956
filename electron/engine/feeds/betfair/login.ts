import type { Http } from '../../ports/http.ts';
import type { Addresses } from './addresses.ts';
import { unansweredProblem, unreadableProblem } from './api-errors.ts';
import { fieldsOf, readJson, textOf } from './json.ts';
import { loginProblem } from './login-errors.ts';
import { type Failed, failed } from './problem.ts';

/** Who logs in. Never logged, told or stored by anything here. */
export type Credentials = {
  readonly appKey: string;
  readonly username: string;
  readonly password: string;
  /** Both as PEM: login by certificate. */
  readonly identity?: { readonly certificate: string; readonly key: string };
};

export const sameCredentials = (one: Credentials, other: Credentials): boolean =>
  one.appKey === other.appKey &&
  one.username === other.username &&
  one.password === other.password &&
  one.identity?.certificate === other.identity?.certificate &&
  one.identity?.key === other.identity?.key;

export type SessionToken = { readonly ok: true; readonly token: string };

/** The servers that open sessions and keep them. Answers are small. */
export type LoginDoor = {
  logIn(signal: AbortSignal): Promise<SessionToken | Failed>;
  /** The session goes on; fails with `log-in` when it has ended. */
  keepAlive(token: string, signal: AbortSignal): Promise<SessionToken | Failed>;
};

const MAXIMUM_BYTES = 100_000;
const TIMEOUT_MS = 15_000;
const FORM = 'application/x-www-form-urlencoded';
const ENDED = { code: 'NO_SESSION', remedy: 'log-in', message: 'The Betfair session has ended.' } as const;

export function createLoginDoor(http: Http, addresses: Addresses, credentials: Credentials): LoginDoor {
  const { appKey, username, password, identity } = credentials;

  const post = async (
    url: string,
    body: string,
    headers: Record<string, string>,
    signal: AbortSignal,
    certified: boolean,
  ) => {
    const answer = await http.post(url, body, {
      timeoutMs: TIMEOUT_MS,
      maximumBytes: MAXIMUM_BYTES,
      signal,
      headers: { accept: 'application/json', 'content-type': FORM, 'x-application': appKey, ...headers },
      ...(addresses.authority === undefined ? {} : { authority: addresses.authority }),
      ...(certified && identity !== undefined ? { identity } : {}),
    });
    if (!answer.ok) return failed(unansweredProblem(answer));
    const fields = fieldsOf(readJson(answer.body)?.value);
    return fields === undefined
      ? failed(unreadableProblem(answer.status))
      : ({ ok: true, fields, status: answer.status } as const);
  };

  return {
    async logIn(signal) {
      const certified = identity !== undefined;
      const url = certified
        ? `${addresses.certificateIdentity}/api/certlogin`
        : `${addresses.identity}/api/login`;
      const form = new URLSearchParams({ username, password }).toString();
      const answer = await post(url, form, {}, signal, certified);
      if (!answer.ok) return answer;
      const { fields } = answer;
      const token = textOf(certified ? fields['sessionToken'] : fields['token']);
      const status = textOf(certified ? fields['loginStatus'] : fields['status']);
      if (status === 'SUCCESS' && token !== '') return { ok: true, token };
      if (status === '' || status === 'SUCCESS') return failed(unreadableProblem(answer.status));
      const code = certified ? status : textOf(fields['error']) || status;
      return failed(loginProblem(code));
    },
    async keepAlive(token, signal) {
      const url = `${addresses.identity}/api/keepAlive`;
      const answer = await post(url, '', { 'x-authentication': token }, signal, false);
      if (!answer.ok) return answer;
      if (answer.fields['status'] === 'SUCCESS')
        return { ok: true, token: textOf(answer.fields['token']) || token };
      const code = textOf(answer.fields['error']);
      // INTERNAL_ERROR says nothing about the session; everything else says that it is over.
      return code === 'INTERNAL_ERROR' ? failed(loginProblem(code)) : failed(ENDED);
    },
  };
}
