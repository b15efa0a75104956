/** One measured ratio. `run` measures both sides in the same process and returns them with their unit. */
export type Bench = {
  readonly name: string;
  run(): Promise<BenchResult> | BenchResult;
};

export type BenchResult = {
  readonly unit: string;
  readonly ours: number;
  /** What it is compared with, measured in the same run, or a published figure named in `against`. */
  readonly theirs: number;
  readonly against: string;
  /** ours / theirs where larger is better, theirs / ours where smaller is. */
  readonly ratio: number;
  readonly target: number | null;
  readonly detail?: Readonly<Record<string, number | string>>;
};

/**
 * Calls `work` for at least `ms` milliseconds after a warm-up; returns operations per second of processor time: what
 * one core does, however many others want it. Time of the garbage collector and compiler threads counts against it.
 */
export function operationsPerCpuSecond(work: () => number, ms = 1000): number {
  for (const end = performance.now() + ms / 4; performance.now() < end; ) work();
  let operations = 0;
  const before = process.cpuUsage();
  const used = () => {
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  };
  while (used() < ms) operations += work();
  return (operations * 1000) / used();
}
