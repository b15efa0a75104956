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

/** What a book and its edges depend on besides the payloads: it goes into a recording and comes back in its replay. */
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

/** The world of a recording; `undefined` of other files, and of one whose world this version can't read. */
export function readWorld(context: unknown): RecordedWorld | undefined {
  const parsed = recorded.safeParse(context);
  // The brands exist in types only; the shapes have been checked.
  return parsed.success ? (parsed.data as unknown as RecordedWorld) : undefined;
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
