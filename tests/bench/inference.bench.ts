import { FEATURE_SETS, type FeatureState } from '../../electron/engine/inference/features/index.ts';
import { openSession } from '../../electron/engine/inference/onnx/open-session.ts';
import { loadRuntime, SESSION_OPTIONS } from '../../electron/engine/inference/onnx/runtime.ts';
import type { ModelSession } from '../../electron/engine/inference/onnx/session.ts';
import { FEATURES, PROBABILITIES, writeOnnx } from '../../electron/engine/inference/onnx/write-onnx.ts';
import type { HistoricalMatch } from '../../electron/engine/ports/market-store.ts';
import type { Calibration } from '../../shared/domain/learners/calibration.ts';
import { finish, LEARNERS, learnerOptions } from '../../shared/domain/learners/index.ts';
import type { FittedModel, GoalsModel } from '../../shared/domain/learners/learner.ts';
import { playLeagues } from '../support/played-leagues.ts';
import { createSeededRandom } from '../support/seeded-random.ts';
import type { Bench } from './bench.ts';

/** The features of results alone, and those with what the books offer too. */
const SETS = ['football-results@1', 'football-market@1'] as const;
type SetId = (typeof SETS)[number];

const CLASSES = 3;
const BATCH = 1024;
const EVENTS = 4000;
const SECONDS = 3;
const SLICE = 0.1;
/** Batches of each kind of work that are not counted: the compiler is still at it. */
const WARM_UP = 20;

type Setting = {
  readonly state: FeatureState;
  /** Fixtures to price: the last season's, whose results are not told. */
  readonly fixtures: readonly HistoricalMatch[];
  readonly columns: number;
  readonly boosted: FittedModel;
  readonly logistic: FittedModel;
};

/** Models trained on matches drawn from a seed, as large as those of real seasons, and the features' state after them. */
function createSetting(id: SetId): Setting {
  const set = FEATURE_SETS.find((own) => own.id === id);
  if (set === undefined) throw new Error(`There is no feature set ${id}.`);
  const matches = playLeagues({ seasons: 6, teams: { E0: 20, E1: 20, D1: 18 } });
  const last = matches.at(-1)?.season;
  const columns = set.names.length;
  const state = set.create();
  const days = Map.groupBy(
    matches.filter(({ season }) => season !== last),
    ({ playedOn }) => playedOn,
  );
  const rows = [...days.values()].reduce((sum, day) => sum + day.length, 0);
  const x = new Float32Array(rows * columns);
  const y = new Uint8Array(rows);
  let row = 0;
  for (const day of days.values()) {
    for (const match of day) {
      state.write(match, x, row * columns);
      y[row] = match.homeGoals > match.awayGoals ? 0 : match.homeGoals === match.awayGoals ? 1 : 2;
      row += 1;
    }
    state.observe(day);
  }
  const data = { rows, columns, classes: CLASSES, x, y, weight: null };
  const random = createSeededRandom(1);
  const train = (name: 'gradient-boosting' | 'logistic', given: Readonly<Record<string, number>>) =>
    finish(LEARNERS[name].train(data, learnerOptions(LEARNERS[name], given), { random }));
  return {
    state,
    fixtures: matches.filter(({ season }) => season === last),
    columns,
    boosted: train('gradient-boosting', { rounds: 120 }),
    logistic: train('logistic', {}),
  };
}

const TEMPERATURE: Calibration = { kind: 'temperature', temperature: 1.1 };
const written = (model: FittedModel): Uint8Array =>
  writeOnnx(model, TEMPERATURE, { name: 'bench', description: '' });

async function opened(bytes: Uint8Array, { columns, classes }: FittedModel): Promise<ModelSession> {
  const given = await openSession(bytes, { input: FEATURES, output: PROBABILITIES, columns, classes });
  if (!given.ok) throw new Error(given.message);
  return given.session;
}

const settings = new Map<SetId, Setting>();
const settingOf = (id: SetId): Setting => {
  const setting = settings.get(id) ?? createSetting(id);
  settings.set(id, setting);
  return setting;
};

/**
 * Rows a second of processor time, of each kind of work on so many rows. They take turns of `SLICE` seconds, many
 * batches each, so that whatever else the machine does slows all of them alike.
 */
async function rowsPerCpuSecond<Name extends string>(
  rows: number,
  works: Readonly<Record<Name, () => Promise<unknown>>>,
): Promise<Readonly<Record<Name, number>>> {
  const names = Object.keys(works) as Name[];
  const done = Object.fromEntries(names.map((name) => [name, { rows: 0, seconds: 0 }])) as Record<
    Name,
    { rows: number; seconds: number }
  >;
  for (const name of names) for (let i = 0; i < WARM_UP; i += 1) await works[name]();
  for (let slice = 0; slice < SECONDS / SLICE; slice += 1)
    for (const name of names) {
      const before = process.cpuUsage();
      let used = 0;
      while (used < SLICE) {
        await works[name]();
        done[name].rows += rows;
        const { user, system } = process.cpuUsage(before);
        used = (user + system) / 1e6;
      }
      done[name].seconds += used;
    }
  return Object.fromEntries(names.map((name) => [name, done[name].rows / done[name].seconds])) as Record<
    Name,
    number
  >;
}

const latency = (kind: 'boosted' | 'logistic', set: SetId): Bench => ({
  name: `inference-latency-${kind}-${set}`,
  async run() {
    const { state, fixtures, columns, [kind]: model } = settingOf(set);
    const session = await opened(written(model), model);
    const x = new Float32Array(columns);
    const out = new Float32Array(CLASSES);
    const took: number[] = [];
    for (let i = -500; i < EVENTS; i += 1) {
      const fixture = fixtures[(i + 500) % fixtures.length] as HistoricalMatch;
      const start = performance.now();
      state.write(fixture, x, 0);
      await session.run(x, 1, out);
      if (i >= 0) took.push(performance.now() - start);
    }
    await session.release();
    took.sort((a, b) => a - b);
    const at = (share: number): number => took[Math.floor(share * took.length)] ?? Number.NaN;
    return {
      unit: 'ms from fixture to probabilities of one event, p99',
      ours: at(0.99),
      theirs: 1,
      against: 'the bar of 1 ms',
      ratio: 1 / at(0.99),
      target: 1,
      detail: { p50: at(0.5), p999: at(0.999), columns },
    };
  },
});

const throughput = (kind: 'boosted' | 'logistic', set: SetId): Bench => ({
  name: `inference-throughput-${kind}-${set}`,
  async run() {
    const { state, fixtures, columns, [kind]: model } = settingOf(set);
    const bytes = written(model);
    const x = new Float32Array(BATCH * columns);
    const out = new Float32Array(BATCH * CLASSES);
    const fill = (): void => {
      for (let i = 0; i < BATCH; i += 1)
        state.write(fixtures[i % fixtures.length] as HistoricalMatch, x, i * columns);
    };
    fill();
    const runtime = await loadRuntime();
    const raw = await runtime.InferenceSession.create(bytes, SESSION_OPTIONS);
    const feeds = { [FEATURES]: new runtime.Tensor('float32', x.slice(), [BATCH, columns]) };
    const session = await opened(bytes, model);
    const { bare, sessionOnly, featuresOnly, whole } = await rowsPerCpuSecond(BATCH, {
      bare: () => raw.run(feeds),
      sessionOnly: () => session.run(x, BATCH, out),
      featuresOnly: async () => fill(),
      whole: async () => {
        fill();
        await session.run(x, BATCH, out);
      },
    });
    await raw.release();
    await session.release();
    return {
      unit: `events a second of one core, features and ${kind} model`,
      ours: whole,
      theirs: bare,
      against: `the same model by session.run alone, batches of ${BATCH}`,
      ratio: whole / bare,
      target: kind === 'boosted' ? 0.8 : null,
      detail: { sessionOnly, featuresOnly, columns, trees: treesOf(model) },
    };
  },
});

const treesOf = (model: FittedModel): number => (model.kind === 'gradient-boosting' ? model.trees.length : 0);

const goals: GoalsModel = {
  kind: 'goals',
  columns: 2,
  classes: CLASSES,
  family: 'dixon-coles',
  target: 'match-odds',
  teams: Array.from({ length: 40 }, (_, i) => `Team ${i}`),
  attack: new Array<number>(40).fill(0),
  defence: new Array<number>(40).fill(0),
  intercept: 0.1,
  homeAdvantage: 0.25,
  parameters: { rho: -0.05 },
  mostGoals: 15,
};

const MODELS = 1000;
const MEGABYTE = 2 ** 20;

const memory: Bench = {
  name: 'inference-memory',
  async run() {
    const { boosted, logistic } = settingOf('football-market@1');
    // Of ten models five are trees, three logistic and two goal models.
    const mix = [boosted, boosted, boosted, boosted, boosted, logistic, logistic, logistic, goals, goals].map(
      (model) => ({ model, bytes: written(model) }),
    );
    globalThis.gc?.();
    const before = process.memoryUsage().rss;
    const start = performance.now();
    const sessions: ModelSession[] = [];
    for (let i = 0; i < MODELS; i += 1) {
      const { model, bytes } = mix[i % mix.length] as (typeof mix)[number];
      const session = await opened(bytes, model);
      await session.run(new Float32Array(32 * model.columns), 32, new Float32Array(32 * model.classes));
      sessions.push(session);
    }
    const openMs = (performance.now() - start) / MODELS;
    const taken = (process.memoryUsage().rss - before) / MEGABYTE;
    const whole = process.memoryUsage().rss / MEGABYTE;
    await Promise.all(sessions.map((session) => session.release()));
    return {
      unit: `MB for ${MODELS} open models that have run, the whole process`,
      ours: whole,
      theirs: 4096,
      against: 'the bar of 4 GB',
      ratio: 4096 / whole,
      target: 1,
      detail: { taken, openMs, trees: treesOf(boosted), boostedBytes: mix[0]?.bytes.length ?? 0 },
    };
  },
};

export const benches: readonly Bench[] = [
  ...SETS.flatMap((set) => [latency('boosted', set), throughput('boosted', set)]),
  // Features cost more than so small a model: what matters is how many events a second there are.
  throughput('logistic', 'football-results@1'),
  memory,
];
