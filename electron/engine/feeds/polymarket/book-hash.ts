import { createHash } from 'node:crypto';

export type HashVerdict = 'proved' | 'unproved' | 'wrong';

const MOST_IN_A_ROW = 3;

/** SHA-1 of the summary's JSON with its hash emptied, its fields in the order they came. */
export function hashOfBook(summary: Readonly<Record<string, unknown>>): string {
  const { event_type: _type, ...rest } = summary;
  return createHash('sha1')
    .update(JSON.stringify({ ...rest, hash: '' }))
    .digest('hex');
}

/**
 * Books carry a hash whose making is published with the exchange's client (`generateOrderBookSummaryHash` of
 * github.com/Polymarket/clob-client), but implementers report that live messages don't always agree with it. So a hash
 * counts only on a channel where one was right before; where several in a row are wrong it counts no more.
 */
export function createHashCheck() {
  const proved = new Set<string>();
  const wrong = new Map<string, number>();
  return (channel: string, summary: Readonly<Record<string, unknown>>): HashVerdict => {
    const { hash } = summary;
    if (typeof hash !== 'string' || hash === '') return 'unproved';
    if (hashOfBook(summary) === hash.replace(/^0x/, '')) {
      proved.add(channel);
      wrong.delete(channel);
      return 'proved';
    }
    if (!proved.has(channel)) return 'unproved';
    const times = (wrong.get(channel) ?? 0) + 1;
    wrong.set(channel, times);
    if (times > MOST_IN_A_ROW) proved.delete(channel);
    return times > MOST_IN_A_ROW ? 'unproved' : 'wrong';
  };
}
