import * as z from 'zod';
import { settings as settingsSchema } from '../../../shared/contract/settings.ts';
import type { Settings } from '../../../shared/domain/settings.ts';
import type { MinorUnits } from '../../../shared/domain/units.ts';
import type { Clock } from '../ports/clock.ts';
import type {
  EventLink,
  IdentityChange,
  IdentityStore,
  Rejection,
  TaughtAlias,
} from '../ports/identity-store.ts';

/**
 * What a book and its edges depend on besides the payloads: it goes into a recording and comes back in its replay. Two
 * things do not: stakes that stood when the recording began, which Kelly's stakes were reduced by, and what a champion
 * model had learned by then. `notesOnWorld` tells of both.
 */
export type RecordedWorld = {
  readonly settings: Settings;
  /** What Kelly fractions were of. */
  readonly bankroll: MinorUnits;
  readonly links: readonly EventLink[];
  readonly rejections: readonly Rejection[];
  readonly aliases: readonly TaughtAlias[];
};

const recorded = z.object({
  settings: settingsSchema,
  bankroll: z.int().positive(),
  links: z.array(
    z.object({
      eventId: z.string(),
      canonicalId: z.string(),
      swapped: z.boolean(),
      decidedBy: z.enum(['engine', 'user']),
      at: z.int(),
    }),
  ),
  rejections: z.array(z.object({ one: z.string(), other: z.string(), at: z.int() })),
  aliases: z.array(
    z.object({
      sport: z.string(),
      key: z.string(),
      name: z.string(),
      means: z.string(),
      sourceId: z.string(),
      at: z.int(),
    }),
  ),
});

/** The world as it is now, for a recording that begins. */
export const worldOf = (deps: {
  readonly settings: Settings;
  readonly bankroll: MinorUnits;
  readonly identity: Pick<IdentityStore, 'links' | 'rejections' | 'aliases'>;
}): RecordedWorld => ({
  settings: deps.settings,
  bankroll: deps.bankroll,
  links: deps.identity.links(),
  rejections: deps.identity.rejections(),
  aliases: deps.identity.aliases(),
});

const NO_STAKES =
  'Bets that stood when the recording began are not in it: recommended stakes and exposure are those of an account without them.';
const LINE_FOR_MODEL =
  "Fair prices were the champion model's forecasts when this was recorded. Those depend on what the model had learned by then, so the replay takes the Overround line instead: edges differ from those of that day.";

/** What people must know of a recording's replay before they compare it with that day. */
export function notesOnWorld(context: unknown): readonly string[] {
  const parsed = recorded.safeParse(context);
  if (!parsed.success) return [];
  return parsed.data.settings.fairLine === 'model' ? [NO_STAKES, LINE_FOR_MODEL] : [NO_STAKES];
}

/** The world of a recording, with fair prices that the payloads alone decide; `undefined` of other files, and of one whose world this version can't read. */
export function readWorld(context: unknown): RecordedWorld | undefined {
  const parsed = recorded.safeParse(context);
  if (!parsed.success) return undefined;
  // The brands exist in types only; the shapes have been checked.
  const world = parsed.data as unknown as RecordedWorld;
  return world.settings.fairLine === 'model'
    ? { ...world, settings: { ...world.settings, fairLine: 'overround-line' } }
    : world;
}

/** Brings the decisions on who is who back, into a journal that has none yet. */
export function restoreIdentity(
  store: IdentityStore,
  { links, rejections, aliases }: RecordedWorld,
  clock: Pick<Clock, 'now'>,
): void {
  const changes: IdentityChange[] = [
    ...links.map((after): IdentityChange => ({ of: 'link', eventId: after.eventId, before: null, after })),
    ...rejections.map(
      (after): IdentityChange => ({
        of: 'rejection',
        one: after.one,
        other: after.other,
        before: null,
        after,
      }),
    ),
    ...aliases.map(
      (after): IdentityChange => ({ of: 'alias', sport: after.sport, key: after.key, before: null, after }),
    ),
  ];
  if (changes.length === 0) return;
  store.decide([
    {
      at: clock.now(),
      actor: 'engine',
      action: 'matched',
      words: 'As it was when this was recorded',
      changes,
      events: [],
    },
  ]);
}
