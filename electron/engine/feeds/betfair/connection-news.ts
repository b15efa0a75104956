import { fieldsOf, readJson, textOf } from './json.ts';

/** What the network did, as a payload of its own: what replays of the prices need to know. */
export type ConnectionNews =
  /** Prices of this origin no longer come. */
  | { readonly state: 'lost'; readonly origin: 'stream' | 'poll'; readonly reason: string }
  /** From here on only changes of this subscription count. */
  | {
      readonly state: 'subscribed';
      readonly id: number;
      readonly resumed: boolean;
      readonly conflateMs: number;
      readonly markets: readonly string[];
    };

const encoder = new TextEncoder();
export const writeNews = (news: ConnectionNews): Uint8Array => encoder.encode(JSON.stringify(news));

/** `undefined` for anything else. */
export function readNews(body: Uint8Array): ConnectionNews | undefined {
  const fields = fieldsOf(readJson(body)?.value);
  const { state, origin, id, resumed, conflateMs, markets } = fields ?? {};
  if (state === 'lost' && (origin === 'stream' || origin === 'poll'))
    return { state, origin, reason: textOf(fields?.['reason']) };
  if (
    state === 'subscribed' &&
    typeof id === 'number' &&
    typeof resumed === 'boolean' &&
    typeof conflateMs === 'number' &&
    Array.isArray(markets)
  )
    return { state, id, resumed, conflateMs, markets: markets.map(textOf) };
  return undefined;
}
