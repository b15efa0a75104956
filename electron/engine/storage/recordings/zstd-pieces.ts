import { constants, createZstdCompress, createZstdDecompress } from 'node:zlib';
import { COMPRESSION, DECOMPRESSION } from './recording-format.ts';

/** One zstd stream cut into pieces, each flushed whole. Work is done off the engine's thread. */
export type PieceCompressor = {
  /** One at a time: wait for the answer before the next. */
  compress(raw: readonly Uint8Array[]): Promise<Uint8Array>;
  close(): void;
};

export function createPieceCompressor(): PieceCompressor {
  const stream = createZstdCompress(COMPRESSION);
  let out: Buffer[] = [];
  stream.on('data', (chunk: Buffer) => void out.push(chunk));
  return {
    compress: (raw) =>
      new Promise((resolve, reject) => {
        stream.once('error', reject);
        for (const piece of raw) stream.write(piece);
        stream.flush(constants.ZSTD_e_flush, () => {
          stream.off('error', reject);
          const whole = Buffer.concat(out);
          out = [];
          resolve(whole);
        });
      }),
    close: () => void stream.destroy(),
  };
}

export type PieceDecompressor = {
  /**
   * One at a time, in order; `rawBytes` is what the piece must come to. Rejects when it comes to less or more: a piece
   * that would swell beyond what it said is stopped there.
   */
  decompress(piece: Uint8Array, rawBytes: number): Promise<Uint8Array>;
  close(): void;
};

export function createPieceDecompressor(): PieceDecompressor {
  const stream = createZstdDecompress(DECOMPRESSION);
  let take: (chunk: Buffer) => void = () => {};
  stream.on('data', (chunk: Buffer) => take(chunk));
  stream.on('error', () => {});
  return {
    decompress: (piece, rawBytes) =>
      new Promise((resolve, reject) => {
        // The size was limited when the block's header was read.
        const whole = Buffer.allocUnsafe(rawBytes);
        let length = 0;
        const fail = (error: Error) => {
          stream.destroy();
          reject(error);
        };
        take = (chunk) => {
          if (length + chunk.length > rawBytes) fail(new Error('a block is larger than it says'));
          else length += chunk.copy(whole, length);
        };
        if (stream.destroyed) {
          reject(new Error('a block before it is damaged'));
          return;
        }
        stream.once('error', fail);
        stream.write(piece, (error) => {
          // The last chunk of a piece is told before its write is done.
          stream.off('error', fail);
          if (error) fail(error);
          else if (length !== rawBytes) fail(new Error('a block is shorter than it says'));
          else resolve(whole);
        });
      }),
    close: () => void stream.destroy(),
  };
}
