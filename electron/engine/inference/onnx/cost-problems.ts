import type { OnnxProblem } from './onnx-problem.ts';
import { type Skimmed, type SkimmedModel, skimModel } from './skim-graph.ts';

/** A network of a hundred layers has some thousand; the runtime takes seconds to prepare a hundred thousand. */
export const MOST_NODES = 20_000;
/** Values of all constants together: as many 32-bit floats as the largest file holds. */
export const MOST_CONSTANTS = 64 * 2 ** 20;

/** What may run for ever though it has no graph inside: the body may be a function of the file. */
const REPEATING = new Set(['ai.onnx.Loop', 'ai.onnx.Scan', 'ai.onnx.SequenceMap']);
/** The only operator whose inner graphs run once at most. */
const BRANCH = 'ai.onnx.If';

const HOW =
  'Export the model without loops: in PyTorch by torch.onnx.export of a module without loops over data (no torch.jit.script), in TensorFlow with unrolled layers (unroll=True).';

/**
 * What would keep the runtime, and with it everything else, busy for longer than a price may take: it can't be
 * interrupted, so that this is looked at before it is given anything. Takes any bytes and never throws.
 */
export function costProblems(bytes: Uint8Array): readonly OnnxProblem[] {
  let model: SkimmedModel;
  try {
    model = skimModel(bytes);
  } catch {
    return [
      {
        code: 'damaged-file',
        fatal: true,
        message: 'The file is damaged or no ONNX model: export or download it again.',
      },
    ];
  }
  return [...loopProblems(model), ...sizeProblems(model)];
}

function loopProblems({ main, functions }: SkimmedModel): readonly OnnxProblem[] {
  const repeating = new Set(
    [main, ...functions.values()].flatMap(({ bodied, used }) => [
      ...[...bodied].filter((name) => name !== BRANCH),
      ...[...used.keys()].filter((name) => REPEATING.has(name)),
    ]),
  );
  if (repeating.size === 0) return [];
  const names = [...repeating].slice(0, 3).map((name) => name.replace(/^ai\.onnx\./, ''));
  return [
    {
      code: 'loops',
      fatal: true,
      message: `The model repeats a part of itself (${names.join(', ')}), and nothing says that it ever ends, which would hold up all prices. ${HOW}`,
    },
  ];
}

function sizeProblems(model: SkimmedModel): readonly OnnxProblem[] {
  const nodes = nodesRun(model);
  if (nodes === null)
    return [
      {
        code: 'loops',
        fatal: true,
        message: `A function of the model calls itself, which never ends. ${HOW}`,
      },
    ];
  const problems: OnnxProblem[] = [];
  if (nodes > MOST_NODES)
    problems.push({
      code: 'too-many-nodes',
      fatal: true,
      message: `The model has ${nodes < 1e9 ? nodes : 'more than a thousand million'} nodes; up to ${MOST_NODES} are served, since more take seconds to open. Export a smaller model, or trees as one TreeEnsemble operator (onnxmltools, skl2onnx).`,
    });
  if (model.constants > MOST_CONSTANTS)
    problems.push({
      code: 'too-large',
      fatal: true,
      message: `The constants of the model have ${model.constants < 1e15 ? Math.ceil(model.constants / 2 ** 20) : 'thousands of millions of'} million values; up to ${MOST_CONSTANTS / 2 ** 20} million are served. Export a smaller model.`,
    });
  return problems;
}

/** Nodes with those of the functions that are called, at each call; `null` where a function calls itself. */
function nodesRun({ main, functions }: SkimmedModel): number | null {
  const known = new Map<string, number | null>();
  const total = ({ nodes, used }: Skimmed): number | null => {
    let sum = nodes;
    for (const [name, times] of used) {
      const inside = ofFunction(name);
      if (inside === null) return null;
      sum += times * inside;
    }
    return sum;
  };
  const ofFunction = (name: string): number | null => {
    const body = functions.get(name);
    if (body === undefined) return 0;
    const found = known.get(name);
    if (found !== undefined) return found;
    // Met again before it is counted, it calls itself.
    known.set(name, null);
    const sum = total(body);
    known.set(name, sum);
    return sum;
  };
  return total(main);
}
