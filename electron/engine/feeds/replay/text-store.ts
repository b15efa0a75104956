const PAGE_BYTES = 1 << 20;

/** Many short texts outside the heap, which the collector would go through again and again. */
export type TextStore = {
  /** The number to ask for it by, counted from 0. */
  add(text: string): number;
  text(number: number): string;
  /** As UTF-8; the store's own memory, not to be written to. */
  bytes(number: number): Uint8Array;
};

export function createTextStore(): TextStore {
  const pages: Buffer[] = [];
  /** Where each text begins: its page, and its place there. */
  const pageOf: number[] = [];
  const from: number[] = [];
  const length: number[] = [];
  let page = Buffer.alloc(0);
  let used = 0;
  const bytes = (number: number): Buffer => {
    const start = from[number] ?? 0;
    return (pages[pageOf[number] ?? 0] ?? page).subarray(start, start + (length[number] ?? 0));
  };
  return {
    add(text) {
      // UTF-8 has at most three bytes for a UTF-16 unit.
      const most = text.length * 3;
      if (used + most > page.length) {
        page = Buffer.allocUnsafe(Math.max(PAGE_BYTES, most));
        pages.push(page);
        used = 0;
      }
      const written = page.write(text, used, 'utf8');
      from.push(used);
      length.push(written);
      used += written;
      return pageOf.push(pages.length - 1) - 1;
    },
    text: (number) => bytes(number).toString('utf8'),
    bytes,
  };
}
