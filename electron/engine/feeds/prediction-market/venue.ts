import type { EpochMs } from '../../../../shared/domain/units.ts';
import type { Decoder } from '../raw-payload.ts';
import type { Listing } from './listing.ts';
import type { Tally } from './tally.ts';

/** What went wrong and what to do, for people. Without addresses and secrets. */
export type Problem = {
  readonly state: 'degraded' | 'failed';
  readonly message: string;
  /** The answer's HTTP status, where there was one. */
  readonly status?: number;
  /** How long the server asks to be left alone. */
  readonly retryAfterMs?: number;
};

export type VenueRequest = {
  /** What the answer is a payload of. */
  readonly channel: string;
  /** Below the address of the API, with its query. */
  readonly path: string;
  /** Of the APIs the exchange has; the first unless given. */
  readonly api?: string;
  /** Posted as JSON where there is one. */
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
};

/** Sends a request and hands what came to the decoder; `null`: it could be used. */
export type Ask = (request: VenueRequest) => Promise<Problem | null>;

/** A decoder that can be asked what the transport has to do next. */
export type VenueDecoder = Decoder & {
  /** Contracts whose books are wanted. */
  contracts(): readonly string[];
  /** Those of them whose books no stream brings. */
  unstreamed(): readonly string[];
  /** Contracts whose books can't be relied on any more. */
  fallen(): readonly string[];
  counts: Tally['counts'];
  /** Of the last payload: the next page, `null` where it was the last one. */
  cursor(): string | null;
  /** Of the last page of a catalogue: how many events were on it, of use or not. */
  listed(): number;
  /** Of the last payload: what was the matter with it as a whole, if anything. */
  fault(): string | null;
  /** Milliseconds from the exchange's clock to ours, of the last streamed change that told its time. */
  delayMs(): number | null;
};

/** One open socket's subscriptions. */
export type StreamSession = {
  start(contracts: readonly string[]): void;
  add(contracts: readonly string[]): void;
  remove(contracts: readonly string[]): void;
  /** Sent now and then: something has to come back. */
  beat(): void;
  /** Asks for whole books again. False where only the REST API can give them. */
  refresh(contracts: readonly string[]): boolean;
  /** Starts over after messages were missed. False where only the REST API can help. */
  resync(): boolean;
  heard(text: string): void;
};

/** How an exchange is read. */
export type Venue = {
  readonly name: string;
  readonly apis: Readonly<Record<string, string>>;
  /** Asks for all that is on offer, and how the exchange is. */
  catalogue(ask: Ask, now: EpochMs): Promise<Problem | null>;
  /** Which of the leagues had anything on offer then. */
  listing(): Listing;
  books(ask: Ask, contracts: readonly string[]): Promise<Problem | null>;
  /** `null`: books are polled. */
  readonly stream: null | {
    readonly contractsPerSocket: number;
    readonly heartbeatMs: number;
    /** Nothing at all for so long: the connection is taken for dead. */
    readonly silenceMs: number;
    address(now: EpochMs): { readonly url: string; readonly headers?: Readonly<Record<string, string>> };
    open(send: (text: string) => void): StreamSession;
  };
  /** Headers of every request, `path` being all of it without the query. */
  headers(method: 'GET' | 'POST', path: string, now: EpochMs): Readonly<Record<string, string>>;
  /** The exchange refused what `headers` gave. True where asking again can help. */
  refused(): boolean;
};
