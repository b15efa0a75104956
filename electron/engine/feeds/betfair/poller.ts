import type { Clock } from '../../ports/clock.ts';
import { createBackoff } from '../backoff.ts';
import type { Api, ApiAnswer } from './api.ts';
import { batchesOf, bookRequest } from './book-request.ts';
import { failed, type Problem } from './problem.ts';
import type { Depth } from './settings.ts';

/** Between two rounds of all markets. */
export const POLL_MS = 5_000;
/** A stream that is back at once needs no polls. */
const FIRST_POLL_MS = 1_000;
/** An answer later than this would be older than the next: a connection that died with the stream is not waited for. */
const ANSWER_MS = POLL_MS;
const UNANSWERED: Problem = {
  code: 'timeout',
  remedy: 'again',
  message: `Betfair did not answer within ${ANSWER_MS / 1_000} s; its prices are asked for again.`,
};

/** Asks for the prices of markets in rounds while the stream is down. */
export type Poller = {
  begin(): void;
  end(): void;
  isPolling(): boolean;
};

export function createPoller(deps: {
  readonly api: Api;
  readonly clock: Clock;
  readonly random: () => number;
  readonly depth: Depth;
  readonly markets: () => readonly string[];
  readonly onAnswer: (answer: ApiAnswer) => void;
  /** `null`: a round went well. */
  readonly onProblem: (problem: Problem | null) => void;
}): Poller {
  const { api, clock, depth, markets, onAnswer, onProblem } = deps;
  const backoff = createBackoff(deps.random, { firstMs: 2_000, longestMs: 60_000 });
  let running: AbortController | undefined;
  let cancel: () => void = () => undefined;
  let share = 1;

  const ask = async (batch: readonly string[], signal: AbortSignal) => {
    const late = new AbortController();
    const cancelLate = clock.after(ANSWER_MS, () => late.abort());
    const either = AbortSignal.any([signal, late.signal]);
    const answer = await api.call('listMarketBook', bookRequest(batch, depth), either);
    cancelLate();
    return !answer.ok && late.signal.aborted ? failed(UNANSWERED) : answer;
  };

  /** Answers how long to wait for the next round. */
  const round = async (signal: AbortSignal): Promise<number> => {
    for (const batch of batchesOf(markets(), depth, share)) {
      const answer = await ask(batch, signal);
      // The stream may be back by now: an older price must not replace a newer one.
      if (signal.aborted) return 0;
      if (!answer.ok) {
        if (answer.problem.remedy === 'fewer') share = Math.max(share / 2, 1 / 64);
        onProblem(answer.problem);
        return backoff.next();
      }
      onAnswer(answer);
    }
    backoff.reset();
    onProblem(null);
    return POLL_MS;
  };

  const schedule = (signal: AbortSignal, ms: number) => {
    cancel = clock.after(ms, () => {
      void round(signal).then((nextMs) => {
        if (!signal.aborted) schedule(signal, nextMs);
      });
    });
  };

  return {
    begin() {
      if (running !== undefined) return;
      running = new AbortController();
      schedule(running.signal, FIRST_POLL_MS);
    },
    end() {
      cancel();
      running?.abort();
      running = undefined;
      backoff.reset();
    },
    isPolling: () => running !== undefined,
  };
}
