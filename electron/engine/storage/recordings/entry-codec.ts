import { type EpochMs, isMoment, type SourceId } from '../../../../shared/domain/units.ts';
import type { TapedPayload, TapeEntry } from '../../ports/payload-tape.ts';
import { maximumVarintBytes, putVarint, readVarints, unzigzag, zigzag } from '../varint.ts';

/*
 * An entry is its code, then: a channel's name when it is first heard (length, JSON of source and channel); a payload
 * (channel's number, milliseconds since the entry before, length, bytes); a beat (milliseconds since the entry before).
 */
const CHANNEL = 0;
const PAYLOAD = 1;
const BEAT = 2;

const nameOf = ({ source, channel }: TapedPayload): string => JSON.stringify([source, channel]);

/** Appends entries to a piece of a recording. Times and channel numbers run on from piece to piece. */
export type EntryWriter = {
  /** Copies what it keeps. */
  payload(entry: TapedPayload): readonly Uint8Array[];
  beat(at: number): readonly Uint8Array[];
};

export function createEntryWriter(): EntryWriter {
  const channels = new Map<string, number>();
  let last = 0;
  const scratch = new Uint8Array(4 * maximumVarintBytes);
  const numbers = (...values: readonly number[]): Uint8Array => {
    let end = 0;
    for (const value of values) end = putVarint(scratch, end, value);
    return scratch.slice(0, end);
  };
  const sinceLast = (at: number): number => {
    const passed = zigzag(at - last);
    last = at;
    return passed;
  };
  return {
    payload(entry) {
      const name = nameOf(entry);
      let channel = channels.get(name);
      const pieces: Uint8Array[] = [];
      if (channel === undefined) {
        channel = channels.size;
        channels.set(name, channel);
        const bytes = Buffer.from(name, 'utf8');
        pieces.push(numbers(CHANNEL, bytes.length), bytes);
      }
      pieces.push(
        numbers(PAYLOAD, channel, sinceLast(entry.at), entry.body.byteLength),
        Uint8Array.from(entry.body),
      );
      return pieces;
    },
    beat: (at) => [numbers(BEAT, sinceLast(at))],
  };
}

const isName = (value: unknown): value is readonly [string, string] =>
  Array.isArray(value) && value.length === 2 && value.every((part) => typeof part === 'string');

/** Reads pieces in the order they were written; throws on bytes that are none. */
export type EntryReader = { take(piece: Uint8Array): readonly TapeEntry[] };

export function createEntryReader(): EntryReader {
  const channels: { readonly source: SourceId; readonly channel: string }[] = [];
  let last = 0;
  return {
    take(piece) {
      const entries: TapeEntry[] = [];
      const read = readVarints(piece);
      const time = (): EpochMs => {
        last += unzigzag(read.next());
        if (!isMoment(last)) throw new Error('an entry of a time that nothing is recorded at');
        return last;
      };
      while (!read.done()) {
        const code = read.next();
        if (code === CHANNEL) {
          const name: unknown = JSON.parse(Buffer.from(read.skip(read.next())).toString('utf8'));
          if (!isName(name)) throw new Error('a channel has no name');
          channels.push({ source: name[0] as SourceId, channel: name[1] });
        } else if (code === PAYLOAD) {
          const channel = channels[read.next()];
          if (channel === undefined) throw new Error('a payload of a channel that was never named');
          const at = time();
          entries.push({ kind: 'payload', ...channel, at, body: read.skip(read.next()) });
        } else if (code === BEAT) entries.push({ kind: 'beat', at: time() });
        else throw new Error(`an entry of the unknown kind ${code}`);
      }
      return entries;
    },
  };
}
