import { decodeBase64url } from '$lib/ledger';

/** Longer strings in a record are ciphertext, certificates or signatures: their beginning tells enough to compare. */
const LONGEST = 160;

/** The parts of a record (compact JWS, RFC 7515 §7.1) for reading; what is no JSON comes back as it is. */
export function rawRecord(
  jws: string,
  whole = false,
): { header: string; payload: string; signature: string } {
  const [header = '', payload = '', signature = ''] = jws.split('.');
  return { header: readable(header, whole), payload: readable(payload, whole), signature };
}

function readable(part: string, whole: boolean): string {
  const bytes = decodeBase64url(part);
  if (!bytes) return part;
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    return JSON.stringify(value, whole ? undefined : shortened, 2);
  } catch {
    return part;
  }
}

function shortened(_key: string, value: unknown): unknown {
  if (typeof value !== 'string' || value.length <= LONGEST) return value;
  return `${value.slice(0, LONGEST / 2)}… (${value.length})`;
}
