import fc from 'fast-check';

/** Prices and sizes with the decimals that the stream has, and some that it should not. */
const price = fc.oneof(
  fc.integer({ min: 101, max: 100_000 }).map((cents) => cents / 100),
  fc.constantFrom(0, 1e-7, 1e21, 123456789012.34, 0.1 + 0.2, -1.5),
);
const size = fc.oneof(
  fc.constant(0),
  fc.integer({ min: 0, max: 10_000_000 }).map((cents) => cents / 100),
);
const level = fc.nat({ max: 9 });
const figure = fc.oneof(price, fc.constantFrom('NaN', 'Infinity', null));

const few = <Value>(value: fc.Arbitrary<Value>) => fc.array(value, { maxLength: 4 });
const byPrice = few(fc.tuple(price, size));
const byLevel = few(fc.tuple(level, price, size));

/** Few runners and handicaps, so that changes meet. */
const runner = fc.record(
  {
    id: fc.integer({ min: 1, max: 3 }),
    hc: fc.constantFrom(0, -0.5, 1.25, null),
    atb: byPrice,
    atl: byPrice,
    batb: byLevel,
    batl: byLevel,
    bdatb: byLevel,
    bdatl: byLevel,
    trd: byPrice,
    spb: byPrice,
    spl: byPrice,
    ltp: figure,
    tv: figure,
    spn: figure,
    spf: figure,
  },
  { requiredKeys: ['id'] },
);

const definition = fc.record({
  status: fc.constantFrom('OPEN', 'SUSPENDED', 'CLOSED'),
  runners: fc.uniqueArray(
    fc.record(
      {
        id: fc.integer({ min: 1, max: 4 }),
        hc: fc.constantFrom(0, -0.5),
        status: fc.constantFrom('ACTIVE', 'REMOVED'),
        sortPriority: fc.integer({ min: 1, max: 4 }),
      },
      { requiredKeys: ['id', 'status', 'sortPriority'] },
    ),
    { selector: ({ id, hc }) => `${id}/${hc ?? 0}`, maxLength: 4 },
  ),
});

const market = fc.record(
  {
    id: fc.constantFrom('1.1', '1.200806927'),
    img: fc.boolean(),
    con: fc.boolean(),
    tv: figure,
    marketDefinition: definition,
    rc: few(runner),
  },
  { requiredKeys: ['id'] },
);

const envelope = fc.record(
  {
    op: fc.constant('mcm'),
    id: fc.nat(),
    clk: fc.oneof(fc.base64String(), fc.string(), fc.constant(null)),
    pt: fc.nat({ max: 1e13 }),
    mc: few(market),
  },
  { requiredKeys: ['op', 'pt'] },
);

/** Market changes as lines of the stream, with everything the protocol has and numbers it should not have, with spaces after separators or without. */
export const marketChangeLines = fc
  .tuple(envelope, fc.boolean())
  .map(([message, spaced]) =>
    spaced ? JSON.stringify(message, null, 1).replace(/\n\s*/g, ' ') : JSON.stringify(message),
  );
