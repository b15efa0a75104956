/** Every operation the engine offers, once, as schemas: the only way into it. */
import * as z from 'zod';
import { MATCH_FILE_KIND_NAMES } from '../domain/match-file-kinds.ts';
import type { Quote } from '../domain/quote.ts';
import { quoteKey } from '../domain/quote.ts';
import { historyOperations } from './history.ts';
import { matchingOperations } from './matching.ts';
import {
  featureSet,
  inspection,
  judgement,
  modelEntry,
  modelId,
  modelImport,
  modelState,
  prediction,
  predictionInputs,
  stateChange,
} from './models.ts';
import { call, stream } from './operation.ts';
import {
  bet,
  betEnd,
  controlVerdict,
  order,
  orderDraft,
  panicOutcome,
  preview,
  unreadOrder,
} from './orders.ts';
import { priceTruthOperations } from './price-truth.ts';
import { fairPrice, history, historyInput, marketEdges } from './pricing.ts';
import { recordingOperations } from './recordings.ts';
import { resultOperations } from './results.ts';
import { backtestBet, jobSpec, recipe, run, runId, runResult, storedSeason, strategy } from './runs.ts';
import {
  book,
  epochMs,
  eventId,
  filePath,
  market,
  minorUnits,
  orderId,
  quote,
  sourceId,
  sportingEvent,
} from './schemas.ts';
import { settings } from './settings.ts';
import { sourceHealth, sourceSetupOperations } from './sources.ts';
import { status } from './status.ts';

const nothing = z.object({});

/** An event with its markets; sent again whole when anything in it changes. */
export const fixture = z.object({
  event: sportingEvent,
  markets: z.array(market).readonly(),
  /** Sent once, last: the engine has dropped the event, and consumers drop it with its quotes. */
  retired: z.boolean(),
});
export type Fixture = z.infer<typeof fixture>;

export const auditLine = z.object({
  sequence: z.int(),
  at: epochMs,
  actor: z.enum(['user', 'engine', 'venue']),
  action: z.string(),
  subject: z.string(),
  detail: z.record(z.string(), z.json()),
});

export const ledgerEntry = z.object({
  sequence: z.int(),
  transactionId: z.string(),
  kind: z.enum(['deposit', 'withdrawal', 'reserve', 'release', 'settlement', 'commission', 'correction']),
  account: z.enum(['cash', 'at-risk', 'result', 'commission', 'funding']),
  amount: minorUnits,
  orderId: orderId.nullable(),
  at: epochMs,
});

/** Something about the user's data to be read and dismissed: a restored backup, a file started anew. */
export const notice = z.object({
  id: z.string(),
  severity: z.enum(['info', 'warning']),
  message: z.string(),
});
export type Notice = z.infer<typeof notice>;

/** What a source or an import delivered and could not be used. Equal refusals are kept once, newest time, counted. */
export const quarantined = z.object({
  source: z.string(),
  reason: z.string(),
  /** What was refused, cut short. */
  sample: z.string(),
  at: epochMs,
});
export type QuarantinedRow = z.infer<typeof quarantined>;

export const importProgress = z.object({
  file: z.string(),
  read: z.int(),
  imported: z.int(),
  duplicate: z.int(),
  /** Duplicates that brought prices or statistics the stored match lacked. */
  completed: z.int(),
  quarantined: z.int(),
  finished: z.boolean(),
  /** Why the file, or its rest, was not read; `null` while all is well. */
  error: z.string().nullable(),
});

export const contract = {
  'status.watch': stream(nothing, status, { keep: 'latest', key: () => 'status' }),
  'books.watch': stream(nothing, book, { keep: 'latest', key: (item) => item.id }),
  'fixtures.watch': stream(nothing, fixture, { keep: 'latest', key: (item) => item.event.id }),
  'quotes.watch': stream(nothing, quote, { keep: 'latest', key: (item) => quoteKey(item as Quote) }),
  'fair.watch': stream(nothing, fairPrice, { keep: 'latest', key: (item) => item.selectionId }),
  'edges.watch': stream(nothing, marketEdges, { keep: 'latest', key: (item) => item.marketId }),
  'history.get': call(historyInput, history),

  /** The engine's view of a draft: controls, EV, Kelly. Changes nothing. */
  'orders.preview': call(orderDraft, preview),
  /** Arms a draft for `armSeconds`; arming again with other values replaces it. Fails with `refused` while halted. */
  'orders.arm': call(orderDraft, preview),
  'orders.disarm': call(z.object({ id: orderId }), nothing),
  /**
   * Places an armed draft. Answers once the intent is durable and the venue has answered or its answer is unknown.
   * Placing an id again answers with the order as it is: nothing is sent twice.
   */
  'orders.place': call(z.object({ id: orderId }), order),
  'orders.cancel': call(z.object({ id: orderId }), z.union([order, unreadOrder])),
  /** Cancels every open order, disarms every draft and halts arming until `orders.release`. */
  'orders.panic': call(nothing, panicOutcome),
  'orders.release': call(nothing, nothing),
  'orders.controls': call(nothing, z.array(controlVerdict.shape.control)),
  'orders.watch': stream(nothing, order, { keep: 'latest', key: (item) => item.id }),
  'bets.end': call(z.object({ id: orderId }), betEnd),
  'bets.watch': stream(nothing, bet, { keep: 'latest', key: (item) => item.orderId }),
  'ledger.list': call(z.object({ limit: z.int().min(1).max(1000) }), z.array(ledgerEntry)),

  'notices.watch': stream(nothing, notice, { keep: 'latest', key: (item) => item.id }),
  /** Newest first. */
  'sources.quarantined': call(z.object({ limit: z.int().min(1).max(1000) }), z.array(quarantined)),
  /** After a failure that waits for the user: the source reads its key again and asks at once. */
  'sources.retry': call(z.object({ id: sourceId }), nothing),
  'sources.watch': stream(nothing, sourceHealth, { keep: 'latest', key: (item) => item.id }),
  ...sourceSetupOperations,
  ...priceTruthOperations,
  ...matchingOperations,
  ...resultOperations,
  ...recordingOperations,
  ...historyOperations,
  /** Imports files of past matches on the engine's machine; cancel the stream to stop after the current batch. */
  'import.matches': stream(
    z.object({
      /** `auto`: each file as the first kind that takes it. */
      format: z.enum(['auto', ...MATCH_FILE_KIND_NAMES]),
      files: z.array(filePath).min(1).max(1000),
    }),
    importProgress,
    {
      keep: 'latest',
      key: (item) => item.file,
    },
  ),

  'models.watch': stream(nothing, modelEntry, { keep: 'latest', key: (item) => item.id }),
  /** A new champion retires the one before it. Fails with `refused` for a model that has a problem. */
  'models.setState': call(z.object({ id: modelId, state: modelState }), modelEntry),
  /** Undoes the slot's last promotion: the champion before it is champion again. */
  'models.rollback': call(z.object({ slot: z.string() }), modelEntry),
  /** Newest first. */
  'models.history': call(z.object({ limit: z.int().min(1).max(1000) }), z.array(stateChange)),
  'models.judgement': call(z.object({ id: modelId }), judgement),
  /** Reads a file on the engine's machine; changes nothing. */
  'models.inspect': call(z.object({ file: filePath }), inspection),
  /** Copies a file into the user's models as a draft, after its golden vector was met. */
  'models.import': call(modelImport, modelEntry),
  /** Deletes a model of the user's own; a champion or shadow is refused. */
  'models.remove': call(z.object({ id: modelId }), nothing),
  'features.list': call(nothing, z.array(featureSet)),
  'predictions.watch': stream(nothing, prediction, {
    keep: 'latest',
    key: (item) => `${item.selectionId}/${item.modelId}`,
  }),
  /** What a standing prediction was made of. */
  'predictions.inputs': call(z.object({ eventId, modelId }), predictionInputs),

  'recipes.list': call(nothing, z.array(recipe)),
  'strategies.list': call(nothing, z.array(strategy)),
  'matches.seasons': call(nothing, z.array(storedSeason)),
  'runs.watch': stream(nothing, run, { keep: 'latest', key: (item) => item.id }),
  /** Long work starts at once, or when the one before it has ended. */
  'runs.start': call(jobSpec, run),
  'runs.cancel': call(z.object({ id: runId }), run),
  /** Goes on from the last checkpoint, or from the start where there is none. */
  'runs.resume': call(z.object({ id: runId }), run),
  /** Forgets a run that has ended and its result; the model it made stays. */
  'runs.remove': call(z.object({ id: runId }), nothing),
  'runs.result': call(z.object({ id: runId }), runResult),
  /** Of a finished backtest, in the order they were placed. */
  'backtests.bets': call(
    z.object({ id: runId, offset: z.int().min(0), limit: z.int().min(1).max(5000) }),
    z.array(backtestBet),
  ),

  'settings.get': call(nothing, settings),
  'settings.save': call(settings, settings),
  /** The renderer's own JSON: layout, key bindings, theme. */
  'workspace.get': call(z.object({ key: z.string().min(1).max(100) }), z.json()),
  'workspace.save': call(z.object({ key: z.string().min(1).max(100), value: z.json() }), nothing),
  'audit.tail': stream(z.object({ after: z.int().min(0) }), auditLine, { keep: 'lossless', limit: 5000 }),
} as const;

export type OverroundContract = typeof contract;
