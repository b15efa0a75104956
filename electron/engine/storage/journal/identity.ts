import type { Database } from 'better-sqlite3';
import type { MatchDecision, NamedEvent } from '../../../../shared/contract/matching.ts';
import type { EpochMs, EventId, SourceId } from '../../../../shared/domain/units.ts';
import type {
  EventLink,
  IdentityChange,
  IdentityStore,
  NewDecision,
  Rejection,
  StoredDecision,
  TaughtAlias,
} from '../../ports/identity-store.ts';
import { type KeptFile, keptFile, keptJson } from '../kept-json.ts';
import { guarded } from '../storage-failure.ts';

type EventRow = {
  readonly id: EventId;
  readonly source_id: SourceId;
  readonly sport: string;
  readonly competition: string;
  readonly home: string;
  readonly away: string;
  readonly starts_at: EpochMs;
};
type LinkRow = {
  readonly event_id: EventId;
  readonly canonical_id: EventId;
  readonly swapped: 0 | 1;
  readonly decided_by: EventLink['decidedBy'];
  readonly at: EpochMs;
};
type AliasRow = {
  readonly sport: string;
  readonly key: string;
  readonly name: string;
  readonly means: string;
  readonly source_id: SourceId;
  readonly at: EpochMs;
};
type DecisionRow = MatchDecision & { readonly changes: string };

const linkOf = (row: LinkRow): EventLink => ({
  eventId: row.event_id,
  canonicalId: row.canonical_id,
  swapped: row.swapped === 1,
  decidedBy: row.decided_by,
  at: row.at,
});

const aliasOf = ({ source_id, ...row }: AliasRow): TaughtAlias => ({ ...row, sourceId: source_id });

const eventOf = (row: EventRow): NamedEvent => ({
  eventId: row.id,
  sourceId: row.source_id,
  sport: row.sport,
  competition: row.competition,
  home: row.home,
  away: row.away,
  startsAt: row.starts_at,
});

function statements(db: Database) {
  return {
    saveEvent: db.prepare<EventRow>(
      `INSERT INTO identity_events (id, source_id, sport, competition, home, away, starts_at)
       VALUES (@id, @source_id, @sport, @competition, @home, @away, @starts_at)
       ON CONFLICT (id) DO UPDATE SET sport = excluded.sport, competition = excluded.competition,
         home = excluded.home, away = excluded.away, starts_at = excluded.starts_at`,
    ),
    event: db.prepare<[EventId], EventRow>('SELECT * FROM identity_events WHERE id = ?'),
    links: db.prepare<[], LinkRow>('SELECT * FROM identity_links'),
    saveLink: db.prepare<LinkRow>(
      `INSERT INTO identity_links (event_id, canonical_id, swapped, decided_by, at)
       VALUES (@event_id, @canonical_id, @swapped, @decided_by, @at)
       ON CONFLICT (event_id) DO UPDATE SET canonical_id = excluded.canonical_id, swapped = excluded.swapped,
         decided_by = excluded.decided_by, at = excluded.at`,
    ),
    dropLink: db.prepare<[EventId]>('DELETE FROM identity_links WHERE event_id = ?'),
    rejections: db.prepare<[], Rejection>('SELECT one, other, at FROM identity_rejections'),
    saveRejection: db.prepare<Rejection>(
      'INSERT OR REPLACE INTO identity_rejections (one, other, at) VALUES (@one, @other, @at)',
    ),
    dropRejection: db.prepare<[EventId, EventId]>(
      'DELETE FROM identity_rejections WHERE one = ? AND other = ?',
    ),
    aliases: db.prepare<[], AliasRow>('SELECT * FROM identity_aliases ORDER BY at, sport, key'),
    saveAlias: db.prepare<AliasRow>(
      `INSERT INTO identity_aliases (sport, key, name, means, source_id, at)
       VALUES (@sport, @key, @name, @means, @source_id, @at)
       ON CONFLICT (sport, key) DO UPDATE SET name = excluded.name, means = excluded.means,
         source_id = excluded.source_id, at = excluded.at`,
    ),
    dropAlias: db.prepare<[string, string]>('DELETE FROM identity_aliases WHERE sport = ? AND key = ?'),
    saveDecision: db.prepare<Omit<DecisionRow, 'sequence'> & { readonly undoes: number | null }>(
      `INSERT INTO identity_decisions (at, actor, action, words, changes, undoes)
       VALUES (@at, @actor, @action, @words, @changes, @undoes)`,
    ),
    decisions: db.prepare<[number], MatchDecision>(
      'SELECT sequence, at, actor, action, words FROM identity_decisions ORDER BY sequence DESC LIMIT ?',
    ),
    newestToUndo: db.prepare<[], DecisionRow>(
      `SELECT sequence, at, actor, action, words, changes FROM identity_decisions AS decision
       WHERE actor = 'user' AND action <> 'undone'
         AND NOT EXISTS (SELECT 1 FROM identity_decisions AS undo WHERE undo.undoes = decision.sequence)
       ORDER BY sequence DESC LIMIT 1`,
    ),
    forgetBefore: db.prepare<[EpochMs]>('DELETE FROM identity_events WHERE starts_at < ?'),
  };
}

function applyChange(run: ReturnType<typeof statements>, change: IdentityChange): void {
  switch (change.of) {
    case 'link':
      if (change.after === null) run.dropLink.run(change.eventId);
      else {
        const { eventId, canonicalId, swapped, decidedBy, at } = change.after;
        run.saveLink.run({
          event_id: eventId,
          canonical_id: canonicalId,
          swapped: swapped ? 1 : 0,
          decided_by: decidedBy,
          at,
        });
      }
      return;
    case 'rejection':
      if (change.after === null) run.dropRejection.run(change.one, change.other);
      else run.saveRejection.run(change.after);
      return;
    case 'alias':
      if (change.after === null) run.dropAlias.run(change.sport, change.key);
      else {
        const { sourceId, ...alias } = change.after;
        run.saveAlias.run({ ...alias, source_id: sourceId });
      }
      return;
    default:
      change satisfies never;
  }
}

/** The identity tables of an open, migrated `journal.db`. */
export function createIdentityStore(db: Database, kept: KeptFile = keptFile(db)): IdentityStore {
  const run = statements(db);
  const write = ({ changes, events, undoes, ...decision }: NewDecision): MatchDecision => {
    for (const { eventId, sourceId, startsAt, ...names } of events)
      run.saveEvent.run({ id: eventId, source_id: sourceId, starts_at: startsAt, ...names });
    for (const change of changes) applyChange(run, change);
    const { lastInsertRowid } = run.saveDecision.run({
      ...decision,
      changes: JSON.stringify(changes),
      undoes: undoes ?? null,
    });
    return { sequence: Number(lastInsertRowid), ...decision };
  };
  const decide = db.transaction((decisions: readonly NewDecision[]) => decisions.map(write));
  const newestToUndo = (): StoredDecision | undefined => {
    const row = run.newestToUndo.get();
    return (
      row && {
        ...row,
        changes: keptJson(
          kept,
          `matching decision ${row.sequence}`,
          row.changes,
        ) as readonly IdentityChange[],
      }
    );
  };
  const file = 'journal.db';
  return {
    links: guarded(file, () => run.links.all().map(linkOf)),
    rejections: guarded(file, () => run.rejections.all()),
    aliases: guarded(file, () => run.aliases.all().map(aliasOf)),
    event: guarded(file, (id: EventId) => {
      const row = run.event.get(id);
      return row && eventOf(row);
    }),
    decide: guarded(file, (decisions: readonly NewDecision[]) => decide.immediate(decisions)),
    newestToUndo: guarded(file, newestToUndo),
    decisions: guarded(file, (limit: number) => run.decisions.all(limit)),
    forgetBefore: guarded(file, (startsAt: EpochMs) => void run.forgetBefore.run(startsAt)),
  };
}
