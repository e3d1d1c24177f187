import { decodeAscii85, decodeAsciiHex, decodeRunLength } from './ascii-filters';
import { PdfSyntaxError } from './error';
import { inflate } from './flate';
import { decodeLzw } from './lzw';
import { PdfDict, PdfName, type PdfObject } from './objects';
import { unpredict } from './predictor';

/** A filter of a stream and its parameters, references resolved. */
export interface FilterStep {
  name: string;
  parameters: ReadonlyMap<string, PdfObject>;
}

/** More filters in a row than any stream has. */
const MAX_FILTERS = 16;

/** The abbreviations of inline images (ISO 32000-2 table 92) are used in streams as well. */
const ABBREVIATIONS: Record<string, string> = {
  Fl: 'FlateDecode',
  LZW: 'LZWDecode',
  AHx: 'ASCIIHexDecode',
  A85: 'ASCII85Decode',
  RL: 'RunLengthDecode',
  CCF: 'CCITTFaxDecode',
  DCT: 'DCTDecode',
};

/** The filters that a stream's dictionary names, ISO 32000-2 table 5. */
export async function filterSteps(
  dict: PdfDict,
  resolve: (object: PdfObject | undefined) => Promise<PdfObject>,
): Promise<FilterStep[]> {
  const filter = await resolve(dict.get('Filter'));
  const names = filter instanceof PdfName ? [filter] : Array.isArray(filter) ? filter : [];
  if (names.length > MAX_FILTERS)
    throw new PdfSyntaxError('bad-filter', { filter: `${names.length} filters` });
  const parms = await resolve(dict.get('DecodeParms'));
  const steps: FilterStep[] = [];
  for (const [i, entry] of names.entries()) {
    const name = await resolve(entry);
    if (!(name instanceof PdfName)) throw new PdfSyntaxError('bad-filter', { filter: 'no name' });
    const own = Array.isArray(parms) ? await resolve(parms[i]) : i === 0 || names.length === 1 ? parms : null;
    const parameters = new Map<string, PdfObject>();
    if (own instanceof PdfDict) {
      for (const [key, value] of own.entries()) parameters.set(key, await resolve(value));
    }
    steps.push({ name: ABBREVIATIONS[name.value] ?? name.value, parameters });
  }
  return steps;
}

/**
 * Undoes the filters of a stream, ISO 32000-2 7.4; decryption, which Crypt stands for, is done before.
 *
 * @throws PdfSyntaxError `too-large` beyond `limitBytes`, `unsupported-filter` for image formats, `bad-filter`
 */
export function decodeSteps(bytes: Uint8Array, steps: readonly FilterStep[], limitBytes: number): Uint8Array {
  let data = bytes;
  for (const step of steps) data = decodeStep(data, step, limitBytes);
  return data;
}

function decodeStep(bytes: Uint8Array, { name, parameters }: FilterStep, limitBytes: number): Uint8Array {
  const integer = (key: string, otherwise: number) => {
    const value = parameters.get(key);
    return typeof value === 'number' && Number.isInteger(value) ? value : otherwise;
  };
  const predicted = (data: Uint8Array) =>
    unpredict(data, {
      predictor: integer('Predictor', 1),
      colors: integer('Colors', 1),
      bitsPerComponent: integer('BitsPerComponent', 8),
      columns: integer('Columns', 1),
    });
  switch (name) {
    case 'FlateDecode':
      return predicted(inflate(bytes, limitBytes));
    case 'LZWDecode':
      return predicted(decodeLzw(bytes, integer('EarlyChange', 1), limitBytes));
    case 'ASCIIHexDecode':
      return decodeAsciiHex(bytes);
    case 'ASCII85Decode':
      return decodeAscii85(bytes, limitBytes);
    case 'RunLengthDecode':
      return decodeRunLength(bytes, limitBytes);
    case 'Crypt':
      return bytes;
    case 'DCTDecode':
    case 'JPXDecode':
    case 'CCITTFaxDecode':
    case 'JBIG2Decode':
      throw new PdfSyntaxError('unsupported-filter', { filter: name });
    default:
      throw new PdfSyntaxError('bad-filter', { filter: name });
  }
}
