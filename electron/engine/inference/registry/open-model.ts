import * as z from 'zod';
import type { ModelFiles } from '../../ports/model-files.ts';
import { type FeatureSnapshot, featureSet } from '../features/index.ts';
import type { OpenedSession, SessionShape } from '../onnx/open-session.ts';
import type { ModelSession } from '../onnx/session.ts';
import { goldenProblem } from './golden.ts';
import { day, type Manifest, type ModelVersion } from './manifest.ts';
import { newestVersion, type RegisteredModel, readVerified } from './read-model.ts';
import { servedSession } from './served-session.ts';

/** How a graph becomes a session: `openSession` of `inference/onnx`. */
export type OpenSession = (bytes: Uint8Array, shape: SessionShape) => Promise<OpenedSession>;

export type OpenedModel =
  | {
      readonly ok: true;
      readonly manifest: Manifest;
      readonly version: ModelVersion;
      /** Gives probabilities in the order of the target's outcomes, whatever the graph gives; a number as it is. */
      readonly session: ModelSession;
      /** What the features remembered when its training ended. */
      readonly snapshot: FeatureSnapshot | null;
    }
  | { readonly ok: false; readonly message: string };

const snapshotFile = z.object({ set: z.string(), through: day.nullable(), state: z.unknown() });

function parseSnapshot(bytes: Uint8Array): FeatureSnapshot | undefined {
  try {
    return snapshotFile.parse(JSON.parse(new TextDecoder().decode(bytes)));
  } catch {
    return undefined;
  }
}

/** Why the model's features can't go on from what was kept of them; `null` where they can. */
function snapshotProblem({ input }: Manifest, snapshot: FeatureSnapshot | null): string | null {
  if (snapshot === null || input.featureSet === null || input.teams !== null) return null;
  try {
    featureSet(input.featureSet)?.create(snapshot);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/**
 * Opens one version of a model: the bytes that were verified are the bytes that run, and its features can go on
 * from what was kept of them. The newest version must give its golden output. Never rejects; the message says what to do.
 */
export async function openModel(
  files: ModelFiles,
  model: RegisteredModel,
  openSession: OpenSession,
  version?: ModelVersion,
): Promise<OpenedModel> {
  const { manifest, problem } = model;
  if (manifest === null || problem !== null)
    return { ok: false, message: problem ?? `${model.place} can't be read.` };
  const chosen = version ?? newestVersion(manifest);
  const graph = await readVerified(files, model.folder, chosen.onnx);
  if (!graph.ok) return graph;
  const snapshot = chosen.features && (await readVerified(files, model.folder, chosen.features));
  if (snapshot && !snapshot.ok) return snapshot;
  const remembered = snapshot ? parseSnapshot(snapshot.bytes) : null;
  if (remembered === undefined)
    return {
      ok: false,
      message: `${chosen.features?.name ?? 'The feature snapshot'} is no feature snapshot. Train the model again. It is in ${model.place}`,
    };
  const damaged = snapshotProblem(manifest, remembered);
  if (damaged !== null) return { ok: false, message: `${chosen.features?.name}: ${damaged}` };
  const opened = await openSession(graph.bytes, {
    input: manifest.input.name,
    output: manifest.output.name,
    columns: manifest.input.columns.length,
    classes: manifest.outcomes.length,
  });
  if (!opened.ok) return { ok: false, message: `${manifest.id}: ${opened.message}` };
  const { session } = opened;
  try {
    if (chosen === newestVersion(manifest)) {
      const wrong = await goldenProblem(session, manifest.golden);
      if (wrong !== null) {
        await session.release();
        return {
          ok: false,
          message: `${manifest.id} does not give its golden output on this machine (${wrong}), so it is not used. Train or import it again.`,
        };
      }
    }
    return {
      ok: true,
      manifest,
      version: chosen,
      session: servedSession(session, manifest.output),
      snapshot: remembered,
    };
  } catch (error) {
    await session.release();
    const reason = error instanceof Error ? error.message : String(error);
    return {
      ok: false,
      message: `${manifest.id} fails on its golden input: ${reason} Train or import it again.`,
    };
  }
}
