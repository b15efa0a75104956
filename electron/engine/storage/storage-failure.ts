import Database from 'better-sqlite3';

/** The closed list of failures a database answers with. */
export type StorageFailureCode =
  | 'disk-full' // nothing of the refused change was kept; free space and try again
  | 'locked' // another process holds the file
  | 'corrupt' // the file is damaged; the next start quarantines it and restores a backup
  | 'conflict' // the record has moved on, or may not change any more
  | 'not-found' // the record refers to one that does not exist
  | 'invalid' // the record makes no sense: legs that do not sum to zero, money that is no integer
  | 'io'; // the system refused to read or write

/** Thrown by the journal and the market store for an expected failure; nothing of the refused call was kept. */
export class StorageFailure extends Error {
  readonly code: StorageFailureCode;
  constructor(code: StorageFailureCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'StorageFailure';
    this.code = code;
  }
}

const meanings: readonly {
  readonly prefix: string;
  readonly code: StorageFailureCode;
  readonly message: (file: string, detail: string) => string;
}[] = [
  {
    prefix: 'SQLITE_FULL',
    code: 'disk-full',
    message: (file) =>
      `The disk holding ${file} is full. Nothing was lost, but nothing new can be recorded: free some space, then try again.`,
  },
  {
    prefix: 'SQLITE_BUSY',
    code: 'locked',
    message: (file) => `${file} is in use by another program. Close that program, then try again.`,
  },
  {
    prefix: 'SQLITE_LOCKED',
    code: 'locked',
    message: (file) => `${file} is in use by another program. Close that program, then try again.`,
  },
  {
    prefix: 'SQLITE_CORRUPT',
    code: 'corrupt',
    message: (file) =>
      `${file} is damaged. Restart Overround: it sets the damaged file aside and restores the newest good backup.`,
  },
  {
    prefix: 'SQLITE_NOTADB',
    code: 'corrupt',
    message: (file) =>
      `${file} is damaged. Restart Overround: it sets the damaged file aside and restores the newest good backup.`,
  },
  {
    prefix: 'SQLITE_CONSTRAINT_FOREIGNKEY',
    code: 'not-found',
    message: (file) => `${file}: the record refers to an order that was never saved. Save the order first.`,
  },
  {
    prefix: 'SQLITE_CONSTRAINT',
    code: 'invalid',
    message: (file, detail) => `${file} refused the record: ${detail}.`,
  },
  {
    prefix: 'SQLITE_READONLY',
    code: 'io',
    message: (file) => `${file} cannot be written. Give this user write permission to the data folder.`,
  },
  {
    prefix: 'SQLITE_CANTOPEN',
    code: 'io',
    message: (file) =>
      `${file} cannot be opened. Check that its folder exists and that this user may write there.`,
  },
  {
    prefix: 'SQLITE_IOERR',
    code: 'io',
    message: (file, detail) =>
      `Reading or writing ${file} failed (${detail}). Check the disk and the free space, then try again.`,
  },
];

/** SQLite's error as a `StorageFailure` that says what to do; any other error unchanged. */
export function storageFailure(error: unknown, file: string): unknown {
  const code = sqliteCode(error);
  const meaning = meanings.find((candidate) => code.startsWith(candidate.prefix));
  if (!meaning) return error;
  const detail = error instanceof Error ? error.message : code;
  return new StorageFailure(meaning.code, meaning.message(file, detail), { cause: error });
}

/** ENOSPC and EDQUOT come from backups and renames, which go past SQLite. */
function sqliteCode(error: unknown): string {
  if (error instanceof Database.SqliteError) return error.code;
  const system = error instanceof Error && 'code' in error ? error.code : undefined;
  if (system === 'ENOSPC' || system === 'EDQUOT') return 'SQLITE_FULL';
  if (system === 'ENOENT' || system === 'ENOTDIR') return 'SQLITE_CANTOPEN';
  if (system === 'EACCES' || system === 'EPERM' || system === 'EROFS') return 'SQLITE_READONLY';
  return '';
}

/** `method` with SQLite's errors translated. */
export const guarded =
  <A extends readonly unknown[], R>(file: string, method: (...input: A) => R) =>
  (...input: A): R => {
    try {
      return method(...input);
    } catch (error) {
      throw storageFailure(error, file);
    }
  };
