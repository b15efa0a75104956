import { expect, it } from 'vitest';
import { verdictState } from '../../../../../renderer/features/ticket/verdict-state.ts';
import type { ControlVerdict } from '../../../../../shared/contract/orders.ts';

const state = (
  control: ControlVerdict['control'],
  ticket: { hasPrice?: boolean; hasStake?: boolean; halted?: boolean } = {},
  passed = false,
) => verdictState({ control, passed }, { hasPrice: true, hasStake: true, halted: false, ...ticket });

it('waits for a stake where a control needs one, and for nothing else', () => {
  for (const control of ['price-collar', 'minimum-and-step', 'exposure'] as const) {
    expect(state(control, { hasStake: false })).toBe('waiting');
    expect(state(control)).toBe('failed');
  }
  for (const control of ['mode', 'stale-quote', 'rate'] as const)
    expect(state(control, { hasStake: false })).toBe('failed');
});

it('waits for arming, unless nothing can be armed', () => {
  expect(state('armed')).toBe('waiting');
  expect(state('armed', { halted: true })).toBe('failed');
});

it('passes what passed', () => {
  expect(state('armed', { halted: true }, true)).toBe('passed');
  expect(state('exposure', { hasStake: false }, true)).toBe('passed');
});

it('says nothing of a price that is no longer in the field', () => {
  for (const control of ['price-collar', 'minimum-and-step', 'exposure'] as const) {
    expect(state(control, { hasPrice: false }, true)).toBe('waiting');
    expect(state(control, { hasPrice: false })).toBe('waiting');
  }
  expect(state('book-standing', { hasPrice: false })).toBe('failed');
  expect(state('mode', { hasPrice: false }, true)).toBe('passed');
});
