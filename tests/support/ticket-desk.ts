import { createTicketSession, type TicketPorts } from '../../renderer/features/ticket/ticket-session.ts';
import type { TicketRequest } from '../../renderer/stores/ticket.ts';
import type { Preview } from '../../shared/contract/orders.ts';
import type { OrderDraft } from '../../shared/domain/order.ts';
import type { Currency, MinorUnits, OrderId } from '../../shared/domain/units.ts';

export const request = {
  eventId: 'e',
  marketId: 'm',
  selectionId: 's',
  bookId: 'b',
  side: 'back',
  price: 25_000,
  stake: 1000,
} as unknown as TicketRequest;

export const preview = (draft: OrderDraft, more: Partial<Preview> = {}): Preview => ({
  draft,
  armed: false,
  armedUntil: null,
  verdicts: [],
  quotePrice: draft.price,
  quoteSize: null,
  quoteReceivedAt: null,
  fair: null,
  ev: null,
  evLow: null,
  evHigh: null,
  kellyStake: 750 as MinorUnits,
  liability: draft.stake,
  profitIfWon: draft.stake,
  ...more,
});

export const NAMES = { selection: 'Ajax', event: 'Ajax v PSV', market: 'Match odds', book: 'Kestrel' };

/** A session on an engine that answers when the test lets it. */
export function atTheDesk() {
  const asked: string[] = [];
  const answers: { readonly what: string; resolve(value: unknown): void; reject(error: unknown): void }[] =
    [];
  const drafts: OrderDraft[] = [];
  const timers: (() => void)[] = [];
  let made = 0;
  let now = 0;
  let barred: ReturnType<TicketPorts['barred']> = null;
  const ask = (what: string) =>
    new Promise<never>((resolve, reject) => {
      asked.push(what);
      answers.push({ what, resolve: resolve as (value: unknown) => void, reject });
    });
  const ports: TicketPorts = {
    preview: (draft) => {
      drafts.push(draft);
      return ask('preview');
    },
    arm: (draft) => {
      drafts.push(draft);
      return ask('arm');
    },
    disarm: (id) => ask(`disarm ${id}`),
    place: (id) => ask(`place ${id}`),
    newId: () => {
      made += 1;
      return `order-${made}` as OrderId;
    },
    now: () => now,
    after: (_ms, task) => {
      timers.push(task);
      return () => timers.splice(timers.indexOf(task), 1);
    },
    names: () => NAMES,
    barred: () => barred,
    context: () => ({
      currency: 'GBP' as Currency,
      format: 'decimal',
      largestStake: null,
      armSeconds: 30,
    }),
  };
  const session = createTicketSession(ports);
  const settle = async (what: string, finish: (answer: (typeof answers)[number]) => void) => {
    const at = answers.findIndex((answer) => answer.what.startsWith(what));
    const [answer] = answers.splice(at, 1);
    if (at === -1 || answer === undefined) throw new Error(`nothing asked for ${what}: ${asked.join(', ')}`);
    finish(answer);
    await Promise.resolve();
    await Promise.resolve();
  };
  return {
    session,
    asked,
    drafts,
    state: () => session.store.getState(),
    bar: (why: ReturnType<TicketPorts['barred']>) => {
      barred = why;
    },
    pass: (ms: number) => {
      now += ms;
    },
    runTimers: () => {
      for (const task of timers.splice(0)) task();
    },
    answer: (what: string, value: unknown) => settle(what, (answer) => answer.resolve(value)),
    fail: (what: string, error: unknown) => settle(what, (answer) => answer.reject(error)),
  };
}
