import { describe, expect, it } from 'vitest';
import type { Problem, Remedy } from '../../../../../../electron/engine/feeds/betfair/problem.ts';
import {
  advance,
  type StreamEvent,
  type StreamState,
} from '../../../../../../electron/engine/feeds/betfair/stream-machine.ts';

const problem = (remedy: Remedy): Problem => ({ code: 'X', message: 'x', remedy });
const AGAIN = problem('again');
const OFF: StreamState = { at: 'off' };
const CONNECTING: StreamState = { at: 'connecting' };
const GREETING: StreamState = { at: 'greeting' };
const AUTHENTICATING: StreamState = { at: 'authenticating', last: 1 };
const SUBSCRIBING: StreamState = { at: 'subscribing', last: 3, markets: 2, resumed: true };
const FRESH: StreamState = { ...SUBSCRIBING, resumed: false };
const LIVE: StreamState = { at: 'live', last: 3, markets: 2 };
const WAITING: StreamState = { at: 'waiting', problem: AGAIN };
const STUCK: StreamState = { at: 'stuck', problem: problem('user') };
const ALL = [OFF, CONNECTING, GREETING, AUTHENTICATING, SUBSCRIBING, FRESH, LIVE, WAITING, STUCK];
const OPEN = [CONNECTING, GREETING, AUTHENTICATING, SUBSCRIBING, FRESH, LIVE];

const refused = (remedy: Remedy, id: number | null, closed: boolean): StreamEvent => ({
  kind: 'refused',
  id,
  problem: problem(remedy),
  closed,
});
/** The state and the effects in few words. */
const step = (state: StreamState, event: StreamEvent, canResume = false) => {
  const { state: next, effects } = advance(state, event, canResume);
  return [next.at, ...effects.map((effect) => effect.do)].join(' ');
};

describe('the life of a stream connection', () => {
  it('goes from nothing to live in the order of the protocol', () => {
    expect(step(OFF, { kind: 'wanted' })).toBe('connecting open');
    expect(step(CONNECTING, { kind: 'opened' })).toBe('greeting');
    expect(step(GREETING, { kind: 'greeted' })).toBe('authenticating authenticate');
    expect(step(AUTHENTICATING, { kind: 'succeeded', id: 1 })).toBe('subscribing subscribe');
    expect(step(SUBSCRIBING, { kind: 'succeeded', id: 2 })).toBe('subscribing');
    expect(step(SUBSCRIBING, { kind: 'changed', id: 2, image: false })).toBe('subscribing');
    expect(step(SUBSCRIBING, { kind: 'changed', id: 2, image: true })).toBe('live tell-live');
  });
  it('waits for the answer to its own request', () => {
    expect(step(AUTHENTICATING, { kind: 'succeeded', id: 9 })).toBe('authenticating');
    expect(step(AUTHENTICATING, { kind: 'succeeded', id: null })).toBe('subscribing subscribe');
    expect(step(SUBSCRIBING, { kind: 'changed', id: 1, image: true })).toBe('subscribing');
  });
  it('subscribes again on the open connection when other markets are wanted', () => {
    const { state } = advance(LIVE, { kind: 'wanted' }, false);
    expect(state).toEqual({ at: 'subscribing', last: 5, markets: 4, resumed: false });
    expect(step(WAITING, { kind: 'wanted' })).toBe('waiting');
  });
  it('loses every open connection that breaks, and forgets the clock of a damaged one', () => {
    for (const state of OPEN) {
      expect(step(state, { kind: 'broken', problem: AGAIN, damaged: false })).toBe(
        'waiting close tell-lost wait',
      );
      expect(step(state, { kind: 'broken', problem: AGAIN, damaged: true })).toBe(
        'waiting forget-clocks close tell-lost wait',
      );
    }
    expect(step(WAITING, { kind: 'retry-due' })).toBe('connecting open');
  });
  it('hears nothing of a connection it has given up', () => {
    for (const state of [OFF, WAITING, STUCK])
      for (const event of [
        { kind: 'broken', problem: AGAIN, damaged: true },
        { kind: 'changed', id: 2, image: true },
        { kind: 'greeted' },
        { kind: 'opened' },
        { kind: 'succeeded', id: 1 },
        refused('again', null, true),
      ] satisfies StreamEvent[])
        expect(advance(state, event, true)).toEqual({ state, effects: [] });
  });
  it('answers a refusal by its remedy', () => {
    expect(step(AUTHENTICATING, refused('log-in', 1, true))).toBe(
      'waiting expire-session close tell-lost wait',
    );
    expect(step(LIVE, refused('again', null, true))).toBe('waiting close tell-lost wait');
    expect(step(AUTHENTICATING, refused('user', 1, true))).toBe('stuck close tell-lost');
    expect(step(SUBSCRIBING, refused('fresh', 2, false), true)).toBe('subscribing forget-clocks subscribe');
    expect(step(SUBSCRIBING, refused('fresh', 2, true), true)).toBe(
      'waiting forget-clocks close tell-lost wait',
    );
    expect(step(FRESH, refused('fresh', 2, false))).toBe('waiting forget-clocks close tell-lost wait');
    expect(step(SUBSCRIBING, refused('fewer', 2, false))).toBe(
      'subscribing forget-clocks want-fewer subscribe',
    );
    expect(step(SUBSCRIBING, refused('fewer', 2, true))).toBe(
      'waiting forget-clocks want-fewer close tell-lost wait',
    );
  });
  it('keeps prices when only the order subscription is refused', () => {
    for (const state of [SUBSCRIBING, LIVE]) expect(step(state, refused('user', 3, false))).toBe(state.at);
  });
  it('waits for the user without a session that only the user can bring', () => {
    expect(step(CONNECTING, { kind: 'no-session', problem: problem('user') })).toBe('stuck close tell-lost');
    expect(step(CONNECTING, { kind: 'no-session', problem: problem('blocked') })).toBe(
      'waiting close tell-lost wait',
    );
  });
  it('ends from everywhere', () => {
    for (const state of ALL) expect(advance(state, { kind: 'unwanted' }, true).state).toEqual(OFF);
  });
});
