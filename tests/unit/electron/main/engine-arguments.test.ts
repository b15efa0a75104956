import { expect, it } from 'vitest';
import { parseLaunchArguments } from '../../../../electron/hosts/launch-arguments.ts';
import { engineArguments } from '../../../../electron/main/engine-arguments.ts';

it("leaves the data folder to the engine, wherever Electron's own state lies", () => {
  const given = engineArguments(['electron', '/app', '--user-data-dir=/tmp/state', '--no-sandbox'], false);
  const parsed = parseLaunchArguments(given);
  expect(parsed.ok && parsed.options).toMatchObject({ speed: 1 });
  expect(parsed.ok && parsed.options).not.toHaveProperty('data');
});

it.each([
  [['electron', '/app', '--data', '/mine', '--speed', '60'], false],
  [['/opt/Overround', '--data', '/mine', '--speed', '60'], true],
] as const)('passes %j on', (argv, packaged) => {
  expect(parseLaunchArguments(engineArguments(argv, packaged))).toMatchObject({
    ok: true,
    options: { data: '/mine', speed: 60 },
  });
});

it('answers with what is wrong with an argument instead of ending the process', () => {
  const parsed = parseLaunchArguments(engineArguments(['electron', '/app', '--speed', 'fast'], false));
  expect(parsed).toEqual({ ok: false, message: expect.stringMatching(/--speed.*number from 0\.1 to 1000/) });
});
