/** What the source does about a failed answer. */
export type Retry =
  /** Soon: the API asks for about two seconds. */
  | 'soon'
  /** Later and later, with jitter, until it works. */
  | 'backoff'
  /** This request is wrong by itself: it is not sent again until the source is told to retry; others go on. */
  | 'skip-request'
  /** Nothing that costs credits is sent until they are renewed, or a free answer shows that there are some. */
  | 'until-renewal'
  /** Every request would fail the same way: nothing is sent until the source is told to retry. */
  | 'until-told';

export type Problem = {
  /** A code of the API, or one of ours in lower case. */
  readonly code: string;
  readonly state: 'degraded' | 'failed';
  readonly retry: Retry;
  /** What is wrong and what to do. Without secrets. */
  readonly message: string;
  /** What the source that keeps asking does about it by itself; a single request does nothing. */
  readonly meanwhile?: string;
  /** From Retry-After, when the server sent one. */
  readonly retryAfterMs?: number;
};

type Entry = Omit<Problem, 'code' | 'retryAfterMs'>;

const stop = (message: string): Entry => ({ state: 'failed', retry: 'until-told', message });
const skip = (message: string): Entry => ({ state: 'degraded', retry: 'skip-request', message });
const again = (message: string, meanwhile = ''): Entry => ({
  state: 'degraded',
  retry: 'backoff',
  message,
  ...(meanwhile === '' ? {} : { meanwhile }),
});

/** Where the key is kept. What is on the command line holds for a whole run; the key is read again at each retry. */
export const GIVE_KEY =
  'Enter it in the Sources pane; or put {"the-odds-api": "your key"} into secrets.json in the config folder (overround doctor names it), readable by you alone, and press Retry in the Sources pane; or start with OVERROUND_THE_ODDS_API set to it.';
const TRYING = 'Trying again.';
const RETRY = 'then press Retry in the Sources pane.';
const CHECK_REGIONS =
  'Choose others in the Sources pane, or start with other --regions: us, us2, us_dfs, us_ex, uk, eu, fr, se, au.';
const CHECK_MARKETS =
  'Choose others in the Sources pane, or start with other --markets: h2h, h2h_lay, spreads, totals.';
const CHECK_SPORTS = 'Choose others in the Sources pane, or start with other --sports.';
const CHECK_URL = 'Start with another --odds-api-url, or none.';
const REPORT = 'This is a fault of the program; please report it.';

/**
 * By `error_code`, never by the status: the API sends the same code with different statuses
 * (OUT_OF_USAGE_CREDITS as 401 and 429). https://the-odds-api.com/liveapi/guides/v4/api-error-codes.html
 */
export const ERROR_CODES: Readonly<Record<string, Entry>> = {
  MISSING_KEY: stop(`The Odds API got no key. ${GIVE_KEY}`),
  INVALID_KEY: stop(`The Odds API does not know this key. Take the one of your account e-mail. ${GIVE_KEY}`),
  DEACTIVATED_KEY: stop(
    `The Odds API has deactivated this key. Check your subscription at the-odds-api.com, ${RETRY}`,
  ),
  OUT_OF_USAGE_CREDITS: {
    state: 'failed',
    retry: 'until-renewal',
    message: `The credits of The Odds API are used up. It goes on by itself when they are renewed; or change the plan, ${RETRY}`,
  },
  EXCEEDED_FREQ_LIMIT: {
    state: 'degraded',
    retry: 'soon',
    message: 'The Odds API asked for fewer requests per second. Slowing down; nothing to do.',
  },
  MISSING_REGION: stop(`The Odds API needs a region or bookmakers. ${CHECK_REGIONS}`),
  INVALID_REGION: stop(`The Odds API does not know one of the regions. ${CHECK_REGIONS}`),
  INVALID_BOOKMAKERS: stop(
    'The Odds API does not know one of the bookmakers. Name others in the Sources pane, or start with other --bookmakers.',
  ),
  MISSING_MARKET: stop(`The Odds API needs a market. ${CHECK_MARKETS}`),
  INVALID_MARKET: stop(`The Odds API does not offer one of the markets. ${CHECK_MARKETS}`),
  INVALID_MARKET_COMBO: stop(`The Odds API does not offer these markets together. ${CHECK_MARKETS}`),
  INVALID_DATE_FORMAT: stop(`The Odds API refused the date format. ${REPORT}`),
  INVALID_ODDS_FORMAT: stop(
    'The Odds API refused the odds format. Choose decimal or american in the Sources pane, or start with --odds-format.',
  ),
  INVALID_ALL_SPORTS_PARAM: stop(`The Odds API refused the sports request. ${REPORT}`),
  INVALID_SPORT: skip(`The Odds API does not offer this for the sport. ${CHECK_SPORTS}`),
  UNKNOWN_SPORT: skip(`The Odds API does not know the sport. ${CHECK_SPORTS}`),
  INVALID_SCORES_DAYS_FROM: skip(`The Odds API refused the days of the scores request. ${REPORT}`),
  INVALID_EVENT_ID: skip(`The Odds API refused an event id. ${REPORT}`),
  INVALID_EVENT_IDS: skip(`The Odds API refused the event ids. ${REPORT}`),
  EVENT_NOT_FOUND: skip('The Odds API no longer lists the event. Nothing to do.'),
  MISSING_HISTORICAL_TIMESTAMP: skip(`The Odds API needs a date for past odds. ${REPORT}`),
  INVALID_HISTORICAL_TIMESTAMP: skip(`The Odds API refused the date for past odds. ${REPORT}`),
  INVALID_COMMENCE_TIME_FROM: skip(`The Odds API refused the time range. ${REPORT}`),
  INVALID_COMMENCE_TIME_TO: skip(`The Odds API refused the time range. ${REPORT}`),
  INVALID_COMMENCE_TIME_RANGE: skip(`The Odds API refused the time range. ${REPORT}`),
  HISTORICAL_UNAVAILABLE_ON_FREE_USAGE_PLAN: skip('Past odds need a paid plan of The Odds API.'),
  INVALID_PARTICIPANT_ID: skip(`The Odds API refused a participant id. ${REPORT}`),
};

/** When the body has no known code. First match wins. */
const STATUSES: readonly { readonly from: number; readonly to: number; readonly entry: Entry }[] = [
  {
    from: 300,
    to: 399,
    entry: stop(`The server redirects, which is not followed. ${CHECK_URL}`),
  },
  {
    from: 401,
    to: 403,
    // The API names its reason; without one it may as well be a proxy, so it is tried again.
    entry: {
      state: 'failed',
      retry: 'backoff',
      message: `The server refuses access without saying why. Check the key and the network. ${GIVE_KEY}`,
      meanwhile: TRYING,
    },
  },
  {
    from: 404,
    to: 404,
    entry: skip(`The server does not know the address. ${CHECK_SPORTS} ${CHECK_URL}`),
  },
  {
    from: 429,
    to: 429,
    entry: {
      state: 'degraded',
      retry: 'soon',
      message: 'The server asked for fewer requests. Slowing down.',
    },
  },
  { from: 408, to: 408, entry: again('The server gave up waiting for the request.', TRYING) },
  {
    from: 400,
    to: 499,
    entry: stop(
      'The Odds API refused the request. Choose other sports, regions, bookmakers or markets in the Sources pane.',
    ),
  },
  { from: 500, to: 599, entry: again('The Odds API has a fault of its own.', TRYING) },
];

/** Failures of ours: no usable answer came. */
export const LOCAL_PROBLEMS = {
  timeout: again('The Odds API did not answer in time.', TRYING),
  network: again('The Odds API cannot be reached.', TRYING),
  'too-large': again('The answer of The Odds API is too large. Start with fewer --regions or --markets.'),
  html: again(
    'The server sent a web page instead of data. A proxy or login page may be in between; check the network and --odds-api-url.',
  ),
  'invalid-json': again('The answer of The Odds API was cut off or damaged.', TRYING),
  'wrong-format': again('The answer is not in the format of The Odds API v4. Check --odds-api-url.'),
  unwritten: again(
    'What The Odds API costs can not be written down, so nothing is asked for that costs credits.',
    'Trying again every 15 s.',
  ),
  undecided: again(
    'What to ask The Odds API next could not be decided. The log has the details.',
    'Trying again every 15 s.',
  ),
  internal: again('The answer could not be processed. The log has the details.', TRYING),
} as const satisfies Readonly<Record<string, Entry>>;

export const localProblem = (code: keyof typeof LOCAL_PROBLEMS, detail = ''): Problem => {
  const entry: Entry = LOCAL_PROBLEMS[code];
  // What the network said is whole sentences, with what to do.
  const said = code === 'network' ? detail : `(${detail})`;
  return { ...entry, code, message: detail === '' ? entry.message : `${entry.message} ${said}` };
};

/** The problem an error answer stands for. `code` and `said` come from its body, when that is an error of the API. */
export function answeredProblem(status: number, code: string, said: string): Problem {
  const byCode = Object.hasOwn(ERROR_CODES, code) ? ERROR_CODES[code] : undefined;
  const entry =
    byCode ??
    STATUSES.find(({ from, to }) => status >= from && status <= to)?.entry ??
    again('Unexpected answer.');
  const quoted = said === '' ? '' : ` It said: "${said.slice(0, 200)}"`;
  return { ...entry, code: code === '' ? `http-${status}` : code, message: `${entry.message}${quoted}` };
}
