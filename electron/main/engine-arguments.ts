/**
 * What the user gave Electron on its command line, for the engine: `argv` without the executable and, unless packaged,
 * the application's folder. The engine takes what it knows and finds its own data folder unless told `--data`, as under
 * Node; `--user-data-dir` and other switches of Electron's stay Electron's.
 */
export const engineArguments = (argv: readonly string[], packaged: boolean): string[] =>
  argv.slice(packaged ? 1 : 2);
