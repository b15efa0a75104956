import type {
  GroupScores,
  Inspection,
  Judgement,
  ModelEntry,
  StateChange,
} from '../../../shared/contract/models.ts';
import type { Manifest } from '../../engine/inference/registry/index.ts';
import { table } from './output.ts';

const figure = (value: number | null | undefined): string =>
  value === null || value === undefined ? '' : value.toFixed(4);

const day = (at: number): string => new Date(at).toISOString().slice(0, 16).replace('T', ' ');

/** One line a model, then a line for each problem: it would make the table unreadable. */
export function modelTable(
  models: readonly ModelEntry[],
  strays: readonly { readonly place: string; readonly problem: string }[],
): string {
  if (models.length === 0 && strays.length === 0)
    return 'No models. Train one with `overround train`, or bring one with `overround model import FILE`.';
  const rows = models.map((model) => [
    model.id,
    model.state,
    model.slot,
    model.origin,
    model.learner,
    model.trainedTo ?? '',
    figure(model.overall?.model.logLoss),
    figure(model.overall?.market?.logLoss),
    model.problem === null ? 'sound' : 'refused',
  ]);
  const problems = [
    ...models.flatMap(({ id, problem }) => (problem === null ? [] : [`${id}: ${problem}`])),
    ...strays.map(({ problem }) => problem),
  ];
  const head = ['id', 'state', 'slot', 'origin', 'learner', 'trained to', 'log loss', 'market', 'files'];
  return [table([head, ...rows]), ...problems].join('\n');
}

const groupRow = ({ group, model, market }: GroupScores): readonly string[] => [
  group,
  String(model.n),
  figure(model.logLoss),
  figure(market?.logLoss),
  figure(model.rps),
  figure(model.brier),
  figure(model.ece),
  figure(model.accuracy),
];

const groupTable = (title: string, groups: readonly GroupScores[]): readonly string[] =>
  groups.length === 0
    ? []
    : [
        '',
        table([
          [title, 'n', 'log loss', 'market', 'rps', 'brier', 'ece', 'accuracy'],
          ...groups.map(groupRow),
        ]),
      ];

type Kind = Manifest['output']['kind'];
/** What is done with a model's output. */
export const KIND_TEXT: Readonly<Record<Kind, string>> = {
  probabilities: 'probabilities, used as they are',
  scores: 'scores, made probabilities by a softmax',
  number: 'a number, used as it is',
};

/** Everything about one model, for reading; `kind` is `null` where the manifest can't be read. */
export function modelFacts(model: ModelEntry, judgement: Judgement, kind: Kind | null): string {
  const facts: readonly (readonly [string, string])[] = [
    ['id', model.id],
    ['name', model.name],
    ['state', `${model.state} of ${model.slot}`],
    ['origin', `${model.origin}, ${model.learner}, calibration ${model.calibration}`],
    ['input', `${model.columns.length} columns${model.featureSet === null ? '' : ` of ${model.featureSet}`}`],
    ['output', `${model.outcomes.join(', ')}${kind === null ? '' : `: ${KIND_TEXT[kind]}`}`],
    ['trained', model.trainedFrom === null ? 'elsewhere' : `${model.trainedFrom} to ${model.trainedTo}`],
    ['rows', String(model.rows)],
    ['versions', String(model.versions)],
    ['onnx', `opset ${model.opset}, IR ${model.ir}, ${model.bytes} bytes`],
    ['sha256', model.sha256],
    ['made', day(model.createdAt)],
    ['problem', model.problem ?? 'none'],
    ...Object.entries(model.parameters).map(([name, value]) => [name, String(value)] as const),
  ];
  const { overall } = judgement;
  return [
    table(facts),
    ...(model.description === '' ? [] : ['', model.description]),
    ...groupTable('overall', overall ? [overall] : []),
    ...groupTable('season', judgement.bySeason),
    ...groupTable('competition', judgement.byCompetition),
    ...groupTable('odds', judgement.byOddsBand),
  ].join('\n');
}

export const historyTable = (changes: readonly StateChange[]): string =>
  changes.length === 0
    ? 'No changes yet.'
    : table([
        ['at', 'slot', 'model', 'from', 'to', 'by', 'action'],
        ...changes.map(({ at, slot, modelId, from, to, actor, action }) => [
          day(at),
          slot,
          modelId,
          from,
          to,
          actor,
          action,
        ]),
      ]);

const tensorText = ({ name, type, shape }: Inspection['inputs'][number]): string =>
  `${name} ${type} [${shape.map((dim) => dim ?? '?').join(', ')}]`;

/** What a file is, and what stands in its way. */
export function inspectionText(found: Inspection): string {
  const { suggestion } = found;
  const facts: readonly (readonly [string, string])[] = [
    ['file', found.file],
    ['bytes', String(found.bytes)],
    ['sha256', found.sha256],
    ['producer', found.producer || 'not told'],
    ['ir', String(found.ir)],
    ['opsets', found.opsets.map(({ domain, version }) => `${domain} ${version}`).join(', ')],
    ...found.inputs.map((tensor) => ['input', tensorText(tensor)] as const),
    ...found.outputs.map((tensor) => ['output', tensorText(tensor)] as const),
    ...(suggestion === null
      ? []
      : [
          [
            'suggestion',
            `${suggestion.input} (${suggestion.columns || '?'} columns) to ${suggestion.output} (${suggestion.classes || '?'} values a row: ${KIND_TEXT[suggestion.kind]})`,
          ] as const,
        ]),
  ];
  const problems = found.problems.map(
    ({ fatal, message }) => `${fatal ? "can't be served" : 'note'}: ${message}`,
  );
  return [table(facts), ...problems].join('\n');
}
