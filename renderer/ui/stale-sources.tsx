import { useStaleSources } from '../stores/stale-sources.ts';

/** A line for each source whose prices have all grown too old to count; nothing while there is none. */
export function StaleSources() {
  return useStaleSources().map((words) => (
    <p key={words} role="note" className="stale-sources">
      {words}
    </p>
  ));
}
