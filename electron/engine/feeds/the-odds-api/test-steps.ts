import type { SourceValues, TestStep } from '../../../../shared/contract/sources.ts';
import type { TestPorts } from '../source-kind.ts';
import { UPCOMING } from './agenda.ts';
import { sportPath } from './api-request.ts';
import { createAskOnce, type Once } from './ask-once.ts';
import { readEvents, readSports } from './listings.ts';
import { settingsOf } from './settings.ts';

type Verdict = { readonly ok: boolean; readonly message: string };

const good = (message: string): Verdict => ({ ok: true, message });
const bad = (message: string): Verdict => ({ ok: false, message });

/** Tries the key, the credits and the chosen sports with requests that cost nothing; stops at the first step that fails. */
export async function testOddsApi(
  ports: TestPorts,
  values: SourceValues,
  signal: AbortSignal,
): Promise<readonly TestStep[]> {
  const settings = settingsOf(values);
  const ask = createAskOnce(ports, settings);
  const steps: TestStep[] = [];
  const step = async (name: string, run: () => Promise<Verdict>): Promise<boolean> => {
    const started = ports.clock.monotonic();
    const verdict = await run();
    steps.push({ name, ...verdict, elapsedMs: ports.clock.monotonic() - started });
    return verdict.ok;
  };
  let answer: Once | undefined;
  let season: ReadonlyMap<string, boolean> = new Map();

  const key = async (): Promise<Verdict> => {
    answer = await ask('/sports', { all: 'true' }, signal);
    if (!answer.ok) return bad(answer.problem.message);
    const read = readSports(answer.value);
    if (read === undefined) return bad('The server answers, but not with the sports of The Odds API v4.');
    season = read;
    return good(`The key works; ${read.size} sports are offered.`);
  };
  const credits = async (): Promise<Verdict> => {
    const { used, remaining } = answer?.meter ?? {};
    if (remaining === undefined) return good('The server does not say how many credits are left.');
    const spent = used === undefined ? '' : `, ${used} used`;
    return remaining > 0
      ? good(`${remaining} credits are left${spent}.`)
      : bad(`No credits are left${spent}. Wait for their renewal or change the plan.`);
  };
  const sport = (chosen: string) => async (): Promise<Verdict> => {
    if (chosen === UPCOMING) return good('What is on now and next in all sports.');
    const active = season.get(chosen);
    if (active === undefined) return bad(`The Odds API has no sport ${chosen}. Correct or remove it.`);
    if (!active) return good('Out of season; it is looked for again every hour.');
    const listed = await ask(`${sportPath(chosen)}/events`, { dateFormat: 'iso' }, signal);
    if (!listed.ok) return bad(listed.problem.message);
    const events = readEvents(listed.value);
    if (events === undefined) return bad('The server does not list its events as The Odds API v4 does.');
    return good(events.length === 1 ? '1 event comes up.' : `${events.length} events come up.`);
  };

  if (!(await step('Key', key)) || !(await step('Credits', credits))) return steps;
  for (const chosen of settings.sports) if (!(await step(chosen, sport(chosen)))) break;
  return steps;
}
