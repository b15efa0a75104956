import type { EpochMs } from '../../shared/domain/units.ts';
import { createSeededRandom } from '../support/seeded-random.ts';
import { createJudge } from './judge.ts';
import { createDraw, type Draw, mutate } from './mutations.ts';
import type { Seed } from './seed.ts';
import type { Counts, Target } from './targets.ts';

/** A payload that did what no payload may. `session` replays it: the same seed, source and session draw the same. */
export type Finding = {
  readonly source: string;
  readonly seed: number;
  readonly session: number;
  readonly channel: string;
  readonly fault: string;
  readonly body: Buffer;
};

export type Report = {
  readonly source: string;
  readonly mutated: number;
  readonly unspoilt: number;
  /** Of mutated and unspoilt payloads together; a payload with any refused part is quarantined. */
  readonly accepted: number;
  readonly quarantined: number;
  readonly events: number;
  readonly quotes: number;
  /** As the decoders count them, in quotes or messages. */
  readonly counts: Counts;
  readonly micros: { readonly p50: number; readonly p99: number; readonly slowest: number };
  readonly slowest: { readonly channel: string; readonly bytes: number; readonly session: number };
};

export type Campaign = {
  readonly target: Target;
  readonly payloads: number;
  readonly seed: number;
  /** How many of the told events are held against the schemas, 0 to 1. */
  readonly checked: number;
  /** This session alone. */
  readonly session?: number;
  readonly onFinding: (finding: Finding) => void;
  readonly onProgress?: (done: number) => void;
};

/** Mutated payloads a decoder lives through before it is opened anew. */
const LIFE = 400;
/** Unspoilt payloads among the mutated ones: they keep markets alive, come repeated and out of order. */
const UNSPOILT = 0.25;
/** Nothing a payload holds may take so long: whoever sends it stops the terminal. */
const TOO_LONG_MS = 1_000;
const START = Date.parse('2026-03-01T12:00:00Z');

/** Lenient, as Betfair's reader is: a wrong byte within a text spoils that text only. */
const utf8 = new TextDecoder('utf-8');
/** What every decoder has to tell of, whatever its channel: bytes that are no JSON, and JSON that is no document. */
function isNoDocument(body: Uint8Array): boolean {
  try {
    const value: unknown = JSON.parse(utf8.decode(body));
    return typeof value !== 'object' || value === null;
  } catch {
    return true;
  }
}
const saysNothing = (channel: string, body: Buffer): boolean =>
  body.length === 0 || (channel.startsWith('stream') && body.equals(Buffer.from('PONG')));

/** The first line and the place: findings of one cause are one finding. */
const causeOf = (error: unknown): string =>
  error instanceof Error
    ? `${error.name}: ${error.message.slice(0, 200)} ${/\((?:file:\/\/)?[^)]*\/(electron\/[^)]*)\)/.exec(error.stack ?? '')?.[1] ?? ''}`
    : String(error);

/** A histogram in steps of a tenth: quantiles of a million times in a few hundred numbers. */
function createTimes() {
  const buckets = new Map<number, number>();
  let total = 0;
  return {
    add(micros: number) {
      const step = Math.ceil(Math.log(Math.max(1, micros)) / Math.log(1.1));
      buckets.set(step, (buckets.get(step) ?? 0) + 1);
      total += 1;
    },
    quantile(share: number): number {
      let left = share * total;
      for (const [step, count] of [...buckets].sort(([one], [other]) => one - other)) {
        left -= count;
        if (left <= 0) return Math.round(1.1 ** step);
      }
      return 0;
    },
  };
}

const sumOf = (one: Counts, other: Counts): Counts => ({
  received: one.received + other.received,
  used: one.used + other.used,
  duplicate: one.duplicate + other.duplicate,
  quarantined: one.quarantined + other.quarantined,
});
const uncounted = ({ received, used, duplicate, quarantined }: Counts): boolean =>
  ![received, used, duplicate, quarantined].every((count) => Number.isSafeInteger(count) && count >= 0) ||
  received !== used + duplicate + quarantined;

const seedOfSession = (seed: number, source: string, session: number): number =>
  [...`${seed}/${source}/${session}`].reduce(
    (hash, letter) => (Math.imul(hash, 31) + letter.charCodeAt(0)) | 0,
    7,
  );

function nextPayload(
  draw: Draw,
  seeds: readonly Seed[],
): { readonly channel: string; readonly body: Buffer; readonly mutated: boolean } {
  const seed = draw.pick(seeds);
  if (draw.next() < UNSPOILT) return { ...seed, mutated: false };
  const channel =
    draw.next() < 0.03
      ? draw.pick([
          '',
          'nonsense',
          '__proto__',
          'odds',
          'events  ',
          `${seed.channel} 7`,
          draw.pick(seeds).channel,
        ])
      : seed.channel;
  return { channel, body: mutate(seed.body, draw, draw.pick(seeds).body), mutated: true };
}

/** Feeds a decoder, opened anew now and then, with spoilt payloads among unspoilt ones. */
export function runCampaign(campaign: Campaign): Report {
  const { target, payloads, seed } = campaign;
  const seeds = target.seeds();
  const times = createTimes();
  const totals = { mutated: 0, unspoilt: 0, accepted: 0, quarantined: 0, events: 0, quotes: 0 };
  let counts: Counts = { received: 0, used: 0, duplicate: 0, quarantined: 0 };
  let slowest = { micros: 0, channel: '', bytes: 0, session: 0 };

  const runSession = (session: number) => {
    const random = createSeededRandom(seedOfSession(seed, target.name, session));
    const draw = createDraw(random);
    const judge = createJudge(campaign.checked, createSeededRandom(session));
    const opened = target.open(judge.sink);
    const alive = { now: START };

    const give = (channel: string, body: Buffer): boolean => {
      const before = opened.counts();
      const heardBefore = judge.heard();
      const tell = (fault: string) =>
        campaign.onFinding({ source: target.name, seed, session, channel, fault, body: Buffer.from(body) });
      alive.now += draw.below(draw.pick([2, 50, 6_000]));
      const began = performance.now();
      try {
        opened.take({ channel, body, at: alive.now as EpochMs });
      } catch (error) {
        tell(`threw ${causeOf(error)}`);
        return false;
      }
      const micros = (performance.now() - began) * 1_000;
      times.add(micros);
      if (micros > slowest.micros) slowest = { micros, channel, bytes: body.length, session };
      if (micros > TOO_LONG_MS * 1_000) tell(`took ${Math.round(micros / 1_000)} ms`);
      const after = opened.counts();
      const refused =
        after.quarantined > before.quarantined || judge.heard().quarantined > heardBefore.quarantined;
      totals[refused ? 'quarantined' : 'accepted'] += 1;
      if (uncounted(after) || after.received < before.received) tell('its counts are not conserved');
      const mute = target.passedOver?.test(channel) || saysNothing(channel, body);
      if (!refused && !mute && isNoDocument(body) && after.quarantined === before.quarantined)
        tell('neither used nor quarantined');
      for (const fault of new Set(judge.faults())) tell(fault);
      return true;
    };

    for (const { channel, body, steady } of seeds)
      if (steady) {
        totals.unspoilt += 1;
        give(channel, body);
      }
    for (let left = Math.min(LIFE, payloads - totals.mutated); left > 0; ) {
      const { channel, body, mutated } = nextPayload(draw, seeds);
      totals[mutated ? 'mutated' : 'unspoilt'] += 1;
      if (mutated) left -= 1;
      // A decoder that has thrown is in no defined state.
      if (!give(channel, body)) break;
    }
    const { events, quotes } = judge.heard();
    totals.events += events;
    totals.quotes += quotes;
    counts = sumOf(counts, opened.counts());
    campaign.onProgress?.(totals.mutated);
  };

  if (campaign.session !== undefined) runSession(campaign.session);
  else for (let session = 0; totals.mutated < payloads; session += 1) runSession(session);
  const { micros, ...which } = slowest;
  return {
    source: target.name,
    ...totals,
    counts,
    micros: { p50: times.quantile(0.5), p99: times.quantile(0.99), slowest: Math.round(micros) },
    slowest: which,
  };
}
