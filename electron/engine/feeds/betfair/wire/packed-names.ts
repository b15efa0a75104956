import type { LadderKind } from './messages.ts';

/** A field name of up to four letters as one number; a fifth letter pushes the first out, hence `length`. */
const packed = (name: string): number =>
  [...name].reduce((key, letter) => (key << 8) | letter.charCodeAt(0) | 0, 0);

export const OP = packed('op');
export const ID = packed('id');
export const CLK = packed('clk');
export const PT = packed('pt');
export const MC = packed('mc');
export const RC = packed('rc');
export const CON = packed('con');
export const IMG = packed('img');
export const HC = packed('hc');
export const TV = packed('tv');
export const LTP = packed('ltp');
export const SPN = packed('spn');
export const SPF = packed('spf');
const ATB = packed('atb');
const ATL = packed('atl');
const TRD = packed('trd');
const SPB = packed('spb');
const SPL = packed('spl');
const BATB = packed('batb');
const BATL = packed('batl');
const BDATB = packed('bdatb');
const BDATL = packed('bdatl');

/** The ladder a packed name means; `undefined` for none. */
export const ladderKind = (name: number): LadderKind | undefined => {
  switch (name) {
    case ATB:
      return 'atb';
    case ATL:
      return 'atl';
    case TRD:
      return 'trd';
    case BATB:
      return 'batb';
    case BATL:
      return 'batl';
    case BDATB:
      return 'bdatb';
    case BDATL:
      return 'bdatl';
    case SPB:
      return 'spb';
    case SPL:
      return 'spl';
    default:
      return undefined;
  }
};
