import { createStore, type StoreApi } from 'zustand/vanilla';
import { OperationFailure } from '../../../shared/contract/errors.ts';
import type { Preview } from '../../../shared/contract/orders.ts';
import type { OddsFormat } from '../../../shared/domain/odds-format.ts';
import type { Order, OrderDraft } from '../../../shared/domain/order.ts';
import type { Currency, MinorUnits, OddsE4, OrderId } from '../../../shared/domain/units.ts';
import type { TicketLeg, TicketRequest } from '../../stores/ticket.ts';
import { amountText } from '../../ui/amount.ts';
import {
  type DraftReading,
  priceText,
  readDraft,
  stepPrice,
  stepStake,
  type TicketFields,
  type TicketSubject,
} from './ticket-draft.ts';
import type { TicketNames } from './ticket-event.ts';

/** What the session asks of the world; stubs in tests. */
export type TicketPorts = {
  readonly preview: (draft: OrderDraft) => Promise<Preview>;
  readonly arm: (draft: OrderDraft) => Promise<Preview>;
  readonly disarm: (id: OrderId) => Promise<unknown>;
  readonly place: (id: OrderId) => Promise<Order>;
  readonly newId: () => OrderId;
  /** Monotonic milliseconds. */
  readonly now: () => number;
  /** Runs `task` after `ms`; the returned function cancels it. */
  readonly after: (ms: number, task: () => void) => () => void;
  /** What the subject is called; `null` while it is not known. */
  readonly names: (subject: TicketSubject) => TicketNames | null;
  /** Whether nothing on this subject can be armed: its event is over, or trading is halted. */
  readonly barred: (subject: TicketSubject) => 'ended' | 'halted' | null;
  readonly context: () => {
    readonly currency: Currency;
    readonly format: OddsFormat;
    readonly largestStake: MinorUnits | null;
    /** How long a ticket stays armed. */
    readonly armSeconds: number;
  };
};

export type TicketState = {
  readonly id: OrderId;
  readonly subject: TicketSubject | null;
  /** Kept when the event is gone; `null` while they are not known. */
  readonly names: TicketNames | null;
  readonly fields: TicketFields;
  /** The user set the price; otherwise it is the one the ticket was opened on or took from the market. */
  readonly priceChosen: boolean;
  /** Why it can't be taken as it stands; `null` once the user has said at what price. */
  readonly held: string | null;
  /** The leg of an arbitrage that it is. */
  readonly leg: TicketLeg | null;
  /** The engine's newest word on the draft. */
  readonly preview: Preview | null;
  /** Monotonic milliseconds at which the armed ticket lapses; `null` while it isn't armed. */
  readonly armedUntil: number | null;
  readonly busy: 'arming' | 'placing' | null;
  /** Why the engine can't judge the draft. */
  readonly unjudged: string | null;
  /** What went wrong with the last thing asked of the engine. */
  readonly problem: string | null;
  /** The order placed last, shown until the next ticket is opened. */
  readonly placed: Order | null;
};

export type TicketSession = {
  readonly store: StoreApi<TicketState>;
  /** What the fields come to now. */
  reading(): DraftReading | null;
  open(request: TicketRequest): void;
  clear(): void;
  /** Another market is open: whatever was asked in the one before, no answer to it counts any more. */
  forget(): void;
  setPrice(text: string): void;
  setStake(text: string): void;
  stepPrice(ticks: number): void;
  stepStake(direction: 1 | -1): void;
  takePrice(): void;
  takeKelly(): void;
  togglePersistence(): void;
  /** Asks the engine again soon, because a price, the fair line or the clock moved. */
  refresh(): void;
  /** Writes the price in a newly chosen odds format. */
  rewritePrice(from: OddsFormat): void;
  arm(): void;
  disarm(): void;
  place(): void;
  /** News of an order: if it is this ticket's, its answer was lost on the way here and this is it. */
  heard(order: Order): void;
};

const PREVIEW_DELAY_MS = 100;
const NO_FIELDS: TicketFields = { price: '', stake: '', persistence: 'take' };
const NO_TICKET = {
  subject: null,
  names: null,
  fields: NO_FIELDS,
  priceChosen: false,
  held: null,
  leg: null,
  preview: null,
  unjudged: null,
  problem: null,
  placed: null,
} as const;

/** Whose the price is. Whichever the user says, the ticket is no longer held. */
type PriceWord = Pick<TicketState, 'priceChosen' | 'held'>;
const CHOSEN: PriceWord = { priceChosen: true, held: null };
const TAKEN: PriceWord = { priceChosen: false, held: null };

/** One ticket at a time: fields in, the engine's verdicts out, armed and placed by hand. */
export function createTicketSession(ports: TicketPorts): TicketSession {
  const store = createStore<TicketState>(() => ({
    id: ports.newId(),
    ...NO_TICKET,
    armedUntil: null,
    busy: null,
  }));
  const get = store.getState;
  const set = store.setState;
  /** Rises with everything that makes answers under way worthless: other values, armed, placed. */
  let terms = 0;
  /** Rises with each preview asked for: only the newest answer counts. */
  let question = 0;
  let cancelWaiting: (() => void) | undefined;
  /** Fill the stake with Kelly's as soon as the engine has said it. */
  let wantsKelly = false;
  /** The stake that the ticket was opened with, while it is the pane's: the user's own is never changed. */
  let proposed = '';

  const reading = (): DraftReading | null => {
    const { id, subject, fields } = get();
    return subject === null ? null : readDraft(id, subject, fields, ports.context());
  };

  const barred = () => {
    const { subject } = get();
    return subject === null ? null : ports.barred(subject);
  };

  const ask = async () => {
    const { subject, names, busy } = get();
    // While the price can't be read the last one asked about stands in: book and market go on meanwhile.
    const draft = reading()?.draft ?? get().preview?.draft ?? null;
    if (subject === null || draft === null || busy === 'placing') return;
    question += 1;
    if (names === null) set({ names: ports.names(subject) });
    if (barred() === 'ended') {
      set({ preview: null, unjudged: null });
      return;
    }
    const [asked, about] = [question, terms];
    const isNews = () => asked === question && about === terms;
    try {
      const preview = await ports.preview(draft);
      if (!isNews()) return;
      set({ preview, unjudged: null, ...(!preview.armed && get().busy === null && { armedUntil: null }) });
      if (!wantsKelly) return;
      wantsKelly = false;
      if (preview.kellyStake !== null && preview.kellyStake > 0 && get().fields.stake === '')
        session.takeKelly();
    } catch (error) {
      if (isNews() && !isDisconnected(error)) set({ preview: null, unjudged: messageOf(error) });
    }
  };

  const refresh = () => {
    if (get().subject === null || cancelWaiting !== undefined) return;
    cancelWaiting = ports.after(PREVIEW_DELAY_MS, () => {
      cancelWaiting = undefined;
      void ask();
    });
  };

  /** An armed ticket is armed for what it said: any change takes the arming back, here and in the engine. */
  const release = () => {
    const { id, armedUntil, busy } = get();
    terms += 1;
    if (armedUntil === null && busy !== 'arming') return;
    set({ armedUntil: null, busy: busy === 'arming' ? null : busy });
    ports.disarm(id).catch((error: unknown) => {
      if (!isDisconnected(error)) set({ problem: messageOf(error) });
    });
  };

  const change = (fields: Partial<TicketFields>, price: Partial<PriceWord> = {}) => {
    if (get().busy === 'placing' || get().subject === null) return;
    release();
    set({ fields: { ...get().fields, ...fields }, ...price, problem: null });
    refresh();
  };

  const finish = (order: Order) => {
    if (get().id !== order.id) return;
    terms += 1;
    set({ id: ports.newId(), placed: order, armedUntil: null, busy: null, problem: null, preview: null });
    refresh();
  };

  const session: TicketSession = {
    store,
    reading,
    open({ price, stake, waits, chosen, held, leg, ...subject }) {
      if (get().busy === 'placing') {
        set({ problem: 'Wait for the answer to the order being placed, then open the next ticket.' });
        return;
      }
      release();
      const { currency, format } = ports.context();
      wantsKelly = stake === undefined && held === undefined && leg === undefined;
      proposed = stake === undefined ? '' : amountText(stake, currency);
      set({
        ...NO_TICKET,
        id: ports.newId(),
        subject,
        names: ports.names(subject),
        priceChosen: chosen === true,
        held: held ?? null,
        leg: leg ?? null,
        fields: {
          ...NO_FIELDS,
          price: priceText(price, format),
          stake: proposed,
          persistence: waits === true ? 'keep' : 'take',
        },
      });
      void ask();
    },
    clear() {
      if (get().busy === 'placing') return;
      release();
      set({ ...NO_TICKET, id: ports.newId() });
    },
    forget() {
      terms += 1;
      wantsKelly = false;
      set({ ...NO_TICKET, id: ports.newId(), armedUntil: null, busy: null });
    },
    setPrice: (text) => change({ price: text }, CHOSEN),
    setStake(text) {
      wantsKelly = false;
      change({ stake: text });
    },
    stepPrice: (ticks) =>
      change({ price: stepPrice(get().fields.price, ticks, ports.context().format) }, CHOSEN),
    stepStake: (direction) =>
      change({ stake: stepStake(get().fields.stake, direction, ports.context().currency) }),
    takePrice() {
      const quotePrice = get().preview?.quotePrice ?? null;
      const { held, leg, fields } = get();
      if (quotePrice === null) {
        if (held !== null)
          set({ problem: 'No price is offered here now: set one yourself, or go back (Esc).' });
        return;
      }
      if (held !== null && leg === null && fields.stake === '') wantsKelly = true;
      const { format, currency } = ports.context();
      const stake = fields.stake === proposed ? (leg?.stakeAt?.(quotePrice) ?? null) : null;
      if (stake !== null) proposed = amountText(stake, currency);
      const price = priceText(quotePrice, format);
      change(stake === null ? { price } : { price, stake: proposed }, TAKEN);
    },
    takeKelly() {
      if (reading()?.draft == null) {
        set({ problem: reading()?.problems.price ?? 'Type a price.' });
        return;
      }
      const stake = get().preview?.kellyStake ?? null;
      if (stake !== null && stake > 0) change({ stake: amountText(stake, ports.context().currency) });
      else set({ problem: 'Kelly stakes nothing here: at this price there is no edge over the fair line.' });
    },
    togglePersistence: () => change({ persistence: get().fields.persistence === 'take' ? 'keep' : 'take' }),
    refresh,
    rewritePrice(from) {
      const { subject, fields, id } = get();
      if (subject === null) return;
      const { draft } = readDraft(id, subject, fields, { ...ports.context(), format: from });
      if (draft !== null)
        set({ fields: { ...fields, price: priceText(draft.price as OddsE4, ports.context().format) } });
    },
    arm() {
      const read = reading();
      if (read === null || get().busy !== null || barred() !== null) return;
      const { held } = get();
      if (held !== null) {
        set({ problem: notArmedFor(held) });
        return;
      }
      const fault = read.problems.price ?? read.problems.stake;
      if (fault !== undefined || read.draft === null) {
        set({ problem: fault ?? 'Type a price.' });
        return;
      }
      const from = ports.now();
      terms += 1;
      const about = terms;
      set({ busy: 'arming', problem: null });
      ports.arm(read.draft).then(
        (preview) => {
          if (about !== terms) return;
          // Counted from before the request: this clock runs out no later than the engine's.
          const armedUntil = preview.armed ? from + ports.context().armSeconds * 1000 : null;
          set({ busy: null, preview, armedUntil });
        },
        (error: unknown) => {
          if (about === terms) set({ busy: null, problem: messageOf(error) });
        },
      );
    },
    disarm: release,
    place() {
      const { id, armedUntil, busy, held } = get();
      if (busy !== null || get().subject === null || barred() !== null) return;
      if (armedUntil === null || armedUntil <= ports.now()) {
        set({ armedUntil: null, problem: held === null ? NOT_ARMED : notArmedFor(held) });
        return;
      }
      terms += 1;
      set({ busy: 'placing', problem: null, placed: null });
      ports.place(id).then(finish, (error: unknown) => {
        if (get().id !== id) return;
        set({
          busy: null,
          armedUntil: null,
          problem: isDisconnected(error) ? LOST_ANSWER : messageOf(error),
        });
        refresh();
      });
    },
    heard(order) {
      if (get().subject !== null && order.id === get().id && get().busy === null) finish(order);
    },
  };
  return session;
}

/** Says why as well, so that it can stand alone. */
const notArmedFor = (held: string): string =>
  `Not armed. ${held} Take the price as it is now (M), set one, or go back (Esc).`;

export const NOT_ARMED = 'Not armed: press A to arm, then P to place.';

const LOST_ANSWER =
  'The connection was lost while placing. The order may have been sent: once connected, it is looked up here and in Bets. Nothing is sent twice under this ticket.';

const isDisconnected = (error: unknown): boolean =>
  error instanceof OperationFailure && error.code === 'disconnected';

const messageOf = (error: unknown): string =>
  error instanceof OperationFailure
    ? error.message
    : `Something failed that should not have: ${error instanceof Error ? error.message : String(error)}`;
