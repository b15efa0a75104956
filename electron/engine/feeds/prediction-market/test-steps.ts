import type { TestStep } from '../../../../shared/contract/sources.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Http } from '../../ports/http.ts';
import type { Sockets } from '../../ports/sockets.ts';

export type StepResult = { readonly ok: boolean; readonly message: string };
export type Step = { readonly name: string; readonly run: () => Promise<StepResult> };

/** Runs steps one by one until one fails. */
export async function runSteps(clock: Clock, steps: readonly Step[]): Promise<readonly TestStep[]> {
  const done: TestStep[] = [];
  for (const { name, run } of steps) {
    const started = clock.monotonic();
    const result = await run();
    done.push({ name, ...result, elapsedMs: clock.monotonic() - started });
    if (!result.ok) break;
  }
  return done;
}

const TIMEOUT_MS = 10_000;
const MAXIMUM_BYTES = 8_000_000;

/** GETs `url`; `say` reads the answer, `sayOf` the status of one that is no 200 where it means something by itself. */
export async function tryGet(
  http: Http,
  url: string,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal,
  say: (value: unknown) => StepResult,
  sayOf: (status: number) => StepResult | null = () => null,
): Promise<StepResult> {
  const how = { timeoutMs: TIMEOUT_MS, maximumBytes: MAXIMUM_BYTES, headers, signal };
  const answer = await http.get(url, how);
  if (!answer.ok) return { ok: false, message: answer.message };
  if (answer.status !== 200)
    return (
      sayOf(answer.status) ?? {
        ok: false,
        message: `The server answered ${answer.status}. Check the address and, where one is used, the key.`,
      }
    );
  try {
    return say(JSON.parse(new TextDecoder().decode(answer.body)));
  } catch {
    return { ok: false, message: 'The answer is no JSON: something stands between here and the exchange.' };
  }
}

/** Opens a socket and closes it again. */
export function trySocket(
  sockets: Sockets,
  to: { readonly url: string; readonly headers?: Readonly<Record<string, string>> },
  signal: AbortSignal,
): Promise<StepResult> {
  return new Promise((resolve) => {
    const socket = sockets.webSocket(
      { ...to, timeoutMs: TIMEOUT_MS, maximumBytes: MAXIMUM_BYTES },
      {
        onOpen: () => finish({ ok: true, message: 'The stream is open to us.' }),
        onText: () => {},
        onEnd: ({ message }) => finish({ ok: false, message }),
      },
    );
    const onAbort = () => finish({ ok: false, message: 'Stopped.' });
    const finish = (result: StepResult) => {
      signal.removeEventListener('abort', onAbort);
      socket.close();
      resolve(result);
    };
    signal.addEventListener('abort', onAbort);
  });
}
