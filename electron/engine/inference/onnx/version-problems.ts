import { nodesOf, tensorsOf } from './graph-walk.ts';
import { type ModelProto, onnx } from './onnx-format.ts';
import type { OnnxProblem } from './onnx-problem.ts';

/** What the runtime that is shipped reads. */
const NEWEST_IR = 13;
const NEWEST_OPSETS: Readonly<Record<string, number>> = { 'ai.onnx': 26, 'ai.onnx.ml': 5 };
/** The oldest standard operators of which the runtime has more than a few. */
const OLDEST_OPSET = 6;
/** Of `OLDEST_OPSET` these are lacking: they changed in the next version. */
const NEWER_THAN_OLDEST = new Set([
  'Add',
  'And',
  'BatchNormalization',
  'Div',
  'Dropout',
  'Equal',
  'GRU',
  'Gemm',
  'Greater',
  'LSTM',
  'Less',
  'Mul',
  'Or',
  'PRelu',
  'Pow',
  'RNN',
  'Sub',
  'Upsample',
  'Xor',
]);

/** Domains of operators that the runtime brings with it. */
const KNOWN_DOMAINS = new Set(['ai.onnx', 'ai.onnx.ml', 'com.microsoft', 'com.microsoft.nchwc']);
const TRAINING_DOMAINS = new Set(['ai.onnx.training', 'ai.onnx.preview.training']);

const domainOf = (domain: string | null | undefined): string => domain || 'ai.onnx';

/** Versions, operators and weights that the runtime does not read. */
export function versionProblems(model: ModelProto): readonly OnnxProblem[] {
  return [
    ...irProblems(model),
    ...opsetProblems(model),
    ...operatorProblems(model),
    ...externalProblems(model),
    ...trainingProblems(model),
  ];
}

function irProblems({ irVersion }: ModelProto): readonly OnnxProblem[] {
  const ir = Number(irVersion ?? 0);
  if (ir <= NEWEST_IR) return [];
  return [
    {
      code: 'ir-too-new',
      fatal: true,
      message: `The file has IR version ${ir}; up to ${NEWEST_IR} is read. Set it in Python: model = onnx.load(path); model.ir_version = 10; onnx.save(model, path). Or export it with an older onnx package.`,
    },
  ];
}

/** Up to three names, and how many more there are. */
const some = (names: readonly string[]): string =>
  names.length <= 3 ? names.join(', ') : `${names.slice(0, 3).join(', ')} and ${names.length - 3} more`;

function opsetProblems(model: ModelProto): readonly OnnxProblem[] {
  const problems: OnnxProblem[] = [];
  const imported = new Map(
    (model.opsetImport ?? []).map(({ domain, version }) => [domainOf(domain), Number(version)]),
  );
  for (const [domain, version] of imported) {
    const newest = NEWEST_OPSETS[domain];
    if (newest !== undefined && version > newest)
      problems.push({
        code: 'opset-too-new',
        fatal: true,
        message:
          domain === 'ai.onnx'
            ? `The file uses operator set ${version}; up to ${newest} is read. Export it with target_opset=17 (torch.onnx.export: opset_version=17), or convert it: onnx.version_converter.convert_version(model, 17).`
            : `The file uses ${domain} operators of version ${version}; up to ${newest} is read. Export it with target_opset={"": 17, "ai.onnx.ml": 3}.`,
      });
  }
  const standard = [...nodesOf(model)].filter(({ domain }) => domainOf(domain) === 'ai.onnx');
  const version = imported.get('ai.onnx') ?? OLDEST_OPSET;
  const lacking = new Set(
    standard
      .map(({ opType }) => opType ?? '')
      .filter((op) => version < OLDEST_OPSET || (version === OLDEST_OPSET && NEWER_THAN_OLDEST.has(op))),
  );
  if (lacking.size > 0)
    problems.push({
      code: 'opset-old',
      fatal: true,
      message: `The file uses operator set ${version} (${some([...lacking])}), which is older than the runtime. Convert it in Python: onnx.save(onnx.version_converter.convert_version(onnx.load(path), 13), path).`,
    });
  for (const domain of new Set([...nodesOf(model)].map((node) => domainOf(node.domain))))
    if (!imported.has(domain) && NEWEST_OPSETS[domain] !== undefined)
      problems.push({
        code: 'opset-missing',
        fatal: true,
        message: `The file does not say which version of the ${domain} operators it uses. Export it again, or add it in Python: model.opset_import.append(onnx.helper.make_opsetid("${domain === 'ai.onnx' ? '' : domain}", ${domain === 'ai.onnx' ? 13 : 1})).`,
      });
  return problems;
}

function operatorProblems(model: ModelProto): readonly OnnxProblem[] {
  const own = new Set(model.functions?.map(({ name, domain }) => `${domainOf(domain)}.${name}`));
  const unknown = new Set<string>();
  const training = new Set<string>();
  for (const node of nodesOf(model)) {
    const domain = domainOf(node.domain);
    const name = `${domain}.${node.opType}`;
    if (TRAINING_DOMAINS.has(domain)) training.add(name);
    else if (!KNOWN_DOMAINS.has(domain) && !own.has(name)) unknown.add(name);
  }
  const problems: OnnxProblem[] = [];
  if (unknown.size > 0)
    problems.push({
      code: 'unknown-operators',
      fatal: true,
      message: `The file uses operators that ONNX Runtime does not have: ${some([...unknown])}. Export it with standard operators only (torch.onnx.export: without custom_opsets; skl2onnx: without custom converters).`,
    });
  if (training.size > 0)
    problems.push({
      code: 'training-operators',
      fatal: true,
      message: `The file is made for training (${some([...training])}). Export the trained model for inference: torch.onnx.export after model.eval().`,
    });
  return problems;
}

function externalProblems(model: ModelProto): readonly OnnxProblem[] {
  const outside = [...tensorsOf(model)].filter(
    ({ dataLocation, externalData }) =>
      dataLocation === onnx.TensorProto.DataLocation.EXTERNAL || (externalData?.length ?? 0) > 0,
  );
  if (outside.length === 0) return [];
  const files = new Set(
    outside.flatMap(({ externalData }) =>
      (externalData ?? []).filter(({ key }) => key === 'location').map(({ value }) => value ?? ''),
    ),
  );
  return [
    {
      code: 'external-data',
      fatal: true,
      message: `The weights are not in this file but beside it${files.size === 0 ? '' : ` (${some([...files])})`}. Put them in: onnx.save_model(onnx.load(path), "model.onnx", save_as_external_data=False), with torch.onnx.export external_data=False.`,
    },
  ];
}

function trainingProblems({ trainingInfo }: ModelProto): readonly OnnxProblem[] {
  if ((trainingInfo?.length ?? 0) === 0) return [];
  return [
    {
      code: 'training-info',
      fatal: false,
      message: 'The file also says how to train the model. That part is not used.',
    },
  ];
}
