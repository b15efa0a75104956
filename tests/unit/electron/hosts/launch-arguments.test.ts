import { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import {
  launchOptions,
  parseLaunchArguments,
  withLaunchOptions,
} from '../../../../electron/hosts/launch-arguments.ts';
import { marketOf } from '../../../../electron/hosts/launch-engine.ts';

const marketFor = (...args: string[]) => {
  const parsed = parseLaunchArguments(args);
  if (!parsed.ok) throw new Error(parsed.message);
  return marketOf(parsed.options);
};

describe('launch arguments', () => {
  it('trade the practice market unless told otherwise', () => {
    expect(marketFor()).toEqual({ mode: 'practice', speed: 1 });
  });

  it('ask The Odds API for what the user names', () => {
    const args =
      '--source the-odds-api --sports soccer_epl,,basketball_nba --bookmakers pinnacle,betfair_ex_uk --markets h2h,totals --odds-format american';
    expect(marketFor(...args.split(' '))).toEqual({
      mode: 'paper',
      theOddsApi: {
        sports: ['soccer_epl', 'basketball_nba'],
        regions: ['uk', 'eu'],
        bookmakers: ['pinnacle', 'betfair_ex_uk'],
        markets: ['h2h', 'totals'],
        oddsFormat: 'american',
      },
    });
  });

  it('leave to the source what the user does not name', () => {
    expect(marketFor('--source', 'the-odds-api', '--regions', 'us')).toEqual({
      mode: 'paper',
      theOddsApi: { sports: ['soccer_epl'], regions: ['us'] },
    });
  });

  it.each([
    [['--markets', 'h2h,corners'], /one or more of h2h, h2h_lay, spreads, totals/],
    [['--markets', ' , '], /one or more of h2h/],
    [['--odds-format', 'fractional'], /decimal, american/],
  ])('refuse %j, saying what there is', (args, message) => {
    const command = withLaunchOptions(new Command())
      .exitOverride()
      .configureOutput({ writeErr: () => {} });
    expect(() => launchOptions(command.parse(args, { from: 'user' }).opts())).toThrow(message);
  });

  it('explain each option', () => {
    const help = withLaunchOptions(new Command()).helpInformation();
    for (const option of ['--bookmakers', '--markets', '--odds-format', '--regions', '--sports'])
      expect(help).toMatch(new RegExp(`${option} <\\w+>\\s+the-odds-api: `));
  });
});
