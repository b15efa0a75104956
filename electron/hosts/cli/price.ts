import { Command, Option } from 'commander';
import { MARGIN_METHOD_NAMES, type MarginMethod } from '../../../shared/domain/margin.ts';
import { DEFAULT_SETTINGS } from '../../engine/services/settings.ts';
import { fail, writeJson, writeLine } from './output.ts';
import { priceOddsApi } from './price-odds-api.ts';
import { priceReportText } from './price-odds-api-text.ts';
import { readTextFile } from './read-file.ts';

type PriceFlags = { readonly method: MarginMethod; readonly json?: boolean };

/** `overround price odds-api FILE`: what a recorded payload says, without an engine. */
export const priceCommand = (): Command =>
  new Command('price').description('Prices recorded payloads.').addCommand(
    new Command('odds-api')
      .description(
        "Margins, no-margin probabilities, the engine's weighted consensus, best prices and arbitrages of The Odds API's /odds answers.",
      )
      .argument('<file>', 'a recorded /odds answer: a list of events, one event, or a historical envelope')
      .addOption(
        new Option('--method <name>', 'margin removal')
          .choices([...MARGIN_METHOD_NAMES])
          .default(DEFAULT_SETTINGS.marginMethod),
      )
      .option('--data <dir>', 'accepted for symmetry: pricing a file touches no data')
      .option('--json', 'prints the report as one line of JSON')
      .action((file: string, flags: PriceFlags) => {
        const json = flags.json === true;
        const read = readTextFile(file);
        if (!read.ok) return fail(read, json);
        const priced = priceOddsApi(read.text, { method: flags.method });
        if (!priced.ok) return fail({ code: priced.code, message: `${file}: ${priced.message}` }, json);
        if (json) writeJson(priced.report);
        else writeLine(priceReportText(priced.report));
      }),
  );
