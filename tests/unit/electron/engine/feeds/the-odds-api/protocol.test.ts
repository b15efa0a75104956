import { describe, expect, it } from 'vitest';
import {
  isWireOutcome,
  outcomeFault,
} from '../../../../../../electron/engine/feeds/the-odds-api/protocol.ts';

const good = { name: 'Arsenal', price: 1.91 };

describe('outcomes of The Odds API', () => {
  it.each([
    good,
    { ...good, point: -1.5, bet_limit: 5000 },
    { ...good, point: null, bet_limit: null },
    { ...good, sid: 'a field we do not know' },
    // What a name may say and a price may be is asked later, with better words.
    { name: '', price: -3 },
  ])('%j is one', (outcome) => {
    expect(outcomeFault(outcome)).toBeUndefined();
    expect(isWireOutcome(outcome)).toBe(true);
  });

  it.each([
    [undefined, 'must be object'],
    [null, 'must be object'],
    ['Arsenal 1.91', 'must be object'],
    [[], '/name must be string'],
    [{ price: 1.91 }, '/name must be string'],
    [{ ...good, name: 7 }, '/name must be string'],
    [{ name: 'Arsenal' }, '/price must be number'],
    [{ ...good, price: '1.91' }, '/price must be number'],
    [{ ...good, point: '-1.5' }, '/point must be number,null'],
    [{ ...good, bet_limit: {} }, '/bet_limit must be number,null'],
  ])('%j is none: %s', (outcome, fault) => {
    expect(outcomeFault(outcome)).toBe(fault);
    expect(isWireOutcome(outcome)).toBe(false);
  });
});
