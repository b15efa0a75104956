import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { MessageChannel } from 'node:worker_threads';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Launched, launchEngine } from '../../electron/hosts/launch-engine.ts';
import type { contract } from '../../shared/contract/index.ts';
import { type ServerFrame, serverFrame } from '../../shared/rpc/frames.ts';
import { messagePortTransport } from '../../shared/rpc/message-port-transport.ts';
import type { Transport } from '../../shared/rpc/types.ts';
import { temporaryFolder } from '../support/serve.ts';

const folder = temporaryFolder();
const data = join(folder.path, 'data');
const place = (name: string) => join(folder.path, name);
const LONE_SURROGATE = 'a\ud800b';
const NUL = 'a\0b';
const LONG_NAME = 'n'.repeat(300);
/** Texts that are no name of anything. */
const TEXTS: readonly (readonly [what: string, text: string])[] = [
  ['half a character', LONE_SURROGATE],
  ['a NUL', NUL],
  ['300 characters', LONG_NAME],
  ['a million characters', 'm'.repeat(1_000_000)],
  ['a name of every object', '__proto__'],
  ['nothing', ''],
];
const hasPipes = process.platform !== 'win32';
/** Paths that are no file. */
const PATHS: readonly (readonly [what: string, path: string])[] = [
  ...TEXTS.filter(([what]) => what !== 'a name of every object').map(
    ([what, text]) => [what, place(text)] as const,
  ),
  ['a folder', place('folder')],
  ['a path through a file', place('file/within')],
  ['a path of 5000 characters', `/${'d/'.repeat(2_500)}`],
  ...(hasPipes
    ? ([
        ['a pipe', place('pipe')],
        ['a device without end', '/dev/zero'],
        ['the null device', '/dev/null'],
      ] as const)
    : []),
];

type Row = readonly [operation: keyof typeof contract, input: (text: string) => unknown];
const draft = (changes: object) => ({
  id: 'the-odds-api',
  enabled: false,
  values: { sports: ['soccer_epl'] },
  maximumAgeMs: null,
  secrets: {},
  ...changes,
});
const entry = (changes: object) => ({
  eventId: 'none',
  status: 'ended',
  score: { home: 1, away: 0 },
  halfTime: null,
  note: '',
  ...changes,
});
/** Every operation of sources, recordings, results, matching and history that takes a text. */
const OF_TEXTS: readonly Row[] = [
  ['sources.retry', (id) => ({ id })],
  ['sources.remove', (id) => ({ id, forget: true })],
  ['sources.save', (id) => draft({ id })],
  ['sources.save', (text) => draft({ values: { [text]: 'x' } })],
  ['sources.save', (text) => draft({ values: { sports: [text] } })],
  ['sources.save', (text) => draft({ values: { sports: ['soccer_epl'], baseUrl: text } })],
  ['sources.save', (text) => draft({ id: 'betfair', values: { competitions: [text] } })],
  ['sources.save', (text) => draft({ secrets: { [text]: 'x' } })],
  ['sources.save', (text) => draft({ secrets: { 'the-odds-api': text } })],
  ['sources.test', (text) => draft({ values: { sports: [text], baseUrl: 'http://127.0.0.1:9' } })],
  [
    'sources.test',
    (text) => draft({ values: { baseUrl: 'http://127.0.0.1:9' }, secrets: { 'the-odds-api': text } }),
  ],
  ['recordings.remove', (id) => ({ id })],
  ['recordings.remove', (id) => ({ id: `${id}.overround` })],
  ['results.preview', (eventId) => entry({ eventId })],
  ['results.enter', (eventId) => entry({ eventId })],
  ['results.enter', (note) => entry({ note })],
  ['results.revisions', (eventId) => ({ eventId })],
  ['matching.accept', (id) => ({ id, candidate: 'none' })],
  ['matching.accept', (candidate) => ({ id: 'none', candidate })],
  ['matching.reject', (id) => ({ id, candidate: id })],
  ['matching.candidates', (id) => ({ id, limit: 5 })],
  ['matching.forget', (name) => ({ sport: 'soccer', name })],
  ['matching.forget', (sport) => ({ sport, name: 'none' })],
  ['history.events', (text) => ({ text, limit: 5 })],
  ['history.asOf', (eventId) => ({ eventId, known: 1, said: null })],
  ['history.lines', (eventId) => ({ eventId })],
  ['workspace.get', (key) => ({ key })],
];
const OF_PATHS: readonly Row[] = [
  ['market.open', (file) => ({ kind: 'replay', file })],
  ['import.matches', (file) => ({ format: 'auto', files: [file] })],
  ['import.matches', (file) => ({ format: 'tennis-data', files: [file] })],
  ['history.export', (file) => ({ eventId: null, from: 0, to: 1, format: 'csv', file })],
  ['history.export', (file) => ({ eventId: null, from: 0, to: 1, format: 'parquet', file })],
  ['models.inspect', (file) => ({ file })],
];

type Answer = Extract<ServerFrame, { kind: 'done' | 'fail' }> & { readonly items: readonly unknown[] };
let launched: Launched & { ok: true };
let transport: Transport;
let id = 0;
const waiting = new Map<number, { items: unknown[]; resolve: (answer: Answer) => void }>();

const call = (operation: string, input: unknown): Promise<Answer> =>
  new Promise((resolve) => {
    id += 1;
    waiting.set(id, { items: [], resolve });
    transport.send({ kind: 'open', id, operation, input, credit: 1_000 });
  });

async function start(source: 'practice' | 'real') {
  const options = { data, source, speed: 1, sports: [], regions: [] };
  const started = await launchEngine(options);
  if (!started.ok) throw new Error(started.message);
  launched = started;
  const { port1, port2 } = new MessageChannel();
  transport = messagePortTransport(port1);
  launched.accept(messagePortTransport(port2));
  transport.onFrame((raw) => {
    const frame = serverFrame.parse(raw);
    if (frame.kind === 'hello') return;
    const open = waiting.get(frame.id);
    if (frame.kind === 'items') open?.items.push(...frame.items);
    else open?.resolve({ ...frame, items: open.items });
  });
}
const stop = async () => {
  transport.close();
  await launched.stop();
};

beforeAll(() => {
  mkdirSync(place('folder'), { recursive: true });
  writeFileSync(place('file'), 'x');
  if (hasPipes) execFileSync('mkfifo', [place('pipe')]);
});
afterAll(() => folder.remove());

/** Refused by a closed code, or done; never a failure of the engine, and never without a word. */
function expectTold(answer: Answer, operation: string) {
  if (answer.kind === 'done') return;
  const { code, message } = answer.error;
  expect(code, `${operation}: ${message.slice(0, 500)}`).not.toBe('internal');
  expect(message.length).toBeGreaterThan(10);
  expect(message.length, 'a message that repeats what was given whole').toBeLessThan(10_000);
  expect(message, 'a message of the system').not.toMatch(/E[A-Z]{4,}|syscall|ERR_|must be a string/);
}

describe.each(['practice', 'real'] as const)('hostile input to the %s market', (source) => {
  beforeAll(() => start(source));
  afterAll(stop);
  afterEach(() => waiting.clear());

  describe.each(OF_TEXTS.map(([operation, input], index) => [operation, index, input] as const))(
    '%s (%i)',
    (operation, _index, input) => {
      it.each(TEXTS)('%s', async (_what, text) => {
        expectTold(await call(operation, input(text)), operation);
      });
    },
  );

  describe.each(OF_PATHS.map(([operation, input], index) => [operation, index, input] as const))(
    '%s (%i)',
    (operation, _index, input) => {
      it.each(PATHS)('%s', async (_what, path) => {
        const answer = await call(operation, input(path));
        expectTold(answer, operation);
        const told = JSON.stringify(answer.items);
        expect(
          answer.kind === 'fail' || operation === 'import.matches',
          'a file that is none was taken',
        ).toBe(true);
        expect(told).not.toMatch(/\bE[A-Z]{4,}\b|syscall|ERR_/);
      });
    },
  );
});
