import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type LearnedLine, lineFiles } from '../../engine/inference/line/index.ts';
import { trainLine } from '../../engine/training/line/index.ts';
import { fail, table, writeJson, writeLine } from './output.ts';
import type { ProgressLine } from './progress-line.ts';
import type { TrainSource } from './train-source.ts';

/** Trained by name like a recipe, though it is no model: its files are weights, read from the program's own folder. */
export const LINE_NAME = 'overround-line';

/**
 * Learns the Overround line from football's matches and writes its folder into `out`. The shipped one is
 * `overround train overround-line --files <football-data folders> --out models`. Rejects with the signal's reason.
 */
export async function trainLineInto(
  source: TrainSource,
  flags: { readonly out?: string; readonly json?: boolean },
  { line, signal }: { readonly line: ProgressLine; readonly signal: AbortSignal },
): Promise<void> {
  const json = flags.json === true;
  if (flags.out === undefined)
    return fail(
      {
        code: 'no-folder',
        message:
          'Name a folder with --out. The line in use is the one in the models folder of this program: write it there to replace it.',
      },
      json,
    );
  const learned = await trainLine({
    matches: source.of('football', { competitions: [], seasons: [] }),
    progress: ({ stage }) => line.show(stage),
    signal,
  });
  const place = join(resolve(flags.out), LINE_NAME);
  mkdirSync(place, { recursive: true });
  for (const [name, bytes] of lineFiles(learned)) writeFileSync(join(place, name), bytes);
  line.clear();
  if (json) writeJson({ place, seasons: learned.versions.map(({ season }) => season), ...learned.judgement });
  else writeLine(trainedLineText(learned, place));
}

const figure = (value: number): string => (Number.isNaN(value) ? '' : value.toFixed(5));
/** In 1/10,000 nats. */
const gain = (value: number): string => (value * 1e4).toFixed(1);

function trainedLineText({ versions, judgement }: LearnedLine, place: string): string {
  const rows = (['preClosing', 'closing'] as const).flatMap((stage) =>
    judgement[stage].map(({ group, scores, coverage, against }) => {
      const average = against.find((one) => one.against === 'average');
      return [
        stage === 'closing' ? 'closing' : 'pre-closing',
        group,
        String(scores.n),
        figure(scores.logLoss),
        figure(scores.rps),
        average === undefined ? '' : figure(average.theirs.logLoss),
        average === undefined
          ? ''
          : `${gain(average.gain)} (${gain(average.gainLow)} to ${gain(average.gainHigh)})`,
        `${(100 * coverage).toFixed(0)} %`,
      ];
    }),
  );
  const head = [
    'prices',
    'season',
    'matches',
    'log loss',
    'RPS',
    'average',
    'gain over it in 1/10,000',
    'range covers',
  ];
  return [
    `${LINE_NAME}: ${versions.length} versions, the newest learned through ${versions.at(-1)?.parameters.trainedTo ?? ''}, in ${place}`,
    table([head, ...rows]),
  ].join('\n');
}
