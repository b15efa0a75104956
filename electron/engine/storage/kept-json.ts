import { StorageFailure } from './storage-failure.ts';

/** A file, as what is damaged in it is told. */
export type KeptFile = {
  readonly name: string;
  /** What to do about it. */
  readonly advice: () => string;
};

/** What to do about a damaged file. It is only to be moved away where a good backup comes in its place. */
export const restoreAdvice = (file: string, goodBackup: string | undefined): string =>
  goodBackup === undefined
    ? `There is no good backup of ${file} to go back to: leave it where it is.`
    : `Stop Overround, move ${file} out of its folder and start again: ${goodBackup}, its newest good backup, is restored, and what was recorded after it is missing then.`;

/** The file of an open database of which no backups are known. */
export const keptFile = ({ name }: { readonly name: string }): KeptFile => ({
  name,
  advice: () => restoreAdvice(name, undefined),
});

/**
 * Of a database in which `what` makes no sense. We never wrote that; but SQLite finds no fault with such a file and
 * would open it again and again, so it is for the user to have a backup restored.
 */
export const damagedText = (file: KeptFile, what: string, options?: ErrorOptions): StorageFailure =>
  new StorageFailure('corrupt', `${file.name} is damaged: ${what} can't be read. ${file.advice()}`, options);

/** The JSON that a text column holds. Throws `StorageFailure` (`corrupt`) for anything else. */
export function keptJson(file: KeptFile, what: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw damagedText(file, what, { cause: error });
  }
}
