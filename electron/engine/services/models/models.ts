import { OperationFailure } from '../../../../shared/contract/errors.ts';
import type { Judgement, ModelEntry, StateChange } from '../../../../shared/contract/models.ts';
import { type ModelState, slotOf } from '../../../../shared/domain/model.ts';
import type { Mode } from '../../../../shared/domain/order.ts';
import type { OnnxInspection } from '../../inference/onnx/inspect-onnx.ts';
import {
  type Manifest,
  type ModelVersion,
  type OpenedModel,
  type OpenSession,
  openModel,
  type RegisteredModel,
  readFolder,
  writeModel,
} from '../../inference/registry/index.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Log } from '../../ports/log.ts';
import type { ModelFiles, ModelFolder } from '../../ports/model-files.ts';
import type { ModelStore } from '../../ports/model-store.ts';
import { createTopic, type Topic } from '../topic.ts';
import { liveJudgement } from './live-judgement.ts';
import { type ModelReport, missingEntry, modelEntry, NO_REPORT, whyNotLive } from './model-entry.ts';
import { createModelStates, type Standing } from './model-states.ts';

export type ModelsDeps = {
  readonly files: ModelFiles;
  readonly store: ModelStore;
  /** Human time. */
  readonly wall: Clock;
  readonly log: Log;
  /** Whose settled predictions are judged. */
  readonly mode: Mode;
  readonly openSession: OpenSession;
  readonly inspectOnnx: (bytes: Uint8Array) => OnnxInspection;
};

/** How often another process's changes are looked for. */
const WATCH_MS = 1_000;

type Actor = StateChange['actor'];

/** The models there are, what became of them, and the way to change that. */
export interface Models {
  /** Resolves when every folder was read for the first time; until then the list grows. */
  readonly ready: Promise<void>;
  /** Every entry that changed; one with `removed` is the last of its model. */
  readonly changes: Topic<ModelEntry>;
  entries(): readonly ModelEntry[];
  /** Fails with `not-found`. */
  entry(id: string): ModelEntry;
  /** Folders that lie there and are no model of the list, with why and what to do. */
  strays(): readonly { readonly place: string; readonly problem: string }[];
  manifest(id: string): Manifest | undefined;
  /** The newest version, unless another is named. What can't be opened becomes the model's problem. */
  open(id: string, version?: ModelVersion): Promise<OpenedModel>;
  /** What serving and drift have to say; a `problem` stays until it is reported as `null`. */
  report(id: string, report: Partial<ModelReport>): void;

  /** Fails with `refused` where the model can't be used, with `not-found` where there is none. */
  setState(id: string, state: ModelState, actor: Actor): Promise<ModelEntry>;
  rollback(slot: string, actor: Actor): Promise<ModelEntry>;
  history(limit: number): readonly StateChange[];
  judgement(id: string): Judgement;
  /** Writes a model's folder and lists it as a draft. */
  add(manifest: Manifest, contents: ReadonlyMap<string, Uint8Array>): Promise<ModelEntry>;
  remove(id: string): Promise<void>;
  /** Looks at the folders again: a training process has written one. A failure is logged. */
  rescan(): Promise<void>;
  /** Looks for changes by other processes until stopped. */
  watch(): () => void;
  /** Nothing is read or told from now on; the store may be closed. */
  close(): void;
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

export function createModels(deps: ModelsDeps): Models {
  const { files, store, wall, log } = deps;
  const states = createModelStates(store, wall.now);
  const changes = createTopic<ModelEntry>();
  let models = new Map<string, RegisteredModel>();
  let strays: readonly RegisteredModel[] = [];
  const reports = new Map<string, ModelReport>();
  /** What was last told of each model, so that only changes are. */
  const told = new Map<string, { readonly text: string; readonly state: ModelState }>();

  const slotOfModel = ({ manifest, folder }: RegisteredModel): string | undefined =>
    manifest ? slotOf(manifest) : store.state(folder.id)?.slot;
  const standing = (model: RegisteredModel): Standing | undefined => {
    const slot = slotOfModel(model);
    return slot === undefined ? undefined : { id: model.folder.id, slot };
  };
  const entryOf = (model: RegisteredModel): ModelEntry => {
    const place = standing(model);
    return modelEntry({
      model,
      state: place ? states.stateOf(place) : 'draft',
      report: reports.get(model.folder.id) ?? NO_REPORT,
      slot: place?.slot,
    });
  };
  const missing = (): readonly ModelEntry[] =>
    store
      .states()
      .filter(({ modelId, state }) => !models.has(modelId) && (state === 'champion' || state === 'shadow'))
      .map(({ modelId, slot, state }) => missingEntry(modelId, slot, state));
  const entries = (): readonly ModelEntry[] => [
    ...[...models.values()].map(entryOf),
    ...(loaded ? missing() : []),
  ];
  const entry = (id: string): ModelEntry => {
    const model = models.get(id);
    const found = model ? entryOf(model) : missing().find((each) => each.id === id);
    if (!found)
      throw new OperationFailure({
        code: 'not-found',
        message: `There is no model ${id}. The list of models says which there are.`,
      });
    return found;
  };

  const tell = (item: ModelEntry): void => {
    const text = JSON.stringify(item);
    if (told.get(item.id)?.text === text) return;
    told.set(item.id, { text, state: item.state });
    changes.publish(item);
  };
  const tellAll = (): void => {
    const present = entries();
    // Who is no longer champion first: nobody is ever told of two in one slot.
    const isDemoted = ({ id, state }: ModelEntry): boolean =>
      state !== 'champion' && told.get(id)?.state === 'champion';
    const demoted = present.filter(isDemoted);
    for (const item of demoted) tell(item);
    for (const item of present) if (!demoted.includes(item)) tell(item);
    const ids = new Set(present.map(({ id }) => id));
    for (const [id, { text }] of told) {
      if (ids.has(id)) continue;
      told.delete(id);
      changes.publish({ ...(JSON.parse(text) as ModelEntry), removed: true });
    }
  };

  /** A shipped model prices from the first start on, until the user has chosen. The best of several, by log loss. */
  const adoptShipped = (): void => {
    const candidates = [...models.values()]
      .filter(({ folder, problem }) => folder.owner === 'shipped' && problem === null)
      .flatMap(({ manifest }) => (manifest && whyNotLive(manifest) === null ? [manifest] : []))
      .map((manifest) => ({
        manifest,
        loss: manifest.judgement?.overall.model.logLoss ?? Number.POSITIVE_INFINITY,
      }))
      .sort((a, b) => a.loss - b.loss);
    for (const { manifest } of candidates) states.adopt({ id: manifest.id, slot: slotOf(manifest) });
  };

  let loaded = false;
  let closed = false;
  /** A folder that is as it was isn't read again. */
  const look = async (folder: ModelFolder, shipped: ReadonlySet<string>): Promise<RegisteredModel> => {
    const known = models.get(folder.id);
    const same = known?.folder.owner === folder.owner && known.folder.stamp === folder.stamp;
    if (known && same && known.problem === null) return known;
    const model = await readFolder(files, folder, shipped);
    if (!same) reports.delete(folder.id);
    if (model.problem !== null && model.problem !== known?.problem)
      log.warn('model refused', { model: folder.id, problem: model.problem });
    return model;
  };
  const scan = async (): Promise<void> => {
    if (closed) return;
    const folders = await files.list();
    const shipped = new Set(folders.filter(({ owner }) => owner === 'shipped').map(({ id }) => id));
    const next = new Map<string, RegisteredModel>();
    const duplicates: RegisteredModel[] = [];
    for (const folder of folders) {
      if (folder.owner === 'user' && shipped.has(folder.id))
        duplicates.push(await readFolder(files, folder, shipped));
      else next.set(folder.id, await look(folder, shipped));
      if (closed) return;
    }
    for (const id of models.keys()) if (!next.has(id)) reports.delete(id);
    models = next;
    strays = duplicates;
    loaded = true;
    adoptShipped();
    tellAll();
  };
  /** Scans one after the other: the last one sees everything. */
  let scanning: Promise<void> = Promise.resolve();
  const scanAgain = (): Promise<void> => {
    const next = scanning.then(scan);
    scanning = next.catch((error: unknown) =>
      log.error('the models could not be read', { error: messageOf(error) }),
    );
    return next;
  };
  const ready = scanAgain();
  // Whoever waits for it is told; that nobody waits is no failure.
  ready.catch(() => {});

  const open = async (id: string, version?: ModelVersion): Promise<OpenedModel> => {
    const model = models.get(id);
    if (!model) return { ok: false, message: `There is no model ${id}.` };
    const opened = await openModel(files, model, deps.openSession, version);
    report(id, { problem: opened.ok ? null : opened.message });
    return opened;
  };
  const report = (id: string, news: Partial<ModelReport>): void => {
    const model = models.get(id);
    if (!model) return;
    reports.set(id, { ...(reports.get(id) ?? NO_REPORT), ...news });
    const item = entryOf(model);
    // Another process has promoted it: whom it replaced is told of with it.
    if (told.get(id)?.state !== item.state) tellAll();
    else tell(item);
  };

  /** Refuses to put into use what can't be run: better now than at the first price. */
  const checkUsable = async (id: string): Promise<void> => {
    const model = models.get(id);
    const why = model?.problem ?? (model?.manifest ? whyNotLive(model.manifest) : null);
    if (why !== null) throw new OperationFailure({ code: 'refused', message: why });
    const opened = await open(id);
    if (!opened.ok) throw new OperationFailure({ code: 'refused', message: opened.message });
    await opened.session.release();
  };

  return {
    ready,
    changes,
    entries,
    entry,
    strays: () => strays.map(({ place, problem }) => ({ place, problem: problem ?? '' })),
    manifest: (id) => models.get(id)?.manifest ?? undefined,
    open,
    report,
    async setState(id, state, actor) {
      await ready;
      // A folder that was mended, or copied there by hand, is seen when it is wanted.
      if (models.get(id)?.problem !== null) await scanAgain();
      const before = entry(id);
      const { slot, problem } = before;
      if (state === 'champion' || state === 'shadow') {
        if (!models.has(id)) throw new OperationFailure({ code: 'refused', message: problem ?? '' });
        await checkUsable(id);
      }
      states.set({ id, slot }, state, actor);
      tellAll();
      // One whose folder is gone is listed no longer once it is out of use.
      return models.has(id) ? entry(id) : { ...before, state };
    },
    async rollback(slot, actor) {
      await ready;
      await scanAgain();
      // Opening tells of a problem that the files alone don't show; the first that opens is where it ends.
      for (const id of states.former(slot)) {
        const opened = await open(id);
        if (!opened.ok) continue;
        await opened.session.release();
        break;
      }
      const whyNot = (id: string): string | null => {
        const model = models.get(id);
        if (!model) return `${id} is gone`;
        return model.problem ?? reports.get(id)?.problem ?? null;
      };
      const id = states.rollback(slot, whyNot, actor);
      tellAll();
      return entry(id);
    },
    history: store.changes,
    judgement(id) {
      const { slot } = entry(id);
      const kept = models.get(id)?.manifest?.judgement ?? null;
      return {
        modelId: id,
        overall: kept?.overall ?? null,
        bySeason: kept?.bySeason ?? [],
        byCompetition: kept?.byCompetition ?? [],
        byOddsBand: kept?.byOddsBand ?? [],
        reliability: kept?.reliability ?? [],
        drift: reports.get(id)?.driftByColumn ?? [],
        live: liveJudgement(store, deps.mode, id, states.championOf(slot)),
      };
    },
    async add(manifest, contents) {
      await ready;
      if (models.has(manifest.id))
        throw new OperationFailure({
          code: 'conflict',
          message: `There is already a model ${manifest.id}: choose another id.`,
        });
      await writeModel(files, manifest, contents);
      states.register({ id: manifest.id, slot: slotOf(manifest) });
      await scanAgain();
      return entry(manifest.id);
    },
    async remove(id) {
      await ready;
      const { slot } = entry(id);
      const model = models.get(id);
      if (model?.folder.owner === 'shipped')
        throw new OperationFailure({
          code: 'refused',
          message: `${id} is shipped with Overround and can't be removed. Retire it, and it is no longer used.`,
        });
      states.forget({ id, slot });
      if (model) await files.remove(id);
      await scanAgain();
    },
    rescan: () => scanAgain().catch(() => {}),
    watch() {
      let seen = store.foreignChanges();
      return wall.every(WATCH_MS, () => {
        const now = store.foreignChanges();
        if (now === seen) return;
        seen = now;
        scanAgain().catch(() => {});
      });
    },
    close() {
      closed = true;
    },
  };
}
