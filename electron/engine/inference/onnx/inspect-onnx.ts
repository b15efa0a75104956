import type { Inspection } from '../../../../shared/contract/models.ts';
import { costProblems } from './cost-problems.ts';
import { foreignFile } from './foreign-file.ts';
import { type ModelProto, onnx } from './onnx-format.ts';
import type { OnnxProblem, OnnxProblemCode } from './onnx-problem.ts';
import { declaredValue } from './onnx-value-type.ts';
import { problemsOf } from './served-ports.ts';
import { withoutZipMap } from './strip-zip-map.ts';
import { suggestionOf } from './suggest-mapping.ts';
import { versionProblems } from './version-problems.ts';

/** What a file is, without its name and hash. */
export type OnnxInspection = Omit<Inspection, 'file' | 'bytes' | 'sha256' | 'problems'> & {
  readonly problems: readonly OnnxProblem[];
  /** What its exporter wrote into it, by key. */
  readonly metadata: Readonly<Record<string, string>>;
};

/** Beyond this, a thousand models don't fit in memory; a model of one table of features is a few megabytes. */
export const MOST_BYTES = 256 * 2 ** 20;

const NOTHING: Omit<OnnxInspection, 'problems'> = {
  ir: 0,
  opsets: [],
  producer: '',
  inputs: [],
  outputs: [],
  suggestion: null,
  metadata: {},
};

const refused = (code: OnnxProblemCode, message: string): OnnxInspection => ({
  ...NOTHING,
  problems: [{ code, fatal: true, message }],
});

/**
 * Reads a model without running it: what goes in and out as it would be served, what stands in the way, how to export
 * it instead, and a first guess at how to use it. Takes any bytes and never throws.
 */
export function inspectOnnx(bytes: Uint8Array): OnnxInspection {
  const decoded = decode(bytes);
  if ('problems' in decoded) return decoded;
  const { model } = decoded;
  const served = withoutZipMap(model);
  const weights = new Set(served.graph?.initializer?.map(({ name }) => name));
  // Up to IR 3 the weights are listed among the inputs, as defaults.
  const inputs = (served.graph?.input ?? []).filter(({ name }) => !weights.has(name)).map(declaredValue);
  const outputs = (served.graph?.output ?? []).map(declaredValue);
  const problems = [...versionProblems(model), ...problemsOf(model, inputs, outputs)];
  const shown = ({ name, type, shape }: (typeof inputs)[number]) => ({
    name,
    type,
    shape: [...(shape ?? [])],
  });
  return {
    ir: Number(model.irVersion ?? 0),
    opsets: (model.opsetImport ?? []).map(({ domain, version }) => ({
      domain: domain || 'ai.onnx',
      version: Number(version ?? 0),
    })),
    producer: [model.producerName, model.producerVersion].filter((part) => part).join(' '),
    inputs: inputs.map(shown),
    outputs: outputs.map(shown),
    problems,
    suggestion: problems.some(({ fatal }) => fatal) ? null : suggestionOf(served, inputs, outputs),
    metadata: Object.fromEntries(
      (model.metadataProps ?? []).map(({ key, value }) => [key ?? '', value ?? '']),
    ),
  };
}

function decode(bytes: Uint8Array): { readonly model: ModelProto } | OnnxInspection {
  if (bytes.length === 0) return refused('empty-file', 'The file is empty. Export or download it again.');
  if (bytes.length > MOST_BYTES)
    return refused(
      'too-large',
      `The file has ${Math.ceil(bytes.length / 2 ** 20)} MB; up to ${MOST_BYTES / 2 ** 20} MB are served. Export a smaller model: fewer or shallower trees, smaller layers.`,
    );
  const foreign = foreignFile(bytes);
  if (foreign !== null)
    return refused('not-onnx', `This is ${foreign.what}, not an ONNX model. ${foreign.instead}`);
  // Before anything is made of it: a costly file would be costly here, too.
  const costs = costProblems(bytes);
  if (costs.some(({ code }) => code !== 'damaged-file')) return { ...NOTHING, problems: costs };
  let model: ModelProto;
  try {
    model = onnx.ModelProto.decode(bytes);
  } catch (error) {
    const isShort = error instanceof RangeError;
    // A model begins with its IR version, whose field has this tag.
    return bytes[0] === 0x08
      ? refused(
          'damaged-file',
          `The file begins like an ONNX model, but ${isShort ? 'ends too early' : 'can’t be read to its end'}. Export or download it again.`,
        )
      : refused('not-onnx', 'This is no ONNX model. Give the .onnx file that the model was exported to.');
  }
  const nodes = model.graph?.node?.length ?? 0;
  if (nodes === 0 || Number(model.irVersion ?? 0) === 0)
    return refused(
      bytes[0] === 0x08 ? 'damaged-file' : 'not-onnx',
      bytes[0] === 0x08
        ? 'The file begins like an ONNX model, but has no graph. Export or download it again.'
        : 'This is no ONNX model: it has no graph. Give the .onnx file that the model was exported to.',
    );
  return { model };
}
