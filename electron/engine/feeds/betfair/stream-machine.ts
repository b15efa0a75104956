import type { Problem } from './problem.ts';

/**
 * Where the stream stands. `last` is the id of the request sent last on this connection; `markets` that of the
 * subscription whose changes count.
 */
export type StreamState =
  | { readonly at: 'off' }
  | { readonly at: 'connecting' }
  /** Connected; the server speaks first. */
  | { readonly at: 'greeting' }
  | { readonly at: 'authenticating'; readonly last: number }
  /** Until the image, or what changed since the clock, is complete. */
  | { readonly at: 'subscribing'; readonly last: number; readonly markets: number; readonly resumed: boolean }
  | { readonly at: 'live'; readonly last: number; readonly markets: number }
  /** Between two attempts. */
  | { readonly at: 'waiting'; readonly problem: Problem }
  /** Nothing happens until the user changes something. */
  | { readonly at: 'stuck'; readonly problem: Problem };

export type StreamEvent =
  /** There are markets to stream; also: others than before. */
  | { readonly kind: 'wanted' }
  /** There are none any more, or the source stops. */
  | { readonly kind: 'unwanted' }
  | { readonly kind: 'retry-due' }
  /** No session to authenticate with. */
  | { readonly kind: 'no-session'; readonly problem: Problem }
  | { readonly kind: 'opened' }
  | { readonly kind: 'greeted' }
  | { readonly kind: 'succeeded'; readonly id: number | null }
  | {
      readonly kind: 'refused';
      readonly id: number | null;
      readonly problem: Problem;
      readonly closed: boolean;
    }
  /** A market change was taken in full; `image` where it completes an image or what was missed. */
  | { readonly kind: 'changed'; readonly id: number | null; readonly image: boolean }
  /** The connection ended, fell silent, or sent what can't be read. */
  | { readonly kind: 'broken'; readonly problem: Problem; readonly damaged: boolean };

export type StreamEffect =
  | { readonly do: 'open' }
  | { readonly do: 'authenticate'; readonly id: number }
  /** Ids of the market and the order subscription. */
  | { readonly do: 'subscribe'; readonly markets: number; readonly orders: number }
  | { readonly do: 'close' }
  | { readonly do: 'wait' }
  | { readonly do: 'forget-clocks' }
  | { readonly do: 'expire-session' }
  /** Fewer markets, or fewer results. */
  | { readonly do: 'want-fewer' }
  /** Prices can't be relied on from here. */
  | { readonly do: 'tell-lost'; readonly problem: Problem }
  | { readonly do: 'tell-live' };

export type StreamStep = { readonly state: StreamState; readonly effects: readonly StreamEffect[] };

const stay = (state: StreamState): StreamStep => ({ state, effects: [] });
const connect: StreamStep = { state: { at: 'connecting' }, effects: [{ do: 'open' }] };

const isOpen = (state: StreamState): boolean =>
  state.at !== 'off' && state.at !== 'waiting' && state.at !== 'stuck';

/** Subscribes on the open connection. The server is told by the runner whether a clock goes with it. */
function subscribe(last: number, resumed: boolean, before: readonly StreamEffect[] = []): StreamStep {
  const markets = last + 1;
  const orders = last + 2;
  return {
    state: { at: 'subscribing', last: orders, markets, resumed },
    effects: [...before, { do: 'subscribe', markets, orders }],
  };
}

function lose(state: StreamState, problem: Problem, before: readonly StreamEffect[] = []): StreamStep {
  return {
    state: { at: 'waiting', problem },
    effects: [
      ...before,
      ...(isOpen(state) ? [{ do: 'close' } as const] : []),
      { do: 'tell-lost', problem },
      { do: 'wait' },
    ],
  };
}

/** What a refusal costs, by its remedy; `id` null or unknown concerns the connection. */
function refuse(state: StreamState, event: Extract<StreamEvent, { kind: 'refused' }>): StreamStep {
  const { problem, closed } = event;
  const mayGoOn = !closed && state.at === 'subscribing' && event.id === state.markets;
  switch (problem.remedy) {
    case 'user':
    case 'skip':
      return isStuckFor(problem, state);
    case 'log-in':
      return lose(state, problem, [{ do: 'expire-session' }]);
    case 'fresh':
      // A subscription without a clock can't be made any fresher: then it is only tried again, later.
      return mayGoOn && state.resumed
        ? subscribe(state.last, false, [{ do: 'forget-clocks' }])
        : lose(state, problem, [{ do: 'forget-clocks' }]);
    case 'fewer':
      return mayGoOn
        ? subscribe(state.last, false, [{ do: 'forget-clocks' }, { do: 'want-fewer' }])
        : lose(state, problem, [{ do: 'forget-clocks' }, { do: 'want-fewer' }]);
    case 'again':
    case 'blocked':
      return lose(state, problem);
  }
}

/** A refused order subscription leaves the prices as they are. */
const concernsOrders = (state: StreamState, id: number | null, closed: boolean): boolean =>
  !closed && id !== null && (state.at === 'subscribing' || state.at === 'live') && id !== state.markets;

type Transition<Kind extends StreamEvent['kind']> = (
  state: StreamState,
  event: Extract<StreamEvent, { kind: Kind }>,
  canResume: boolean,
) => StreamStep;

const isAnswerTo = (id: number | null, asked: number): boolean =>
  // Status messages without an id exist: they answer what is waited for.
  id === null || id === asked;

function isStuckFor(problem: Problem, state: StreamState): StreamStep {
  const close: readonly StreamEffect[] = isOpen(state) ? [{ do: 'close' }] : [];
  return { state: { at: 'stuck', problem }, effects: [...close, { do: 'tell-lost', problem }] };
}

/** What has happened, in which state, what follows. */
const TRANSITIONS: { readonly [Kind in StreamEvent['kind']]: Transition<Kind> } = {
  wanted(state, _event, canResume) {
    if (state.at === 'off') return connect;
    return state.at === 'live' || state.at === 'subscribing' ? subscribe(state.last, canResume) : stay(state);
  },
  unwanted: (state) => ({ state: { at: 'off' }, effects: isOpen(state) ? [{ do: 'close' }] : [] }),
  'retry-due': (state) => (state.at === 'waiting' ? connect : stay(state)),
  'no-session': (state, { problem }) =>
    problem.remedy === 'user' ? isStuckFor(problem, state) : lose(state, problem),
  opened: (state) => (state.at === 'connecting' ? stay({ at: 'greeting' }) : stay(state)),
  greeted: (state) =>
    state.at === 'greeting' || state.at === 'connecting'
      ? { state: { at: 'authenticating', last: 1 }, effects: [{ do: 'authenticate', id: 1 }] }
      : stay(state),
  succeeded: (state, { id }, canResume) =>
    state.at === 'authenticating' && isAnswerTo(id, state.last)
      ? subscribe(state.last, canResume)
      : stay(state),
  refused: (state, event) =>
    !isOpen(state) || concernsOrders(state, event.id, event.closed) ? stay(state) : refuse(state, event),
  changed: (state, { id, image }) =>
    state.at === 'subscribing' && image && isAnswerTo(id, state.markets)
      ? { state: { at: 'live', last: state.last, markets: state.markets }, effects: [{ do: 'tell-live' }] }
      : stay(state),
  broken: (state, { problem, damaged }) =>
    isOpen(state) ? lose(state, problem, damaged ? [{ do: 'forget-clocks' }] : []) : stay(state),
};

/**
 * The life of a stream connection as a table of transitions. Pure; who runs it keeps the socket, the timers and the
 * clocks.
 *
 * @param canResume whether a clock is known for exactly the criteria wanted now
 */
export function advance(state: StreamState, event: StreamEvent, canResume: boolean): StreamStep {
  const transition = TRANSITIONS[event.kind] as Transition<StreamEvent['kind']>;
  return transition(state, event, canResume);
}
