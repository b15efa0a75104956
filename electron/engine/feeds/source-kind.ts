import type { SourceField, SourceSecret, SourceValues, TestStep } from '../../../shared/contract/sources.ts';
import type { SportingEvent } from '../../../shared/domain/catalogue.ts';
import type { EpochMs, SourceId } from '../../../shared/domain/units.ts';
import type { Clock } from '../ports/clock.ts';
import type { Http } from '../ports/http.ts';
import type { Log } from '../ports/log.ts';
import type { Secrets } from '../ports/secrets.ts';
import type { Sockets } from '../ports/sockets.ts';
import type { Decoder, RawTap } from './raw-payload.ts';
import type { FeedSink, Source } from './source.ts';

/** What is known of an event that helps to decide whether asking for its prices is worth a credit. */
export type Prospect = {
  /** As the source introduced it. */
  readonly event: SportingEvent;
  /** The best EV of a quote on it now; 0 where none is worth taking. */
  readonly edge: number;
  /** When a price of the source on it last came; `null` for never. */
  readonly quotedAt: EpochMs | null;
};

/** What a source of real prices is given. */
export type SourcePorts = {
  readonly clock: Clock;
  readonly http: Http;
  readonly sockets: Sockets;
  readonly log: Log;
  readonly secrets: Secrets;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  /** Shown every payload; a recording, when one runs. */
  readonly tap: RawTap;
  /** Events the engine holds open bets on: how they stand is asked for until they end. */
  readonly withBets: () => readonly SportingEvent[];
  /** Every event of this source that is in the book. */
  readonly prospects: () => readonly Prospect[];
  /** Small JSON values that outlive the engine: credits spent this month, a stream's clock. Never a secret. */
  readonly memory: {
    get(key: string): unknown;
    save(key: string, value: unknown): void;
  };
};

/**
 * A kind of source the user can add, once each. `fields` and `secrets` make its form; `values` have been checked against
 * `fields` before they come here, with defaults filled in.
 */
export type SourceKind = {
  readonly id: SourceId;
  readonly name: string;
  /** What it brings and what it costs, for someone choosing. */
  readonly description: string;
  /** Where an account or a key is had, or who it is of where it has no `secrets`: a host name and path, to type. */
  readonly account: string;
  readonly fields: readonly SourceField[];
  readonly secrets: readonly SourceSecret[];
  /** What no single field can say: a message about values that don't go together, `null` when they do. */
  readonly check?: (values: SourceValues) => string | null;
  /**
   * What can be told of keys without asking anybody: half a login, one that can't be read. A message that repeats none of
   * them, `null` where they may be good. Asked when a source that is on is saved, and before it is tested.
   */
  readonly checkSecrets?: (secrets: Pick<Secrets, 'get'>, values: SourceValues) => string | null;
  readonly open: (ports: SourcePorts, values: SourceValues) => Source;
  readonly decoder: (values: SourceValues, sink: FeedSink) => Decoder;
  /** Tries keys and reach, step by step, without changing anything; stops at the first step that fails. */
  readonly test: (
    ports: TestPorts,
    values: SourceValues,
    signal: AbortSignal,
  ) => Promise<readonly TestStep[]>;
};

/** A test is made with the secrets as typed, stored or not. */
export type TestPorts = Pick<SourcePorts, 'clock' | 'http' | 'sockets' | 'log' | 'secrets' | 'random'>;
