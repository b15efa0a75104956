import { describe, expect, it } from 'vitest';
import { createPositions } from '../../../../../electron/engine/orders/positions.ts';
import { createRecorder } from '../../../../../electron/engine/orders/recorder.ts';
import type { OrderState } from '../../../../../shared/domain/order.ts';
import { createManualClock } from '../../../../support/manual-clock.ts';
import { createMemoryJournal } from '../../../../support/memory-journal.ts';
import { sampleOrder } from '../../../../support/sample-orders.ts';
import { createSilentLog } from '../../../../support/silent-log.ts';

function openRecorder() {
  const journal = createMemoryJournal();
  const clock = createManualClock();
  const positions = createPositions();
  const recorder = createRecorder({
    journal,
    positions,
    clock,
    wall: clock,
    log: createSilentLog(),
    mode: 'practice',
    termsOf: () => undefined,
  });
  const move = (...states: readonly OrderState[]) => {
    for (const state of states) recorder.write((recording) => void recording.order(sampleOrder({ state })));
  };
  return { journal, recorder, positions, move };
}

describe('recording orders', () => {
  it.each([
    [['sent']],
    [['intent', 'matched']],
    [['intent', 'intent']],
    [['intent', 'sent', 'sent']],
    [['intent', 'sent', 'matched', 'cancelled']],
    [['intent', 'sent', 'unresolved', 'sent']],
  ] as [OrderState[]][])('refuses the history %j and writes nothing of it', (states) => {
    const { journal, move } = openRecorder();
    move(...states.slice(0, -1));
    const before = journal.order(sampleOrder().id);
    expect(() => move(...states.slice(-1))).toThrow(/cannot go from/);
    expect(journal.order(sampleOrder().id)).toEqual(before);
  });

  it('tells nobody of what did not commit', () => {
    const { journal, recorder, positions } = openRecorder();
    const told: string[] = [];
    recorder.onOrder(({ state }) => void told.push(state));
    expect(() =>
      recorder.write((recording) => {
        recording.order(sampleOrder({ state: 'intent' }));
        throw new Error('the ledger refused');
      }),
    ).toThrow('the ledger refused');
    expect(told).toEqual([]);
    expect(journal.order(sampleOrder().id)).toBeUndefined();
    expect(positions.counts()).toEqual({ openOrders: 0, openBets: 0, unresolvedOrders: 0 });
  });
});
