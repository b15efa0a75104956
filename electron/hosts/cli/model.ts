import { resolve } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import { MODEL_STATES, MODEL_TARGETS, type ModelState } from '../../../shared/domain/model.ts';
import { importModel, inspectModel } from '../../engine/services/models/import-model.ts';
import { whyNotLive } from '../../engine/services/models/model-entry.ts';
import type { OpenedModels } from '../../engine/services/models/open-models.ts';
import { createNodeClock } from '../node-ports/clock.ts';
import { type ImportFlags, importRequest } from './model-import.ts';
import { type ModelFlags, refusal, withRegistry } from './model-registry.ts';
import { historyTable, inspectionText, KIND_TEXT, modelFacts, modelTable } from './model-text.ts';

const list = (flags: ModelFlags) =>
  withRegistry(flags, async ({ models }) => {
    const entries = models.entries();
    const strays = models.strays();
    return { json: { models: entries, refused: strays }, text: modelTable(entries, strays) };
  });

const show = (id: string, flags: ModelFlags) =>
  withRegistry(flags, async ({ models }) => {
    const model = models.entry(id);
    const judgement = models.judgement(id);
    const kind = models.manifest(id)?.output.kind ?? null;
    return { json: { model, judgement, kind }, text: modelFacts(model, judgement, kind) };
  });

const setState = (id: string, flags: ModelFlags & { readonly to: ModelState }) =>
  withRegistry(flags, async ({ models }) => {
    const model = await models.setState(id, flags.to, 'user');
    return { json: { model }, text: `${id} is now ${model.state} of ${model.slot}.` };
  });

/** The only slot with a champion, where none is named. */
function onlySlot({ models }: OpenedModels): string {
  const slots = [...new Set(models.history(1000).map(({ slot }) => slot))];
  const [only] = slots;
  if (only !== undefined && slots.length === 1) return only;
  throw refusal(
    only === undefined
      ? 'No model has ever been promoted: there is nothing to roll back.'
      : `Say which slot to roll back: ${slots.sort().join(', ')}.`,
  );
}

const rollback = (slot: string | undefined, flags: ModelFlags) =>
  withRegistry(flags, async (registry) => {
    const chosen = slot ?? onlySlot(registry);
    const before = registry.models
      .entries()
      .find((each) => each.slot === chosen && each.state === 'champion');
    const model = await registry.models.rollback(chosen, 'user');
    const retired = before === undefined ? '' : `, and ${before.id} is retired`;
    return { json: { model }, text: `${model.id} is champion of ${model.slot} again${retired}.` };
  });

const history = (flags: ModelFlags & { readonly limit: number }) =>
  withRegistry(flags, async ({ models }) => {
    const changes = models.history(flags.limit);
    return { json: { changes }, text: historyTable(changes) };
  });

const remove = (id: string, flags: ModelFlags) =>
  withRegistry(flags, async ({ models }) => {
    await models.remove(id);
    return { json: { removed: id }, text: `${id} was removed.` };
  });

const importFile = (named: string, flags: ModelFlags & ImportFlags & { readonly inspect?: boolean }) =>
  withRegistry(flags, async ({ models, files, onnx }) => {
    const file = resolve(named);
    const found = await inspectModel({ files, ...onnx }, file);
    if (flags.inspect) return { json: { inspection: found }, text: inspectionText(found) };
    const fatal = found.problems.find((problem) => problem.fatal);
    if (fatal) throw refusal(`${named} can't be served. ${fatal.message}`);
    const request = importRequest(file, flags, found);
    const model = await importModel({ files, ...onnx, models, wall: createNodeClock() }, request);
    const notes = found.problems.map(({ message }) => `\nnote: ${message}`).join('');
    const manifest = models.manifest(model.id);
    const next = (manifest && whyNotLive(manifest)) ?? `Promote it with: overround model promote ${model.id}`;
    return {
      json: { model, kind: request.kind },
      text: `${model.id} was imported as a draft of ${model.slot}. Its output is taken for ${KIND_TEXT[request.kind]}${flags.kind === undefined ? '; if that is wrong, remove it and import it with --kind' : ''}. ${next}${notes}`,
    };
  });

const names = (text: string): readonly string[] => {
  const parts = text.split(',').map((part) => part.trim());
  if (parts.some((part) => part === ''))
    throw new InvalidArgumentError('Name each, with commas between them.');
  return parts;
};

function limit(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > 1000)
    throw new InvalidArgumentError('Give a whole number from 1 to 1000.');
  return value;
}

const withData = (command: Command, json: string): Command =>
  command
    .option('--data <dir>', "the data folder (default: this user's)")
    .option('--json', `last line: ${json}`);

const importCommand = (): Command =>
  withData(new Command('import'), '{"model","kind"}')
    .description(
      'Copies an ONNX model made elsewhere into your models, as a draft, once its golden vector is met.',
    )
    .argument('<file>', 'an ONNX file')
    .option('--inspect', 'only tells what the file is and what stands in its way; changes nothing')
    .option('--id <id>', 'lower-case letters, digits and hyphens (default: of the file name)')
    .option('--name <name>', 'for people (default: the id)')
    .option('--description <text>', 'what it is and where it comes from')
    .option('--sport <sport>', 'what it is about (default: of the feature set, or football)')
    .addOption(
      new Option('--target <target>', 'what it says something about (default: by its outputs)').choices(
        MODEL_TARGETS,
      ),
    )
    .option('--input <name>', "the input tensor (default: the model's)")
    .option('--output <name>', 'the output tensor (default: the one that looks like probabilities)')
    .addOption(
      new Option('--kind <kind>', 'what the output is; scores get a softmax (default: by the model)').choices(
        ['probabilities', 'scores', 'number'],
      ),
    )
    .option('--columns <names>', "a name for each input column, in the model's order, with commas", names)
    .option('--feature-set <id>', 'fill the columns with these features (default: from a CSV of numbers)')
    .option(
      '--outcomes <names>',
      "the outcome of each output column, in the model's order, with commas",
      names,
    )
    .option('--golden <json>', 'a file {"input":[...],"output":[...]} that the model must reproduce')
    .action(importFile);

/** `overround model ...`: the registry from the command line, beside a running engine if there is one. */
export const modelCommand = (): Command =>
  new Command('model')
    .description('Lists, imports, promotes and rolls back models.')
    .addCommand(
      withData(new Command('list'), '{"models":[...],"refused":[{"place","problem"}]}')
        .description('All models: shipped, trained and imported, with their states.')
        .action(list),
    )
    .addCommand(
      withData(new Command('show'), '{"model","judgement","kind"}')
        .description('Everything about one model.')
        .argument('<id>')
        .action(show),
    )
    .addCommand(importCommand())
    .addCommand(
      withData(new Command('promote'), '{"model"}')
        .description('Makes a model the champion of its slot; the one before it is retired.')
        .argument('<id>')
        .addOption(
          new Option('--to <state>', 'another state instead').choices(MODEL_STATES).default('champion'),
        )
        .action(setState),
    )
    .addCommand(
      withData(new Command('rollback'), '{"model"}')
        .description('Makes the champion before the present one champion again.')
        .argument('[slot]', 'such as football/match-odds (default: the only one there is)')
        .action(rollback),
    )
    .addCommand(
      withData(new Command('history'), '{"changes":[...]}')
        .description('What was promoted, retired and rolled back, newest first.')
        .option('--limit <n>', 'at most so many', limit, 100)
        .action(history),
    )
    .addCommand(
      withData(new Command('remove'), '{"removed"}')
        .description('Deletes a model of your own that is not in use.')
        .argument('<id>')
        .action(remove),
    );
