import * as z from 'zod';
import { CONTRIBUTOR_COUNT, CONTRIBUTORS } from '../../../../shared/domain/overround-line/contributors.ts';
import { DRAW_SIGNALS, STRENGTH_SIGNALS } from '../../../../shared/domain/overround-line/team-signals.ts';

const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
const number = z.number();
const three = z.array(number).length(3);

const axis = (signals: number) =>
  z.object({
    constant: number,
    base: number,
    contributors: z.array(number).length(CONTRIBUTOR_COUNT),
    signals: z.array(number).length(signals),
  });
const weights = z.object({ strength: axis(STRENGTH_SIGNALS.length), draw: axis(DRAW_SIGNALS.length) });

const stage = z.object({
  base: z.record(z.enum(CONTRIBUTORS), number.positive()),
  weights,
  leagues: z.record(z.string(), weights),
  spread: z.object({
    level: three,
    slope: three,
    least: three,
    multiple: three,
    leagues: z.record(z.string(), number.positive()),
  }),
});

const expectation = z.tuple([number, number, number]);

/** `LineParameters`. */
export const lineParameters = z.object({
  format: z.literal('overround-line@1'),
  trainedFrom: day,
  trainedTo: day,
  matches: z.int().positive(),
  preClosing: stage,
  closing: stage,
  signals: z.object({ goals: expectation, shots: expectation, corners: expectation }),
});

const teams = z.object({
  teams: z.record(z.string(), z.array(number)),
  homeAdvantage: z.record(z.string(), number),
});

/** One file of a version. */
export const lineVersion = z.object({
  /** The first season it may forecast: it has learned from those before. */
  season: z.string(),
  parameters: lineParameters,
  /** What was remembered of the teams on `parameters.trainedTo`. */
  teams,
});

const scores = z.object({
  n: z.int(),
  logLoss: number,
  rps: number,
  brier: number,
  ece: number,
  accuracy: number,
});

const group = z.object({
  group: z.string(),
  scores,
  coverage: number,
  against: z
    .array(
      z.object({
        against: z.enum(CONTRIBUTORS),
        line: scores,
        theirs: scores,
        gain: number,
        gainLow: number,
        gainHigh: number,
      }),
    )
    .readonly(),
});

/** `line.json`: what the folder holds, and how it has done on matches it had not seen. */
export const lineManifest = z.object({
  format: z.literal('overround-line@1'),
  /** Oldest first. */
  versions: z
    .array(
      z.object({
        season: z.string(),
        trainedTo: day,
        file: z.object({
          name: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/),
          sha256: z.string().regex(/^[0-9a-f]{64}$/),
          bytes: z.int().positive(),
        }),
      }),
    )
    .min(1),
  judgement: z.object({ preClosing: z.array(group).readonly(), closing: z.array(group).readonly() }),
});
export type LineManifest = z.infer<typeof lineManifest>;
