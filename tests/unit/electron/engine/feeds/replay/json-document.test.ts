import { describe, expect, it } from 'vitest';
import { openJsonDocument } from '../../../../../../electron/engine/feeds/replay/json-document.ts';
import { refusedFile } from '../../../../../../electron/engine/feeds/replay/replay-file.ts';

const TIME = '2026-03-01T12:00:00Z';
const many = (count: number) => `${'{},'.repeat(count)}{}`;

/** What is said of a document, whose bytes come in one piece. */
async function refusalOf(text: string): Promise<string | undefined> {
  async function* bytes() {
    yield Buffer.from(text);
  }
  const kind = text.startsWith('[') ? 'list' : 'object';
  const opened = await openJsonDocument(bytes(), kind, refusedFile('nothing'));
  return opened.ok ? undefined : opened.message;
}

describe('a document that costs more to parse than it holds', () => {
  const answer = `{"timestamp":"${TIME}","data":[${many(300_000)}]}`;

  it.each([
    ['a list of nothing', `[${many(1_100_000)}]`],
    ['one element of a list', `[[${many(300_000)}]]`],
    ['an answer', answer],
    ['an answer in a list', `[${answer}]`],
    ['an event of a tracker', `{"e1":{"commence_time":"${TIME}","bookmakers":{"a":[${many(300_000)}]}}}`],
  ])('is refused before it is parsed: %s', async (_, text) => {
    expect(await refusalOf(text)).toContain('larger than any answer');
  });

  it('is refused when a tracker holds more changes than can be sorted', async () => {
    const updates = Array.from({ length: 50_000 }, (_, i) => `{"timestamp":"${TIME}","price":${i}}`).join();
    const event = `{"commence_time":"${TIME}","bookmakers":{"a":{"b":{"updates":[${updates}]}}}}`;
    const events = Array.from({ length: 11 }, (_, i) => `"e${i}":${event}`).join();
    expect(await refusalOf(`{${events}}`)).toContain('more than 500000 price changes');
  });
});
