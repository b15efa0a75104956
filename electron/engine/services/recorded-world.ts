import * as z from 'zod';
import { type NamedEvent, namedEvent } from '../../../shared/contract/matching.ts';
import { settings as settingsSchema } from '../../../shared/contract/settings.ts';
import type { Settings } from '../../../shared/domain/settings.ts';
import type { EventId, MinorUnits } from '../../../shared/domain/units.ts';
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
  /** Every event that a link or rejection names. */
  readonly events: readonly NamedEvent[];
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
  // The first recordings had none.
  events: z.array(namedEvent).default([]),
});

/** The events a link or rejection stands between. */
const pairOf = (decided: EventLink | Rejection): readonly [EventId, EventId] =>
  'canonicalId' in decided ? [decided.eventId, decided.canonicalId] : [decided.one, decided.other];

/** The world as it is now, for a recording that begins. */
export function worldOf(deps: {
  readonly settings: Settings;
  readonly bankroll: MinorUnits;
  readonly identity: Pick<IdentityStore, 'links' | 'rejections' | 'aliases' | 'event'>;
}): RecordedWorld {
  const { settings, bankroll, identity } = deps;
  const [links, rejections] = [identity.links(), identity.rejections()];
  const named = new Set([...links, ...rejections].flatMap(pairOf));
  const events = [...named].flatMap((id) => identity.event(id) ?? []);
  return { settings, bankroll, links, rejections, aliases: identity.aliases(), events };
}

const NO_STAKES =
  'Bets that stood when the recording began are not in it: recommended stakes and exposure are those of an account without them.';
const LINE_FOR_MODEL =
  "Fair prices were the champion model's forecasts when this was recorded. Those depend on what the model had learned by then, so the replay takes the Overround line instead: edges differ from those of that day.";

/** What the names of the events are there for; a journal takes nothing else. */
function restorable({ links, rejections, events }: Pick<RecordedWorld, 'links' | 'rejections' | 'events'>) {
  const named = new Set(events.map(({ eventId }) => eventId));
  const isNamed = (decided: EventLink | Rejection) => pairOf(decided).every((id) => named.has(id));
  return { links: links.filter(isNamed), rejections: rejections.filter(isNamed) };
}

const unnamed = (pairs: number): string =>
  `The recording does not name the events of ${pairs === 1 ? 'one pair' : `${pairs} pairs`} that had been matched or refused, as those of early versions do not: they are left out, and events may be joined otherwise than they were.`;

/** What people must know of a recording's replay before they compare it with that day. */
export function notesOnWorld(context: unknown): readonly string[] {
  const world = readRecorded(context);
  if (world === undefined) return [];
  const known = restorable(world);
  const lost = world.links.length + world.rejections.length - known.links.length - known.rejections.length;
  return [
    NO_STAKES,
    ...(world.settings.fairLine === 'model' ? [LINE_FOR_MODEL] : []),
    ...(lost > 0 ? [unnamed(lost)] : []),
  ];
}

function readRecorded(context: unknown): RecordedWorld | undefined {
  const parsed = recorded.safeParse(context);
  // The brands exist in types only; the shapes have been checked.
  return parsed.success ? (parsed.data as unknown as RecordedWorld) : undefined;
}

/** Settings of a recording with fair prices that the payloads alone decide. */
export const replayedSettings = (settings: Settings): Settings =>
  settings.fairLine === 'model' ? { ...settings, fairLine: 'overround-line' } : settings;

/** The world of a recording, with fair prices that the payloads alone decide; `undefined` of other files, and of one whose world this version can't read. */
export function readWorld(context: unknown): RecordedWorld | undefined {
  const world = readRecorded(context);
  return world && { ...world, settings: replayedSettings(world.settings) };
}

/**
 * Brings the decisions on who is who back, into a journal that has none yet; `notesOnWorld` tells of those that can't
 * be.
 */
export function restoreIdentity(store: IdentityStore, world: RecordedWorld, clock: Pick<Clock, 'now'>): void {
  const { links, rejections } = restorable(world);
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
    ...world.aliases.map(
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
      events: world.events,
    },
  ]);
}
