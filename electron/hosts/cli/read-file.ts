import { readFileSync } from 'node:fs';
import { fileProblem } from '../../../shared/domain/file-problem.ts';

export type FileRead =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly code: 'unreadable-file'; readonly message: string };

/** A text file whole, or a sentence that says why not. */
export function readTextFile(file: string): FileRead {
  try {
    return { ok: true, text: readFileSync(file, 'utf8') };
  } catch (error) {
    const reason = fileProblem(error, 'reading');
    return { ok: false, code: 'unreadable-file', message: `Can't read ${file}: ${reason}.` };
  }
}
