import { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import {
  launchOptions,
  parseLaunchArguments,
  withLaunchOptions,
} from '../../../../electron/hosts/launch-arguments.ts';
import { marketFor as marketChosen, marketOf } from '../../../../electron/hosts/launch-market.ts';

const marketFor = (...args: string[]) => {
  const parsed = parseLaunchArguments(args);
  if (!parsed.ok) throw new Error(parsed.message);
  return marketOf(parsed.options, () => 'practice');
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
      given: [
        {
          id: 'the-odds-api',
          enabled: true,
          maximumAgeMs: null,
          values: {
            sports: ['soccer_epl', 'basketball_nba'],
            regions: ['uk', 'eu'],
            bookmakers: ['pinnacle', 'betfair_ex_uk'],
            markets: ['h2h', 'totals'],
            oddsFormat: 'american',
          },
        },
      ],
    });
  });

  it('leave to the source what the user does not name', () => {
    expect(marketFor('--source', 'the-odds-api', '--regions', 'us')).toMatchObject({
      mode: 'paper',
      given: [{ values: { sports: ['soccer_epl'], regions: ['us'] } }],
    });
  });

  it('open the market of the last time where none is named', () => {
    const parsed = parseLaunchArguments([]);
    if (!parsed.ok) throw new Error(parsed.message);
    expect(marketOf(parsed.options, () => 'real')).toEqual({ mode: 'paper', given: [] });
    expect(marketFor('--source', 'real')).toEqual({ mode: 'paper', given: [] });
  });

  it('play a file again, at its own speed, and not beside a source', () => {
    expect(marketFor('--replay', '/data/epl.ovr', '--speed', '0.5')).toEqual({
      mode: 'replay',
      file: '/data/epl.ovr',
      speed: 0.5,
    });
    expect(parseLaunchArguments(['--replay', 'x', '--source', 'real'])).toMatchObject({ ok: false });
  });

  it('hold for every market opened afterwards; a recording is found by its name', () => {
    const parsed = parseLaunchArguments(['--source', 'the-odds-api', '--sports', 'soccer_epl']);
    if (!parsed.ok) throw new Error(parsed.message);
    const open = (choice: Parameters<typeof marketChosen>[0]) =>
      marketChosen(choice, parsed.options, '/data/paper/recordings');
    expect(open({ kind: 'practice' })).toEqual({ mode: 'practice', speed: 1 });
    expect(open({ kind: 'real' })).toMatchObject({ given: [{ id: 'the-odds-api' }] });
    expect(open({ kind: 'replay', file: 'a.ovr' })).toMatchObject({ file: '/data/paper/recordings/a.ovr' });
    expect(open({ kind: 'replay', file: '/b.gz' })).toMatchObject({ file: '/b.gz' });
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
