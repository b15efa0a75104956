import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { tellStorageFailures } from '../../../../../../electron/engine/services/operations/storage-failures.ts';
import { StorageFailure } from '../../../../../../electron/engine/storage/index.ts';
import { call } from '../../../../../../shared/contract/operation.ts';

const contract = { 'note.save': call(z.object({}), z.object({ saved: z.boolean() })) } as const;
const context = { signal: new AbortController().signal };

const answering = (work: () => { readonly saved: boolean }) =>
  tellStorageFailures<typeof contract>({ 'note.save': work })['note.save']({}, context);

describe('storage failures', () => {
  it.each([
    ['disk-full', 'unavailable'],
    ['locked', 'unavailable'],
    ['corrupt', 'unavailable'],
    ['conflict', 'conflict'],
    ['not-found', 'not-found'],
  ] as const)('tells %s as %s, with its message', async (code, told) => {
    const failure = new StorageFailure(code, 'Free some space, then try again.');
    await expect(
      answering(() => {
        throw failure;
      }),
    ).rejects.toMatchObject({ name: 'OperationFailure', code: told, message: failure.message });
  });

  it('leaves answers and other errors as they are', async () => {
    expect(await answering(() => ({ saved: true }))).toEqual({ saved: true });
    const bug = new TypeError('undefined is not a function');
    await expect(
      answering(() => {
        throw bug;
      }),
    ).rejects.toBe(bug);
  });
});
