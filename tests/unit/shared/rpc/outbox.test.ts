import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import type { Policy } from '../../../../shared/contract/operation.ts';
import type { ServerFrame } from '../../../../shared/rpc/frames.ts';
import type { TableStream } from '../../../../shared/rpc/operation-table.ts';
import { createOutbox } from '../../../../shared/rpc/outbox.ts';
import { createManualClock } from '../../../support/manual-clock.ts';

type Item = { readonly key: string; readonly sequence: number };
type Step =
  | { readonly do: 'emit'; readonly key: string; readonly times: number }
  | { readonly do: 'grant'; readonly items: number }
  | { readonly do: 'turn' }
  | { readonly do: 'congest'; readonly bytes: number };

const item = z.object({ key: z.string(), sequence: z.int() });
const steps = fc.array(
  fc.oneof(
    fc.record({
      do: fc.constant('emit' as const),
      key: fc.constantFrom('a', 'b', 'c', 'd'),
      times: fc.integer({ min: 1, max: 40 }),
    }),
    fc.record({ do: fc.constant('grant' as const), items: fc.integer({ min: 1, max: 20 }) }),
    fc.record({ do: fc.constant('turn' as const) }),
    fc.record({ do: fc.constant('congest' as const), bytes: fc.constantFrom(0, 10_000_000) }),
  ),
  { maxLength: 60 },
);

/** Runs a schedule against one stream, then grants all the credit and time it could want. */
async function run(policy: Policy<unknown>, initialCredit: number, schedule: readonly Step[]) {
  const clock = createManualClock();
  const carrier = { pending: 0 };
  const delivered: Item[] = [];
  const emitted: Item[] = [];
  const mostWaiting = { items: 0 };
  let granted = initialCredit;
  let overdrawn = false;
  let crowded = false;
  let broken: string | undefined;
  let finished = false;
  const outbox = createOutbox(
    {
      send(frame: ServerFrame) {
        if (frame.kind === 'items') {
          delivered.push(...(frame.items as Item[]));
          overdrawn ||= delivered.length > granted;
          crowded ||= carrier.pending > 0;
        }
        return 'sent';
      },
      get pending() {
        return carrier.pending;
      },
    },
    clock.after,
  );
  const operation: TableStream = { kind: 'stream', input: z.object({}), item, policy };
  const stream = outbox.open(1, operation, initialCredit, {
    onBroken: ({ code }) => {
      broken = code;
    },
    onFinished: () => {
      finished = true;
    },
  });
  const turn = async () => {
    await Promise.resolve();
    clock.advance(2);
  };
  for (const step of schedule) {
    switch (step.do) {
      case 'emit':
        for (let i = 0; i < step.times; i += 1) {
          const next = { key: step.key, sequence: emitted.length + 1 };
          emitted.push(next);
          stream.emit(next);
          mostWaiting.items = Math.max(mostWaiting.items, outbox.waiting);
        }
        break;
      case 'grant':
        granted += step.items;
        stream.grant(step.items);
        break;
      case 'turn':
        await turn();
        break;
      case 'congest':
        carrier.pending = step.bytes;
        break;
    }
  }
  carrier.pending = 0;
  granted += 60_000;
  stream.grant(60_000);
  stream.finish({ kind: 'done', id: 1 });
  for (let i = 0; i < 20; i += 1) await turn();
  return { delivered, emitted, broken, finished, overdrawn, crowded, mostWaiting: mostWaiting.items };
}

const byKey = (items: readonly Item[]) => Map.groupBy(items, ({ key }) => key);

describe('outbox', () => {
  it('latest: ends with the newest of every key, never goes back, and never buffers a key twice', async () => {
    const policy: Policy<unknown> = { keep: 'latest', key: (value) => (value as Item).key };
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 10 }), steps, async (credit, schedule) => {
        const { delivered, emitted, overdrawn, crowded, finished, mostWaiting } = await run(
          policy,
          credit,
          schedule,
        );
        expect(finished).toBe(true);
        expect({ overdrawn, crowded }).toEqual({ overdrawn: false, crowded: false });
        expect(mostWaiting).toBeLessThanOrEqual(byKey(emitted).size);
        const deliveredByKey = byKey(delivered);
        for (const [key, items] of byKey(emitted))
          expect(deliveredByKey.get(key)?.at(-1)).toEqual(items.at(-1));
        for (const items of deliveredByKey.values())
          for (const [index, later] of items.slice(1).entries())
            expect(later.sequence).toBeGreaterThan(items[index]?.sequence ?? 0);
      }),
    );
  });

  it('lossless: delivers everything in order, or fails with overflow and a gapless beginning', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 10 }),
        fc.integer({ min: 1, max: 200 }),
        steps,
        async (credit, limit, schedule) => {
          const policy: Policy<unknown> = { keep: 'lossless', limit };
          const { delivered, emitted, broken, finished, overdrawn, crowded, mostWaiting } = await run(
            policy,
            credit,
            schedule,
          );
          expect({ overdrawn, crowded }).toEqual({ overdrawn: false, crowded: false });
          expect(mostWaiting).toBeLessThanOrEqual(limit);
          expect(delivered).toEqual(emitted.slice(0, delivered.length));
          if (broken === undefined)
            expect({ finished, count: delivered.length }).toEqual({ finished: true, count: emitted.length });
          else {
            expect(broken).toBe('overflow');
            expect(emitted.length).toBeGreaterThan(limit);
          }
        },
      ),
    );
  });

  it('a full stream does not hold up another', async () => {
    const clock = createManualClock();
    const order: number[] = [];
    const outbox = createOutbox(
      {
        send(frame) {
          if (frame.kind === 'items') order.push(frame.id);
          return 'sent';
        },
        pending: 0,
      },
      clock.after,
    );
    const hooks = { onBroken: () => {}, onFinished: () => {} };
    const operation: TableStream = {
      kind: 'stream',
      input: z.object({}),
      item,
      policy: { keep: 'lossless', limit: 10_000 },
    };
    const full = outbox.open(1, operation, 10_000, hooks);
    const quiet = outbox.open(2, operation, 10, hooks);
    for (let sequence = 1; sequence <= 10_000; sequence += 1) full.emit({ key: 'a', sequence });
    quiet.emit({ key: 'b', sequence: 1 });
    await Promise.resolve();
    expect(order.indexOf(2)).toBe(1);
    expect(order.length).toBeLessThan(20);
    clock.advance(10);
    expect(order.filter((id) => id === 1)).toHaveLength(Math.ceil(10_000 / 256));
  });

  it.each<[string, Policy<unknown>]>([
    ['lossless', { keep: 'lossless', limit: 1000 }],
    ['latest', { keep: 'latest', key: (value) => (value as Item).key }],
  ])(
    'halves a %s batch the carrier refuses as too large, losing and reordering nothing',
    async (_name, policy) => {
      const delivered: Item[] = [];
      const clock = createManualClock();
      const outbox = createOutbox(
        {
          send(frame) {
            if (frame.kind !== 'items') return 'sent';
            if (frame.items.length > 30) return 'too-large';
            delivered.push(...(frame.items as Item[]));
            return 'sent';
          },
          pending: 0,
        },
        clock.after,
      );
      const operation: TableStream = { kind: 'stream', input: z.object({}), item, policy };
      const stream = outbox.open(1, operation, 1000, { onBroken: () => {}, onFinished: () => {} });
      for (let sequence = 1; sequence <= 300; sequence += 1)
        stream.emit({ key: `key ${sequence}`, sequence });
      await Promise.resolve();
      clock.advance(20);
      expect(delivered.map(({ sequence }) => sequence)).toEqual(Array.from({ length: 300 }, (_, i) => i + 1));
    },
  );

  it('breaks a stream whose single item is too large for the carrier', async () => {
    const broken: string[] = [];
    const outbox = createOutbox({ send: () => 'too-large', pending: 0 }, createManualClock().after);
    const policy: Policy<unknown> = { keep: 'lossless', limit: 10 };
    const operation: TableStream = { kind: 'stream', input: z.object({}), item, policy };
    const hooks = {
      onBroken: ({ code }: { readonly code: string }) => void broken.push(code),
      onFinished: () => {},
    };
    outbox.open(1, operation, 10, hooks).emit({ key: 'a', sequence: 1 });
    await Promise.resolve();
    expect(broken).toEqual(['bad-item']);
  });
});
