import { readFileSync } from 'node:fs';

/** What a failed read means to the user, by the system's error code. */
const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'this user may not read it: change its permissions or copy it somewhere readable',
  EISDIR: 'it is a folder: name a file in it',
  ENOENT: 'there is no such file: check the path',
};

export type FileRead =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly code: 'unreadable-file'; readonly message: string };

/** A text file whole, or a sentence that says why not. */
export function readTextFile(file: string): FileRead {
  try {
    return { ok: true, text: readFileSync(file, 'utf8') };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    const reason = REASONS[code] ?? (error instanceof Error ? error.message : String(error));
    return { ok: false, code: 'unreadable-file', message: `Can't read ${file}: ${reason}.` };
  }
}
