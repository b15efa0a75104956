import * as z from 'zod';
import { call, stream } from './operation.ts';
import { epochMs, sourceId } from './schemas.ts';

/** What a source is, and how it is doing. Counts are since the engine started. */
export const sourceHealth = z.object({
  id: sourceId,
  name: z.string(),
  kind: z.enum(['simulator', 'poll', 'stream']),
  /** `degraded`: working with errors or behind its cadence; `failed`: not working until something changes. */
  state: z.enum(['off', 'connecting', 'live', 'degraded', 'failed']),
  /** A sentence for people: what is wrong and what to do. Empty when all is well. */
  message: z.string(),
  capabilities: z.object({
    depth: z.boolean(),
    lay: z.boolean(),
    scores: z.boolean(),
    streaming: z.boolean(),
  }),
  /** The interval at which new prices are expected; `null` for streams. */
  cadenceMs: z.number().nullable(),
  /** When it asks for prices next; `null` where that is not planned. Of sources that are asked, not streams. */
  nextPricesAt: epochMs.nullable().exactOptional(),
  lastReceivedAt: epochMs.nullable(),
  /** Of the last 100 answers, milliseconds from request to parsed, or from source time to receipt on streams. */
  latencyMs: z.object({ p50: z.number(), p99: z.number() }).nullable(),
  /** Metered credits where the source has them. */
  credits: z
    .object({
      lastCost: z.number(),
      used: z.number(),
      remaining: z.number(),
      /** What the user lets it spend a month; `null` where nothing was said. */
      budget: z.number().nullable(),
      /** When the budget, or what remains, is spent at the pace of late; `null`: not before it is renewed. */
      exhaustedAt: epochMs.nullable(),
    })
    .nullable(),
  /** What else people should know of it, in the order to show: connection, segments, conflation, next calls. */
  facts: z
    .array(
      z.object({
        label: z.string(),
        value: z.string(),
        tone: z.enum(['plain', 'good', 'warn', 'bad']),
      }),
    )
    .readonly(),
  /** received = used + duplicate + quarantined, in the source's own unit (quotes). */
  counts: z.object({
    received: z.int(),
    used: z.int(),
    duplicate: z.int(),
    quarantined: z.int(),
    errors: z.int(),
  }),
  /** Sent once, last: it delivers no more. */
  removed: z.literal(true).exactOptional(),
});
export type SourceHealth = z.infer<typeof sourceHealth>;

const fieldName = z.string().max(100);
/** Beyond what any form takes; what a field itself takes is checked by its kind. */
const fieldText = z.string().max(4000);

/** What a source is told to bring, by field name. */
export const sourceValues = z.record(
  fieldName,
  z.union([fieldText, z.number(), z.boolean(), z.array(fieldText).max(2000).readonly()]),
);
export type SourceValues = z.infer<typeof sourceValues>;

const named = { name: z.string(), label: z.string(), help: z.string() };
const choices = z.array(z.object({ value: z.string(), label: z.string() })).readonly();

/** One line of a source's form. */
export const sourceField = z.discriminatedUnion('type', [
  z.object({ ...named, type: z.literal('text'), default: z.string(), mostCharacters: z.int() }),
  /** Whole or broken numbers in the unit that `label` names. */
  z.object({
    ...named,
    type: z.literal('number'),
    default: z.number(),
    least: z.number(),
    most: z.number(),
    integer: z.boolean(),
    /** What the number is where people leave the field empty; shown so, never as a figure. */
    empty: z.number().optional(),
  }),
  z.object({ ...named, type: z.literal('choice'), default: z.string(), choices }),
  z.object({ ...named, type: z.literal('switch'), default: z.boolean() }),
  /** Of `choices` where there are any, in the order given; else words of the user's own. */
  z.object({
    ...named,
    type: z.literal('list'),
    default: z.array(z.string()).readonly(),
    choices,
    least: z.int(),
  }),
]);
export type SourceField = z.infer<typeof sourceField>;

export const sourceSecret = z.object({
  ...named,
  /** A certificate or key of many lines. */
  multiline: z.boolean(),
  /** Not needed with some of the choices made. */
  optional: z.boolean(),
  /** An optional one that is needed all the same where this choice is made. */
  neededWith: z.object({ field: z.string(), value: z.string() }).exactOptional(),
  /** A name more than a key: people see it while they type it. It is kept as every other. */
  visible: z.literal(true).exactOptional(),
});
export type SourceSecret = z.infer<typeof sourceSecret>;

/** Those that a source can't do without, with the choices made, and that are not `there`. */
export const missingSecrets = (
  secrets: readonly SourceSecret[],
  values: SourceValues,
  there: (name: string) => boolean,
): readonly SourceSecret[] =>
  secrets.filter(
    ({ name, optional, neededWith }) =>
      (!optional || (neededWith !== undefined && values[neededWith.field] === neededWith.value)) &&
      !there(name),
  );

/** A kind of source, for the form that adds it. */
export const sourceOffer = z.object({
  id: sourceId,
  name: z.string(),
  description: z.string(),
  account: z.string(),
  fields: z.array(sourceField).readonly(),
  secrets: z.array(sourceSecret).readonly(),
});
export type SourceOffer = z.infer<typeof sourceOffer>;

/** A source the user has added. Its secrets are never told, only where they are. */
export const sourceSetup = z.object({
  id: sourceId,
  enabled: z.boolean(),
  values: sourceValues,
  /** A price of it that is older than this takes no order and prices nothing; `null`: the setting for all counts. */
  maximumAgeMs: z.int().min(100).max(86_400_000).nullable(),
  secrets: z.record(z.string(), z.enum(['missing', 'stored', 'environment'])),
  /** Sent once, last, when it was removed. */
  removed: z.literal(true).exactOptional(),
});
export type SourceSetup = z.infer<typeof sourceSetup>;

export const testStep = z.object({
  name: z.string(),
  ok: z.boolean(),
  message: z.string(),
  elapsedMs: z.number(),
});
export type TestStep = z.infer<typeof testStep>;

/** Secrets by name as the user typed them; kept out of logs and answers. An empty one leaves what is stored. */
const typedSecrets = z.record(fieldName, z.string().max(20_000));
export const sourceDraft = z.object({
  id: sourceId,
  enabled: z.boolean(),
  values: sourceValues,
  maximumAgeMs: sourceSetup.shape.maximumAgeMs,
  secrets: typedSecrets,
});
export type SourceDraft = z.infer<typeof sourceDraft>;

const nothing = z.object({});
export const sourceSetupOperations = {
  'sources.offers': call(nothing, z.array(sourceOffer)),
  'sources.setups': stream(nothing, sourceSetup, { keep: 'latest', key: (item) => item.id }),
  /** Adds it, or changes one that was added; it starts again with what is new. Real markets only. */
  'sources.save': call(sourceDraft, sourceSetup),
  /** Takes it out of the market; its stored secrets are forgotten too where `forget` says so. */
  'sources.remove': call(z.object({ id: sourceId, forget: z.boolean() }), nothing),
  /** Tries what the form holds, without saving it. */
  'sources.test': call(sourceDraft, z.array(testStep)),
} as const;
