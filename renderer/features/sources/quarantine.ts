import { create } from 'zustand';
import type { QuarantinedRow } from '../../../shared/contract/index.ts';
import { failureMessage } from '../../stores/toasts.ts';
import { engine } from '../../transport/engine.ts';

type Quarantine = {
  readonly state: 'unread' | 'reading' | 'read' | 'failed';
  /** Newest first; while reading again, and after a failure, as last read. */
  readonly rows: readonly QuarantinedRow[];
  /** Why it could not be read. */
  readonly message: string;
};

/** What the engine refused, as last read. */
export const useQuarantine = create<Quarantine>(() => ({ state: 'unread', rows: [], message: '' }));

/** Rows on screen at most; the engine keeps equal refusals once. */
export const MOST_QUARANTINED = 200;

let newestReading = 0;

/** Reads it anew; of readings that overlap the one begun last counts. */
export async function readQuarantine(): Promise<void> {
  newestReading += 1;
  const reading = newestReading;
  useQuarantine.setState({ state: 'reading' });
  const outcome = await engine()
    .call('sources.quarantined', { limit: MOST_QUARANTINED })
    .then(
      (rows) => ({ state: 'read', rows, message: '' }) as const,
      (error: unknown) => ({ state: 'failed', message: failureMessage(error) }) as const,
    );
  if (reading === newestReading) useQuarantine.setState(outcome);
}

/** One refusal for the clipboard: where from, when (UTC) and why, then what was refused. */
export const quarantinedText = ({ source, reason, sample, at }: QuarantinedRow): string =>
  `${source} ${new Date(at).toISOString()}\n${reason}\n${sample}`;
