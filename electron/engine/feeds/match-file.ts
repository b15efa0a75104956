import { fileProblem } from '../../../shared/domain/file-problem.ts';
import type { HistoricalMatch } from '../ports/market-store.ts';

/** One record of a file of past matches: a match, or why it is none. */
export type MatchRow<Reason extends string = string, Ignored extends string = string> =
  | {
      readonly kind: 'match';
      readonly line: number;
      readonly match: HistoricalMatch;
      /** Cells left out, one entry each. */
      readonly ignored: readonly Ignored[];
    }
  | {
      readonly kind: 'quarantined';
      readonly line: number;
      readonly reason: Reason;
      /** What was refused, cut short. */
      readonly sample: string;
    };

/** The last item of a file that could not be read to its end. */
export type Broken = { readonly kind: 'broken'; readonly message: string };

export type MatchFile<Row extends MatchRow = MatchRow> =
  | { readonly ok: true; readonly rows: AsyncIterable<Row | Broken> }
  | { readonly ok: false; readonly code: 'unrecognised' | 'unreadable'; readonly message: string };

/** A kind of file with past matches; `match-files.ts` is the table of them. */
export type MatchFileFormat = {
  readonly label: string;
  /** Every record after the header becomes exactly one row. A file of another kind is refused. */
  readonly parse: (bytes: AsyncIterable<Uint8Array>, fileName: string) => Promise<MatchFile>;
};

/** Whether text holds what no keyboard types: NUL and the like, which databases cut text at. */
export const isControlled = (text: string): boolean =>
  [...text].some((character) => character < ' ' || character === '\u007f');

/** The whole of a file; formats that cannot be read piece by piece need it. Files beyond `most` bytes are refused. */
export async function readWhole(
  bytes: AsyncIterable<Uint8Array>,
  fileName: string,
  most = 64 << 20,
): Promise<{ readonly ok: true; readonly bytes: Buffer } | Extract<MatchFile, { ok: false }>> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of bytes) {
      size += chunk.length;
      if (size > most)
        return {
          ok: false,
          code: 'unreadable',
          message: `${fileName} is larger than ${most >> 20} MB. Split it and import the parts.`,
        };
      chunks.push(chunk);
    }
  } catch (error) {
    return { ok: false, code: 'unreadable', message: unreadableMessage(error, fileName) };
  }
  return { ok: true, bytes: Buffer.concat(chunks) };
}

const systemReasons: Readonly<Record<string, string>> = {
  EISDIR: 'it is a folder: name the files in it',
  EENDLESSLINE: 'it has a line of over a megabyte, so it is no CSV: download it again',
};

/** Why the system did not let a file be read, for people. */
export function unreadableMessage(error: unknown, fileName: string): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const reason = systemReasons[code] ?? fileProblem(error, 'reading');
  return `${fileName} cannot be read: ${reason}.`;
}
