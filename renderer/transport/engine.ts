import type { OverroundContract } from '../../shared/contract/index.ts';
import type { Client } from '../../shared/rpc/types.ts';

export type Engine = Client<OverroundContract>;

let current: Engine | undefined;

/** Called once by `main.tsx`, before anything is drawn. */
export function setEngine(client: Engine): void {
  current = client;
}

/** The engine this window talks to: commands, panes and stores call it. */
export function engine(): Engine {
  if (current === undefined) throw new Error('The engine client is used before main.tsx has made it.');
  return current;
}
