import { type AttributeProto, FLOAT, ML_DOMAIN, type ModelProto, onnx, tensorType } from './onnx-format.ts';

/** A ZipMap turns a tensor of probabilities into a list of dictionaries, which the runtime can't hand over. */
export const isZipMap = ({ opType, domain }: { opType?: string | null; domain?: string | null }): boolean =>
  opType === 'ZipMap' && domain === ML_DOMAIN;

const labelsOf = (attributes: readonly AttributeProto[]): number | null => {
  const labels = attributes.find(({ name }) => name?.startsWith('classlabels_'));
  const count = (labels?.ints?.length ?? 0) + (labels?.strings?.length ?? 0);
  return count === 0 ? null : count;
};

/**
 * The model with every ZipMap whose dictionaries are an output taken off: the output keeps its name and is the tensor of
 * probabilities, one column a class in the order of the ZipMap's labels. The same model where there is none.
 */
export function withoutZipMap(model: ModelProto): ModelProto {
  const { graph } = model;
  if (graph === null || graph === undefined) return model;
  const outputs = new Set(graph.output?.map(({ name }) => name));
  const classes = new Map<string, number | null>();
  const node = (graph.node ?? []).map((own) => {
    const output = own.output?.[0];
    if (!isZipMap(own) || output === undefined || !outputs.has(output)) return own;
    classes.set(output, labelsOf(own.attribute ?? []));
    return { name: own.name ?? '', opType: 'Identity', input: own.input ?? [], output: [output] };
  });
  if (classes.size === 0) return model;
  const opsetImport = model.opsetImport ?? [];
  // Identity is of the standard operators, which a model of ai.onnx.ml alone need not import.
  const standard = opsetImport.some(
    ({ domain }) => domain === '' || domain === 'ai.onnx' || domain === undefined,
  );
  return {
    ...model,
    opsetImport: standard ? opsetImport : [...opsetImport, { domain: '', version: 13 }],
    graph: {
      ...graph,
      node,
      output: (graph.output ?? []).map((value) =>
        classes.has(value.name ?? '')
          ? { name: value.name ?? '', type: tensorType(FLOAT, [null, classes.get(value.name ?? '') ?? null]) }
          : value,
      ),
    },
  };
}

/** The bytes that the runtime is given: the file's own unless it ends in a ZipMap. Throws where they are no ONNX. */
export function servableBytes(bytes: Uint8Array): Uint8Array {
  if (!Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).includes('ZipMap')) return bytes;
  const model = onnx.ModelProto.decode(bytes);
  const stripped = withoutZipMap(model);
  return stripped === model ? bytes : onnx.ModelProto.encode(stripped).finish();
}
