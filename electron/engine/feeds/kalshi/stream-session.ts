import type { StreamSession } from '../prediction-market/venue.ts';

/**
 * Commands of one socket (docs.kalshi.com asyncapi.yaml). Books come by one `orderbook_delta` subscription, whose id is in
 * the answer to `subscribe` and in everything it sends.
 */
export function createStreamSession(send: (text: string) => void): StreamSession {
  let command = 0;
  let sid: number | undefined;
  /** Waiting for the id of the subscription that was asked for. */
  let asked = false;
  const wanted = new Set<string>();
  const late = new Set<string>();

  const tell = (cmd: string, params?: object) => {
    command += 1;
    send(JSON.stringify({ id: command, cmd, ...(params === undefined ? {} : { params }) }));
  };
  const subscribe = () => {
    sid = undefined;
    late.clear();
    if (wanted.size === 0) return;
    asked = true;
    tell('subscribe', { channels: ['orderbook_delta'], market_tickers: [...wanted] });
  };
  const update = (action: 'add_markets' | 'delete_markets' | 'get_snapshot', tickers: readonly string[]) => {
    if (sid !== undefined && tickers.length > 0)
      tell('update_subscription', { sids: [sid], market_tickers: tickers, action });
  };

  /** Every socket hears of all markets; the numbers of the other channels don't matter to books. */
  const learn = (text: string) => {
    const [, id] = /"sid":\s*(\d+)/.exec(text) ?? [];
    if (id === undefined) return;
    sid = Number(id);
    asked = false;
    update('add_markets', [...late]);
    late.clear();
  };

  return {
    start(contracts) {
      for (const id of contracts) wanted.add(id);
      tell('subscribe', { channels: ['market_lifecycle_v2'] });
      subscribe();
    },
    add(contracts) {
      for (const id of contracts) wanted.add(id);
      if (sid !== undefined) update('add_markets', contracts);
      else if (asked) for (const id of contracts) late.add(id);
      else subscribe();
    },
    remove(contracts) {
      for (const id of contracts) wanted.delete(id);
      update('delete_markets', contracts);
    },
    beat: () => tell('list_subscriptions'),
    refresh(contracts) {
      update('get_snapshot', contracts);
      return true;
    },
    resync() {
      if (sid !== undefined) tell('unsubscribe', { sids: [sid] });
      subscribe();
      return true;
    },
    heard(text) {
      if (sid !== undefined) return;
      const book = text.includes('"orderbook_snapshot"');
      const answer = text.includes('"subscribed"') && text.includes('"orderbook_delta"');
      if (book || answer) learn(text);
    },
  };
}
