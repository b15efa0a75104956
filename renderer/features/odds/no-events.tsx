import type { ReactNode } from 'react';
import { useRecordings } from '../../stores/recordings.ts';
import { KeyCaps } from '../../ui/key-caps.tsx';
import { type WhyNone, whyNone } from './why-no-events.ts';

/** What stands where there is no event at all; of a replayed file, why. */
export function NoEvents() {
  const why = useRecordings(({ replay }) => whyNone(replay));
  const [title, advice] = WORDS[why];
  return (
    <>
      <strong>{title}</strong>
      <span>{advice}</span>
    </>
  );
}

const refusedKeys = (
  <>
    <KeyCaps chord="Alt+R" /> <KeyCaps chord="F" />
  </>
);

const WORDS: Readonly<Record<WhyNone, readonly [title: string, advice: ReactNode]>> = {
  'none-yet': [
    'No events yet',
    'Prices appear as soon as a source delivers them; the Sources pane says how each is doing.',
  ],
  'refused-so-far': [
    'Nothing of this file is shown yet',
    <>
      Races, outrights and other markets without two sides are not traded here. Replay lists what was refused,
      and why: {refusedKeys}
    </>,
  ],
  ended: [
    'The file has ended',
    <>
      Its markets are closed. Replay plays it from the beginning: <KeyCaps chord="Alt+R" />{' '}
      <KeyCaps chord="B" />
    </>,
  ],
  'ended-with-refused': [
    'The file has ended',
    <>
      What could be traded of it is closed. Races, outrights and other markets without two sides are not
      traded here: Replay lists what was refused, and why: {refusedKeys}
    </>,
  ],
};
