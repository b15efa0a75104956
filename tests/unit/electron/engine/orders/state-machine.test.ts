import { describe, expect, it } from 'vitest';
import {
  canMove,
  isFinished,
  isOpenAtVenue,
  TRANSITIONS,
} from '../../../../../electron/engine/orders/state-machine.ts';
import type { OrderState } from '../../../../../shared/domain/order.ts';

const STATES = Object.keys(TRANSITIONS) as OrderState[];

const ALLOWED = new Set([
  'draft>armed',
  'armed>draft',
  'armed>armed',
  'armed>intent',
  'intent>sent',
  'intent>rejected',
  'sent>accepted',
  'sent>part-matched',
  'sent>matched',
  'sent>rejected',
  'sent>cancelled',
  'sent>lapsed',
  'sent>unresolved',
  'accepted>part-matched',
  'accepted>matched',
  'accepted>cancelled',
  'accepted>lapsed',
  'accepted>rejected',
  'part-matched>part-matched',
  'part-matched>matched',
  'part-matched>cancelled',
  'part-matched>lapsed',
  'unresolved>accepted',
  'unresolved>part-matched',
  'unresolved>matched',
  'unresolved>rejected',
  'unresolved>cancelled',
  'unresolved>lapsed',
]);

describe('order states', () => {
  const pairs = STATES.flatMap((from) => STATES.map((to) => [from, to] as const));

  it.each(pairs)('%s -> %s', (from, to) => {
    expect(canMove(from, to)).toBe(ALLOWED.has(`${from}>${to}`));
  });

  it('have no way out once finished, and always one before', () => {
    for (const state of STATES) expect(TRANSITIONS[state].length === 0).toBe(isFinished(state));
  });

  it('are open at the venue only between its answer and the end', () => {
    expect(STATES.filter(isOpenAtVenue)).toEqual(['accepted', 'part-matched']);
  });

  it('never lead back to something that is sent again', () => {
    for (const from of STATES.filter((state) => !['draft', 'armed', 'intent'].includes(state))) {
      for (const to of TRANSITIONS[from]) expect(['draft', 'armed', 'intent', 'sent']).not.toContain(to);
    }
  });
});
