import { type FileHandle, open } from 'node:fs/promises';

/** Where a recording's bytes go. Every method rejects with the system's own error: a full disk has the code ENOSPC. */
export interface RecordingOutput {
  append(pieces: readonly Uint8Array[]): Promise<void>;
  /** Cuts off what came after `bytes`: a block that was not written whole. */
  truncate(bytes: number): Promise<void>;
  /** Survives a loss of power when it returns. */
  sync(): Promise<void>;
  close(): Promise<void>;
}

/** A new file; refuses one that exists. */
export async function createRecordingFile(path: string): Promise<RecordingOutput> {
  const file: FileHandle = await open(path, 'wx');
  /** Where the next piece goes. The system's own position would stay behind what is cut off, and leave a gap. */
  let end = 0;
  return {
    async append(pieces) {
      for (const piece of pieces) end = await writeWhole(file, piece, end);
    },
    async truncate(bytes) {
      end = bytes;
      await file.truncate(bytes);
    },
    sync: () => file.datasync(),
    close: () => file.close(),
  };
}

/** Answers with where it ends. The system may take a part only, as it does just before a disk is full. */
async function writeWhole(file: FileHandle, bytes: Uint8Array, at: number): Promise<number> {
  for (let done = 0; done < bytes.byteLength; ) {
    const { bytesWritten } = await file.write(bytes, done, bytes.byteLength - done, at + done);
    done += bytesWritten;
  }
  return at + bytes.byteLength;
}
