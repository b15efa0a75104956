import type { RefusedPart } from '../../../../shared/contract/recordings.ts';
import type { SourceHealth } from '../../../../shared/contract/sources.ts';
import type { EpochMs } from '../../../../shared/domain/units.ts';
import type { TapedPayload, TapedSource } from '../../ports/payload-tape.ts';
import type { Decoder } from '../raw-payload.ts';
import type { FeedEvent, FeedSink, Source } from '../source.ts';
import type { SourceKind } from '../source-kind.ts';

/** What a replay needs of a kind of source. */
export type ReplayedKind = Pick<SourceKind, 'name' | 'decoder'>;

/** A source whose payloads come from a tape: its own decoder, and nothing of its network. */
export type ReplaySource = Source & {
  /** `false`: it could not be used, for nothing here can read it. */
  take(payload: TapedPayload): boolean;
};

const SAMPLE_CHARACTERS = 300;

type Counts = { received: number; used: number; quarantined: number; errors: number };

function count(counts: Counts, event: FeedEvent): void {
  if (event.kind === 'quotes') {
    counts.received += event.quotes.length;
    counts.used += event.quotes.length;
  } else if (event.kind === 'quarantine') {
    counts.received += 1;
    counts.quarantined += 1;
  }
}

/** `kind` is `undefined` where this version has no such source: its payloads are refused, and it says so. */
export function createReplaySource(deps: {
  readonly taped: TapedSource;
  readonly kind: ReplayedKind | undefined;
  /** The file, for its message. */
  readonly file: string;
  readonly ended: () => boolean;
  readonly onStarted: () => void;
  /** Something in its payloads was set aside, or a payload could not be used at all. */
  readonly onRefused: (part: RefusedPart) => void;
}): ReplaySource {
  const { taped, kind, file } = deps;
  const name = kind?.name ?? taped.id;
  const counts: Counts = { received: 0, used: 0, quarantined: 0, errors: 0 };
  let lastReceivedAt: EpochMs | null = null;
  let decoder: Decoder | undefined;
  let trouble =
    kind === undefined
      ? `This version of Overround has no source ${taped.id}, so what it sent can't be replayed.`
      : '';

  const refuse = (at: EpochMs, reason: string, sample: unknown) => {
    const text = typeof sample === 'string' ? sample : (JSON.stringify(sample) ?? '');
    deps.onRefused({ at, where: taped.id, reason, sample: text.slice(0, SAMPLE_CHARACTERS) });
  };
  /** Of a payload as it came: its beginning, as far as it is text. */
  const refusePayload = (at: EpochMs, body: Uint8Array) =>
    refuse(at, trouble, new TextDecoder().decode(body.subarray(0, SAMPLE_CHARACTERS)));

  const open = (sink: FeedSink) => {
    if (kind === undefined) return;
    try {
      decoder = kind.decoder(taped.values, (event) => {
        count(counts, event);
        if (event.kind === 'quarantine') refuse(event.at, event.reason, event.sample);
        sink(event);
      });
    } catch (error) {
      trouble = `What ${name} was set to can't be used: ${error instanceof Error ? error.message : String(error)}`;
    }
  };

  return {
    id: taped.id,
    start(sink) {
      open(sink);
      deps.onStarted();
      return Promise.resolve();
    },
    stop() {
      decoder = undefined;
      return Promise.resolve();
    },
    take({ channel, body, at }) {
      lastReceivedAt = at;
      if (decoder === undefined) {
        refusePayload(at, body);
        return false;
      }
      try {
        decoder.take({ channel, body, at });
        return true;
      } catch (error) {
        // Decoders promise not to throw; a file made by someone else must not stop the market if one does.
        counts.errors += 1;
        trouble = `A payload of ${name} could not be read: ${error instanceof Error ? error.message : String(error)}`;
        refusePayload(at, body);
        return false;
      }
    },
    health: (): SourceHealth => ({
      id: taped.id,
      name,
      kind: 'stream',
      state: decoder === undefined ? 'failed' : trouble !== '' ? 'degraded' : deps.ended() ? 'off' : 'live',
      message: trouble !== '' ? trouble : deps.ended() ? `${file} has been replayed to its end.` : '',
      capabilities: { depth: false, lay: false, scores: false, streaming: true },
      cadenceMs: null,
      lastReceivedAt,
      latencyMs: null,
      credits: null,
      facts: [{ label: 'Replayed from', value: file, tone: 'plain' }],
      counts: { ...counts, duplicate: 0 },
    }),
  };
}
