import { useRecordings } from '../../stores/recordings.ts';
import { KeyCaps } from '../../ui/key-caps.tsx';

/** What stands where there is no event at all; of a replayed file, why. */
export function NoEvents() {
  const played = useRecordings(({ replay }) => replay?.played ?? 0);
  const refused = useRecordings(({ replay }) => replay?.refused ?? 0);
  const ended = useRecordings(({ replay }) => replay?.motion === 'ended');
  if (played === 0 || (refused === 0 && !ended))
    return (
      <>
        <strong>No events yet</strong>
        <span>Prices appear as soon as a source delivers them; the Sources pane says how each is doing.</span>
      </>
    );
  return (
    <>
      <strong>{ended ? 'Nothing of this file is shown' : 'Nothing of this file is shown yet'}</strong>
      <span>
        Races, outrights and other markets without two sides are not traded here. Replay lists what was
        refused, and why: <KeyCaps chord="Alt+R" /> <KeyCaps chord="F" />
      </span>
    </>
  );
}
