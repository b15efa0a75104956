import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createNodeSecrets } from '../../../../../electron/hosts/node-ports/secrets.ts';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'overround-secrets-'));
  file = join(folder, 'secrets.json');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const write = (text: string, mode = 0o600) => {
  writeFileSync(file, text);
  chmodSync(file, mode);
};
const open = (environment: Readonly<Record<string, string>> = {}) =>
  createNodeSecrets({ file, environment, platform: 'linux' });
const get = (name: string, environment?: Readonly<Record<string, string>>) => {
  const result = open(environment);
  if (!result.ok) throw new Error(result.message);
  return result.secrets.get(name);
};

describe('node secrets', () => {
  it('has none without a file or a variable', () => {
    expect(get('the-odds-api')).toBeUndefined();
  });

  it('reads the file, and the environment before it', () => {
    write('{"the-odds-api":"from-file\\n"}');
    expect(get('the-odds-api')).toBe('from-file');
    expect(get('the-odds-api', { OVERROUND_THE_ODDS_API: ' from-environment ' })).toBe('from-environment');
    expect(get('the-odds-api', { OVERROUND_THE_ODDS_API: '  ' })).toBe('from-file');
    expect(get('__proto__')).toBeUndefined();
  });

  it.skipIf(process.platform === 'win32').each([0o644, 0o640, 0o604, 0o660, 0o700])(
    'refuses a file of mode %o and says how to mend it',
    (mode) => {
      write('{"the-odds-api":"s3cr3t"}', mode);
      const result = open();
      expect(result).toMatchObject({ ok: false, code: 'exposed' });
      if (!result.ok) expect(result.message).toContain('chmod 600');
    },
  );

  it('does not ask for POSIX modes on Windows', () => {
    write('{"a":"b"}', 0o644);
    expect(createNodeSecrets({ file, environment: {}, platform: 'win32' })).toMatchObject({ ok: true });
  });

  it.each(['{"the-odds-api": s3cr3t}', '["s3cr3t"]', '{"a":{"s3cr3t":1}}', ''])(
    'refuses %s without repeating it',
    (text) => {
      write(text);
      const result = open();
      expect(result).toMatchObject({ ok: false, code: 'malformed' });
      expect(JSON.stringify(result)).not.toContain('s3cr3t');
    },
  );

  it('tells of a file that cannot be read', () => {
    mkdirSync(file, { mode: 0o600 });
    expect(open()).toMatchObject({ ok: false, code: 'unreadable' });
  });

  it('accepts a file that not even its owner can change', () => {
    write('{"the-odds-api":"from-file"}', 0o400);
    expect(get('the-odds-api')).toBe('from-file');
  });
});

describe('node secrets while the engine runs', () => {
  const opened = (environment: Readonly<Record<string, string>> = {}) => {
    const result = open(environment);
    if (!result.ok) throw new Error(result.message);
    return result.secrets;
  };

  it('reads a file that is written, changed or removed later', () => {
    const secrets = opened();
    expect(secrets.get('the-odds-api')).toBeUndefined();
    write('{"the-odds-api":"first"}');
    expect(secrets.get('the-odds-api')).toBe('first');
    write('{"the-odds-api":"second key"}');
    expect(secrets.get('the-odds-api')).toBe('second key');
    rmSync(file);
    expect(secrets.get('the-odds-api')).toBeUndefined();
    expect(secrets.problem?.()).toBeNull();
  });

  it.skipIf(process.platform === 'win32')('refuses one that was opened to others since, and says so', () => {
    write('{"the-odds-api":"s3cr3t"}');
    const secrets = opened();
    chmodSync(file, 0o644);
    expect(secrets.get('the-odds-api')).toBeUndefined();
    expect(secrets.problem?.()).toContain('chmod 600');
    chmodSync(file, 0o600);
    expect([secrets.get('the-odds-api'), secrets.problem?.()]).toEqual(['s3cr3t', null]);
  });

  it('refuses one that was damaged since, without repeating it', () => {
    write('{"the-odds-api":"s3cr3t"}');
    const secrets = opened();
    write('{"the-odds-api":s3cr3t');
    expect(secrets.get('the-odds-api')).toBeUndefined();
    expect(secrets.problem?.()).toMatch(/not a JSON object/);
    expect(secrets.problem?.()).not.toContain('s3cr3t');
  });
  it.skipIf(process.platform === 'win32')('saves a key for this user alone and reads it back', () => {
    const secrets = opened();
    expect(secrets.save('betfair-password', ' pass word\n')).toEqual({ ok: true });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(secrets.get('betfair-password')).toBe('pass word');
    expect(opened().place('betfair-password')).toBe('stored');
    expect(readdirSync(folder)).toEqual(['secrets.json']);
  });

  it('keeps the other keys when one is saved or removed', () => {
    write('{"the-odds-api":"a","kalshi-key":"b"}');
    const secrets = opened();
    secrets.save('betfair-app-key', 'c');
    secrets.remove('the-odds-api');
    expect(['the-odds-api', 'kalshi-key', 'betfair-app-key'].map(secrets.place)).toEqual([
      'missing',
      'stored',
      'stored',
    ]);
    expect(secrets.remove('never-there')).toEqual({ ok: true });
  });

  it('says when the environment gives a key, which then wins over a stored one', () => {
    const secrets = opened({ OVERROUND_THE_ODDS_API: 'e' });
    secrets.save('the-odds-api', 'stored');
    expect(secrets.place('the-odds-api')).toBe('environment');
    expect(secrets.get('the-odds-api')).toBe('e');
  });

  it('does not write over a file it cannot read', () => {
    const secrets = opened();
    write('{"the-odds-api":');
    expect(secrets.save('betfair-app-key', 'c')).toMatchObject({ ok: false });
    expect(readFileSync(file, 'utf8')).toBe('{"the-odds-api":');
  });

  it.skipIf(process.getuid?.() === 0)('says what to do where it cannot write, without the key', () => {
    const secrets = opened();
    chmodSync(folder, 0o500);
    const saved = secrets.save('betfair-app-key', 's3cr3t');
    chmodSync(folder, 0o700);
    expect(saved).toMatchObject({ ok: false });
    expect(JSON.stringify(saved)).not.toContain('s3cr3t');
  });
});
