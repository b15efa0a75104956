import type { EpochMs } from '../../../shared/domain/units.ts';
import { minuteText } from './history-view.ts';

/** What an export of a span holds; `asOffered`: its beginning is the one offered, a day ago, and not the user's. */
export function spanWords(from: EpochMs | null, to: EpochMs | null, asOffered: boolean): string {
  if (asOffered && to === null) return 'The last day only. Empty From to export everything kept.';
  const end = to === null ? 'to the newest' : `until ${minuteText(to)}`;
  return from === null
    ? `Everything kept, from the oldest ${end}.`
    : `Changes received from ${minuteText(from)} ${end}.`;
}
