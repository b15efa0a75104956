import { chordCaps } from './chord.ts';
import { onMac } from './platform.ts';

/** A chord drawn as keys. */
export function KeyCaps({ chord }: { readonly chord: string }) {
  return (
    <kbd className="key-caps">
      {chordCaps(chord, onMac).map((cap) => (
        <span key={cap} className="key-cap">
          {cap}
        </span>
      ))}
    </kbd>
  );
}
