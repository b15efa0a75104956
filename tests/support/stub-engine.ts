import { type Engine, setEngine } from '../../renderer/transport/engine.ts';

type Answer = { readonly resolve: (value: unknown) => void; readonly reject: (error: unknown) => void };

export type StubCall = { readonly name: string; readonly input: unknown } & Answer;

/** Puts an engine behind the stores whose calls wait until the test answers them, in the order they were made. */
export function stubEngine(): readonly StubCall[] {
  const calls: StubCall[] = [];
  const call = (name: string, input: unknown) =>
    new Promise((resolve, reject) => void calls.push({ name, input, resolve, reject }));
  setEngine({
    call: call as Engine['call'],
    watch: () => () => {},
    onState: () => () => {},
    close: () => {},
  });
  return calls;
}
