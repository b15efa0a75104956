import type { Database } from 'better-sqlite3';
import type { StateChange } from '../../../../shared/contract/models.ts';
import type { ModelStore, Reign, StoredModelState } from '../../ports/model-store.ts';

const STATE = 'model_id AS modelId, slot, state';

type Queries = Pick<
  ModelStore,
  | 'states'
  | 'state'
  | 'saveState'
  | 'addChange'
  | 'changes'
  | 'addReign'
  | 'reigns'
  | 'removeReign'
  | 'forget'
>;

/** Which model stands where, how that came about, and the champions of each slot one after the other. */
export function stateQueries(db: Database): Queries {
  const states = db.prepare<[], StoredModelState>(`SELECT ${STATE} FROM model_states ORDER BY model_id`);
  const state = db.prepare<[string], StoredModelState>(
    `SELECT ${STATE} FROM model_states WHERE model_id = ?`,
  );
  const saveState = db.prepare<StoredModelState>(
    `INSERT INTO model_states (model_id, slot, state) VALUES (@modelId, @slot, @state)
     ON CONFLICT (model_id) DO UPDATE SET slot = excluded.slot, state = excluded.state`,
  );
  const addChange = db.prepare<StateChange>(
    `INSERT INTO state_changes (at, slot, model_id, from_state, to_state, actor, action)
     VALUES (@at, @slot, @modelId, @from, @to, @actor, @action)`,
  );
  const changes = db.prepare<[number], StateChange>(
    `SELECT at, slot, model_id AS modelId, from_state AS "from", to_state AS "to", actor, action
     FROM state_changes ORDER BY sequence DESC LIMIT ?`,
  );
  const addReign = db.prepare<Omit<Reign, 'sequence'>>(
    'INSERT INTO reigns (slot, model_id) VALUES (@slot, @modelId)',
  );
  const reigns = db.prepare<[string], Reign>(
    'SELECT sequence, slot, model_id AS modelId FROM reigns WHERE slot = ? ORDER BY sequence',
  );
  const removeReign = db.prepare<[number]>('DELETE FROM reigns WHERE sequence = ?');
  const forgetting = [
    'DELETE FROM model_states WHERE model_id = ?',
    'UPDATE reigns SET model_id = NULL WHERE model_id = ?',
    'DELETE FROM settled_predictions WHERE model_id = ?',
    'DELETE FROM feature_counts WHERE model_id = ?',
  ].map((sql) => db.prepare<[string]>(sql));
  return {
    states: () => states.all(),
    state: (modelId) => state.get(modelId),
    saveState: (row) => void saveState.run(row),
    addChange: (change) => void addChange.run(change),
    changes: (limit) => changes.all(limit),
    addReign: (reign) => void addReign.run(reign),
    reigns: (slot) => reigns.all(slot),
    removeReign: (sequence) => void removeReign.run(sequence),
    forget: (modelId) => {
      for (const statement of forgetting) statement.run(modelId);
    },
  };
}
