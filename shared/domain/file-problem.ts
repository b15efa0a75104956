/**
 * What the system's refusals of a path mean, as the end of a sentence that says what to do. `reading` and `writing`
 * differ where the same refusal asks for something else.
 */
const MEANINGS: Readonly<Record<string, string | { readonly reading: string; readonly writing: string }>> = {
  ENOENT: {
    reading: 'there is no such file: check the path',
    writing: 'its folder does not exist: make it, or choose another',
  },
  ENOTDIR: 'a part of its path is a file and no folder: check the path',
  EISDIR: {
    reading: 'it is a folder: name a file in it',
    writing: 'there is a folder of that name: choose another',
  },
  ENAMETOOLONG: 'its name or its path is longer than this system takes: choose a shorter one',
  ELOOP: 'its links lead round in a circle: name the file itself',
  EEXIST: 'there is a file of that name: choose another, or move it away first',
  ENOTFILE: 'it is no regular file but a device or a pipe: name a file',
  ENXIO: 'it is no regular file but a device or a pipe: name a file',
  EACCES: {
    reading: 'this user may not read it: change its permissions or copy it somewhere readable',
    writing: 'this user may not write there: change the permissions or choose another folder',
  },
  EPERM: {
    reading: 'this user may not read it: change its permissions or copy it somewhere readable',
    writing: 'this user may not write there: change the permissions or choose another folder',
  },
  EROFS: 'the disk can only be read: choose another',
  ENOSPC: 'the disk is full: free some space, or choose another',
  EDQUOT: 'the space this user may take on the disk is full: free some, or choose another',
  EFBIG: 'the disk takes no files of this size: choose another',
  EIO: 'the disk reports an error: check it, or copy the file to another',
  EBUSY: 'another program holds it: close that program and try again',
  EMFILE: 'too many files are open: close other programs and try again',
  ENFILE: 'too many files are open: close other programs and try again',
  ERR_INVALID_ARG_VALUE: 'its path holds a character that no path may hold: type it again',
};

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';

/** Why a file could not be read or written, to follow a colon: for people, without a full stop. */
export function fileProblem(error: unknown, doing: 'reading' | 'writing'): string {
  const code = codeOf(error);
  const meaning = Object.hasOwn(MEANINGS, code) ? MEANINGS[code] : undefined;
  if (meaning !== undefined) return typeof meaning === 'string' ? meaning : meaning[doing];
  return error instanceof Error ? error.message : String(error);
}

/** To throw for what is there and is no file: a pipe without a writer would be waited for, and for ever. */
export const notRegular = (): Error =>
  Object.assign(new Error('it is no regular file'), { code: 'ENOTFILE' });

/** Whether a write failed for want of space. */
export const isDiskFull = (error: unknown): boolean => ['ENOSPC', 'EDQUOT'].includes(codeOf(error));
