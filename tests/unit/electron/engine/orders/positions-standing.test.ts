import { describe, expect, it } from 'vitest';
import { createPositions } from '../../../../../electron/engine/orders/positions.ts';
import type { Order, OrderState } from '../../../../../shared/domain/order.ts';
import type { EventId, MinorUnits, OrderId, SelectionId } from '../../../../../shared/domain/units.ts';

const EVENT = 'test:e1' as EventId;
const HOME = 'test:e1:match-odds:home' as SelectionId;

const position = (id: string, side: 'back' | 'lay', state: OrderState, stake: number, matched: number) => ({
  order: { id: id as OrderId, eventId: EVENT, selectionId: HOME, side, state, stake } as Order,
  matched: { stake: matched as MinorUnits, weighted: 0 } as never,
});

describe('what stands on a selection', () => {
  it('is what is matched, and the whole of what still waits, on its side', () => {
    const positions = createPositions();
    positions.put(position('a', 'back', 'matched', 1000, 1000), false);
    positions.put(position('b', 'back', 'part-matched', 500, 200), false);
    positions.put(position('c', 'back', 'cancelled', 700, 300), false);
    positions.put(position('d', 'lay', 'accepted', 4000, 0), false);
    expect(positions.standing(EVENT, HOME, 'back')).toBe(1800);
    expect(positions.standing(EVENT, HOME, 'lay')).toBe(4000);
    expect(positions.standing(EVENT, HOME, 'back', 'b' as OrderId)).toBe(1300);
    expect(positions.standing('other' as EventId, HOME, 'back')).toBe(0);
    positions.put(position('a', 'back', 'matched', 1000, 1000), true);
    expect(positions.standing(EVENT, HOME, 'back')).toBe(800);
  });
});
