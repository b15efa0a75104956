import type { HttpAnswer } from '../../ports/http.ts';
import type { Problem, Remedy } from './problem.ts';

type Row = readonly [remedy: Remedy, message: string];
const KEY = 'Check the application key in Sources; it is listed at developer.betfair.com under My Account.';

/** Codes of APINGException (SportsAPING.xml) and of the stream's status messages (ESASwaggerSchema.json). */
const ERRORS: Readonly<Record<string, Row>> = {
  TOO_MUCH_DATA: ['fewer', 'Betfair was asked for too much at once; it is asked for less.'],
  REQUEST_SIZE_EXCEEDS_LIMIT: ['fewer', 'Betfair was asked for too much at once; it is asked for less.'],
  INVALID_INPUT_DATA: [
    'skip',
    'Betfair could not read a request. Check competitions and countries in Sources.',
  ],
  INVALID_SESSION_INFORMATION: ['log-in', 'The Betfair session has ended; a new one is opened.'],
  NO_SESSION: ['log-in', 'The Betfair session has ended; a new one is opened.'],
  NO_APP_KEY: ['user', `Betfair got no application key. ${KEY}`],
  INVALID_APP_KEY: ['user', `Betfair does not know the application key. ${KEY}`],
  ACCESS_DENIED: ['user', `The application key may not do this. ${KEY}`],
  NOT_AUTHORIZED: [
    'user',
    'The application key may not use the stream. Ask Betfair to activate it, at developer.betfair.com.',
  ],
  UNEXPECTED_ERROR: ['again', 'Betfair had an unexpected error.'],
  TOO_MANY_REQUESTS: [
    'again',
    'Betfair has too many requests of this account waiting; it is asked more slowly.',
  ],
  SERVICE_BUSY: ['again', 'Betfair is too busy to answer.'],
  TIMEOUT_ERROR: ['again', 'Betfair did not answer in time inside its own systems.'],
  TIMEOUT: ['again', 'The Betfair stream timed out.'],
  CONNECTION_FAILED: ['again', 'Betfair could not connect to its own systems.'],
  INVALID_CLOCK: ['fresh', 'The stream could not be resumed where it was lost; it starts afresh.'],
  INVALID_INPUT: ['fresh', 'Betfair could not read a stream request; the subscription starts afresh.'],
  INVALID_REQUEST: ['fresh', 'Betfair did not expect a stream request; the subscription starts afresh.'],
  SUBSCRIPTION_LIMIT_EXCEEDED: [
    'fewer',
    'The account may stream fewer markets than were asked for; the earliest starts are kept.',
  ],
  MAX_CONNECTION_LIMIT_EXCEEDED: [
    'again',
    'All stream connections of the account are in use. Close other programs that stream from Betfair; until then prices are polled.',
  ],
};

/** An error Betfair told by its code; one that is in no document is tried again. */
export function betfairProblem(code: string): Problem {
  const [remedy, message] = ERRORS[code] ?? [
    'again',
    'Betfair answered with an error that is not documented.',
  ];
  return { code, remedy, message: `${message} (${code})` };
}

/** JSON-RPC's own codes: a request that can't succeed as it is. `DSC-…` are those of Betfair's framework. */
export const rpcProblem = (code: number, text: string): Problem =>
  text === 'DSC-0015' || text === 'DSC-0024'
    ? { code: text, remedy: 'user', message: `Betfair did not accept the application key. ${KEY} (${text})` }
    : {
        code: text || String(code),
        remedy: code === -32_603 ? 'again' : 'skip',
        message: `Betfair could not carry out a request (${text || code}).`,
      };

/** No answer came. */
export const unansweredProblem = (answer: Extract<HttpAnswer, { ok: false }>): Problem => ({
  code: answer.code,
  remedy: answer.code === 'too-large' ? 'fewer' : 'again',
  message: `Betfair did not answer: ${answer.message}`,
});

/** An answer that is none: an error page, maintenance. */
export const unreadableProblem = (status: number): Problem =>
  status === 403
    ? {
        code: 'forbidden',
        remedy: 'again',
        message:
          'Betfair refused the request (HTTP 403). It does so from places where it is not licensed, and to proxies.',
      }
    : {
        code: 'unreadable',
        remedy: 'again',
        message: `Betfair's answer could not be read (HTTP ${status}). It may be under maintenance.`,
      };
