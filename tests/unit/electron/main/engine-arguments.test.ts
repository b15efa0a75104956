import { expect, it } from 'vitest';
import { parseLaunchArguments } from '../../../../electron/hosts/launch-arguments.ts';
import { engineArguments } from '../../../../electron/main/engine-arguments.ts';

it("leaves the data folder to the engine, wherever Electron's own state lies", () => {
  const given = engineArguments(['electron', '/app', '--user-data-dir=/tmp/state', '--no-sandbox'], false);
  expect(parseLaunchArguments(given).data).toBeUndefined();
});

it.each([
  [['electron', '/app', '--data', '/mine', '--speed', '60'], false],
  [['/opt/Overround', '--data', '/mine', '--speed', '60'], true],
] as const)('passes %j on', (argv, packaged) => {
  expect(parseLaunchArguments(engineArguments(argv, packaged))).toMatchObject({ data: '/mine', speed: 60 });
});
