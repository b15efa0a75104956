import type { SourceId } from '../../../../shared/domain/units.ts';
import type { PayloadTape } from '../../ports/payload-tape.ts';
import type { ReplayedKind } from './replay-source.ts';

/** A file ready to be replayed: its payloads and what reads them. */
export type ReplayFile = {
  readonly tape: PayloadTape;
  readonly kind: (id: SourceId) => ReplayedKind | undefined;
};

export type OpenedReplayFile =
  | ({ readonly ok: true } & ReplayFile)
  /** A message for people: what the file is instead, and what to do. */
  | { readonly ok: false; readonly message: string };

export const refusedFile = (message: string): OpenedReplayFile => ({ ok: false, message });
