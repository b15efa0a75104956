import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createNodeLog } from '../../../../../electron/hosts/node-ports/log.ts';
import { createLogFile } from '../../../../../electron/hosts/node-ports/log-file.ts';
import type { EpochMs } from '../../../../../shared/domain/units.ts';

const clock = { now: () => 1_700_000_000_000 as EpochMs };

describe('node log', () => {
  const write = (act: (log: ReturnType<typeof createNodeLog>) => void, level?: 'debug') => {
    const lines: string[] = [];
    const sink = { write: (line: string) => void lines.push(line) };
    act(createNodeLog({ clock, sink, ...(level ? { level } : {}) }));
    return lines;
  };

  it('writes one JSON object a line', () => {
    const [line] = write((log) => log.warn('a source failed', { source: 'sim', attempts: 3, last: null }));
    expect(line?.endsWith('\n')).toBe(true);
    expect(JSON.parse(line ?? '')).toEqual({
      level: 'warn',
      time: 1_700_000_000_000,
      message: 'a source failed',
      source: 'sim',
      attempts: 3,
      last: null,
    });
  });

  it('leaves out what is below its level', () => {
    expect(write((log) => log.debug('detail'))).toEqual([]);
    expect(write((log) => log.debug('detail'), 'debug')).toHaveLength(1);
  });

  it.each(['key', 'apiKey', 'X-API-KEY', 'accessToken', 'client_secret', 'Password'])(
    'hides the field %s',
    (name) => {
      const [line] = write((log) => log.info('asked', { [name]: 's3cr3t' }));
      expect(line).not.toContain('s3cr3t');
      expect(line).toContain('[redacted]');
    },
  );

  it.each([
    'https://api.the-odds-api.com/v4/sports?apiKey=s3cr3t&regions=uk',
    'GET /v4?regions=uk&api_key=s3cr3t',
    'http://127.0.0.1:4000/#token=s3cr3t',
    'redirected to /login?next=%2Fv4%3FapiKey%3Ds3cr3t',
    '{"apiKey":"s3cr3t"}',
    "{ 'password' : 's3cr3t' }",
    'Authorization: Bearer s3cr3t-s3cr3t',
    'overround.v1, token.s3cr3t_s3cr3t',
  ])('hides the secret in %s, as message and as field', (text) => {
    const lines = write((log) => {
      log.error(text);
      log.error('failed', { error: text });
    });
    expect(lines.join('')).not.toContain('s3cr3t');
  });

  it('keeps the rest of such a text', () => {
    const [line] = write((log) => log.info('GET /v4?apiKey=abc&regions=uk'));
    expect(JSON.parse(line ?? '').message).toBe('GET /v4?apiKey=[redacted]&regions=uk');
  });
});

describe('log file', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'overround-log-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const open = (lost: string[] = []) =>
    createLogFile(join(folder, 'a.log'), {
      maximumBytes: 20,
      keep: 2,
      fallback: { write: (line) => void lost.push(line) },
    });

  it('moves on before it grows past its size and keeps so many older files', () => {
    const file = open();
    for (let line = 1; line <= 9; line += 1) file.write(`line ${line}..\n`);
    file.close();
    const content = (name: string) => readFileSync(join(folder, name), 'utf8');
    expect(readdirSync(folder).sort()).toEqual(['a.log', 'a.log.1', 'a.log.2']);
    expect(content('a.log')).toBe('line 9..\n');
    expect(content('a.log.1')).toBe('line 7..\nline 8..\n');
    expect(content('a.log.2')).toBe('line 5..\nline 6..\n');
    if (process.platform !== 'win32') expect(statSync(join(folder, 'a.log')).mode & 0o777).toBe(0o600);
  });

  it('goes on where the last run stopped', () => {
    const first = open();
    first.write('0123456789\n');
    first.close();
    const second = open();
    second.write('0123456789\n');
    second.close();
    expect(readdirSync(folder).sort()).toEqual(['a.log', 'a.log.1']);
  });

  it('hands on what it cannot write', () => {
    const lost: string[] = [];
    mkdirSync(join(folder, 'a.log'));
    open(lost).write('line\n');
    expect(lost).toEqual(['line\n']);
  });
});
