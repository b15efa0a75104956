/** The import rules of ARCHITECTURE.md, enforced. */
const only = (name, from, allowed, comment) => ({
  name,
  comment,
  severity: 'error',
  from: { path: from },
  to: { pathNot: allowed },
});
const forbid = (name, from, to, comment) => ({
  name,
  comment,
  severity: 'error',
  from: typeof from === 'string' ? { path: from } : from,
  to: typeof to === 'string' ? { path: to } : to,
});

module.exports = {
  forbidden: [
    forbid(
      'no-cycles',
      {},
      { circular: true },
      'Modules that import each other cannot be read one at a time.',
    ),
    forbid('no-unresolvable', {}, { couldNotResolve: true }, 'Every import resolves.'),
    only(
      'domain-imports-nothing',
      '^shared/domain/',
      '^shared/domain/',
      'Pure values and maths: no I/O, no dependencies.',
    ),
    only(
      'contract-imports-domain-and-zod',
      '^shared/contract/',
      '^(shared/(domain|contract)/|node_modules/zod/)',
      '',
    ),
    only('rpc-imports-contract', '^shared/rpc/', '^(shared/(rpc|contract)/|node_modules/zod/)', ''),
    forbid(
      'engine-is-plain-node',
      '^electron/engine/',
      '^(electron/(main|preload|hosts)/|renderer/|node_modules/electron/)',
      '',
    ),
    only(
      'ports-are-interfaces',
      '^electron/engine/ports/',
      '^(electron/engine/ports/|shared/)',
      'Interfaces only.',
    ),
    ...['feeds', 'book', 'pricing', 'inference', 'judgement', 'orders', 'storage'].map((room) =>
      forbid(
        `engine-${room}-stands-alone`,
        `^electron/engine/${room}/`,
        { path: '^electron/engine/', pathNot: `^electron/engine/(ports|${room})/` },
        'Rooms of the engine meet only in services/ and composition/.',
      ),
    ),
    forbid(
      'training-stands-on-inference-and-judgement',
      '^electron/engine/training/',
      {
        path: '^electron/engine/',
        pathNot: '^electron/engine/(ports|training|inference|judgement)/',
      },
      'Training makes models of features and judges them; matches come through a port.',
    ),
    forbid(
      'one-composition-root',
      { path: '^electron/engine/services/' },
      '^electron/engine/((create|compose)-engine|composition/)',
      'Services are given what they need; only the root and its rooms know who is there.',
    ),
    forbid(
      'hosts-import-engine-and-shared',
      '^electron/hosts/',
      '^(electron/(main|preload)/|renderer/|node_modules/electron/)',
      '',
    ),
    forbid(
      'main-never-imports-the-engine',
      '^electron/(main|preload)/',
      '^(electron/(engine|hosts)/|renderer/)',
      '',
    ),
    forbid('renderer-imports-shared-only', '^renderer/', '^electron/', ''),
    forbid(
      'renderer-has-no-node',
      '^renderer/',
      { dependencyTypes: ['core'] },
      'The renderer is sandboxed: no Node built-ins.',
    ),
    forbid(
      'features-stand-alone',
      { path: '^renderer/features/([^/]+)/' },
      { path: '^renderer/features/', pathNot: '^renderer/features/$1/' },
      'Panes are linked through stores, never by import.',
    ),
    forbid(
      'features-never-import-app',
      '^renderer/features/',
      '^renderer/app/',
      'The app puts the panes together; what panes need of it is in stores/ and ui/.',
    ),
    forbid(
      'renderer-foundations-import-no-panes',
      '^renderer/(stores|ui|transport|grid|charts)/',
      '^renderer/(features|app)/',
      'What every pane stands on knows no pane.',
    ),
    forbid(
      'only-main-and-preload-import-electron',
      { path: '^(shared|renderer|electron)/', pathNot: '^electron/(main|preload)/' },
      '^(node_modules/electron/|electron$)',
      'Everything else runs without Electron: in a browser, under plain Node, in tests.',
    ),
    forbid(
      'only-grid-imports-ag-grid',
      { path: '^renderer/', pathNot: '^renderer/grid/' },
      '^node_modules/ag-grid',
      '',
    ),
    forbid(
      'only-charts-imports-lightweight-charts',
      { path: '^renderer/', pathNot: '^renderer/charts/' },
      '^node_modules/lightweight-charts/',
      '',
    ),
    forbid(
      'only-charts-imports-uplot',
      { path: '^renderer/', pathNot: '^renderer/charts/' },
      '^node_modules/uplot/',
      '',
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'types', 'default'] },
  },
};
