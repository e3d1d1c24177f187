import { concatBytes } from '../keys';
import { sequence, TAG, unsignedInteger } from './der';
import { fields, isDer, readDer } from './tlv';
import { integerOf } from './value';

/** IEEE P1363 (r‖s) to Ecdsa-Sig-Value of RFC 3279 §2.2.3. */
export function ecdsaSignatureToDer(p1363: Uint8Array): Uint8Array {
  const half = p1363.length / 2;
  return sequence(unsignedInteger(p1363.subarray(0, half)), unsignedInteger(p1363.subarray(half)));
}

/**
 * Ecdsa-Sig-Value to IEEE P1363.
 *
 * @param coordinateBytes 32 for P-256, 48 for P-384, 66 for P-521
 * @returns undefined for what is not DER of two positive numbers that fit; whether they are below the order of the
 *   curve is left to WebCrypto
 */
export function ecdsaSignatureFromDer(der: Uint8Array, coordinateBytes: number): Uint8Array | undefined {
  try {
    const element = readDer(der);
    if (!isDer(element)) return undefined;
    const parts = fields(element, 'Ecdsa-Sig-Value', TAG.sequence);
    const numbers = [integerOf(parts.next('r')), integerOf(parts.next('s'))].map((number) =>
      fixedLength(number, coordinateBytes),
    );
    parts.end();
    const [r, s] = numbers;
    return r && s && concatBytes(r, s);
  } catch {
    return undefined;
  }
}

/** A positive INTEGER's content as that many bytes. */
function fixedLength(content: Uint8Array, bytes: number): Uint8Array | undefined {
  const magnitude = content[0] === 0 ? content.subarray(1) : content;
  const isNegative = (content[0] ?? 0) >= 0x80;
  if (isNegative || magnitude.length === 0 || magnitude.length > bytes) return undefined;
  return concatBytes(new Uint8Array(bytes - magnitude.length), magnitude);
}
